// `npm start`: installs and builds what is missing, runs the server, and starts it again when it crashes.
import { spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { build, compiled, install, node, roomy, root, say } from './prepare.mjs'

install()
build()

/** A server that ran this long had started well, so its end is a crash and not a mistake in its settings. */
const steadyMs = 10_000

/** npm and the shell it runs this in. When npm is ended it does not tell; then these change. */
function callers() {
  if (!process.env.npm_lifecycle_event) return ''
  const status = `/proc/${process.ppid}/status`
  return `${process.ppid} ${existsSync(status) ? /PPid:.*/.exec(readFileSync(status, 'utf8'))?.[0] : ''}`
}

const calledBy = callers()
let stopping = false
let wait = 250
for (;;) {
  const started = Date.now()
  const { code, signal } = await run()
  const steady = Date.now() - started > steadyMs
  const crashed = signal !== null || (code !== 0 && steady)
  if (stopping || !crashed) {
    process.exitCode = code ?? 1
    break
  }
  wait = steady ? 250 : Math.min(wait * 2, 30_000)
  say(`Throughline ended unexpectedly (${signal ?? `code ${code}`}); starting it again`)
  await sleep(wait)
  if (stopping) break
}

/** @returns {Promise<{ code: number | null, signal: string | null }>} */
function run() {
  return new Promise((resolve, reject) => {
    // In a process group of its own, so that a terminal's Ctrl-C comes once, from here. Through the channel
    // it notices when this process is killed, and stops as well.
    const server = spawn(node(), [...roomy, 'server/main.ts'], {
      cwd: root,
      env: { ...process.env, ...compiled },
      detached: true,
      stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    })
    let lastSignal = 0
    const forward = (/** @type {NodeJS.Signals} */ signal) => {
      stopping = true
      // npm passes on what the terminal has sent already. A second Ctrl-C later on is meant.
      if (Date.now() - lastSignal > 1000) server.kill(signal === 'SIGHUP' ? 'SIGTERM' : signal)
      lastSignal = Date.now()
    }
    const signals = /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])
    for (const signal of signals) process.on(signal, forward)
    const watch = setInterval(() => {
      if (!stopping && callers() !== calledBy) forward('SIGTERM')
    }, 500)
    server.once('error', reject)
    server.once('exit', (code, signal) => {
      clearInterval(watch)
      for (const name of signals) process.off(name, forward)
      resolve({ code, signal })
    })
  })
}
