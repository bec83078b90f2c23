// `npm start`: installs and builds what is missing, runs the server, and starts it again when it crashes.
import { spawn } from 'node:child_process'
import { setTimeout as sleep } from 'node:timers/promises'
import { build, install, node, root, say } from './prepare.mjs'

install()
build()

/** A server that ran this long had started well, so its end is a crash and not a mistake in its settings. */
const steadyMs = 10_000

let stopping = false
let wait = 500
for (;;) {
  const started = Date.now()
  const { code, signal } = await run()
  const steady = Date.now() - started > steadyMs
  const crashed = signal !== null || (code !== 0 && steady)
  if (stopping || !crashed) {
    process.exitCode = code ?? 1
    break
  }
  wait = steady ? 500 : Math.min(wait * 2, 30_000)
  say(`Throughline ended unexpectedly (${signal ?? `code ${code}`}); starting it again`)
  await sleep(wait)
  if (stopping) break
}

/** @returns {Promise<{ code: number | null, signal: NodeJS.Signals | null }>} */
function run() {
  return new Promise((resolve, reject) => {
    // Through the channel the server notices when this process is killed, and stops as well.
    const server = spawn(node(), ['server/main.ts'], {
      cwd: root,
      stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    })
    const forward = (/** @type {NodeJS.Signals} */ signal) => {
      stopping = true
      // A terminal's Ctrl-C reaches the server by itself.
      if (signal !== 'SIGINT' || !process.stdin.isTTY) server.kill(signal)
    }
    const signals = /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])
    for (const signal of signals) process.on(signal, forward)
    server.once('error', reject)
    server.once('exit', (code, signal) => {
      for (const name of signals) process.off(name, forward)
      resolve({ code, signal })
    })
  })
}
