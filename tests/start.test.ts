import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { readFile, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterAll, expect, test } from 'vitest'
import { temporaryFolder } from './postgres.ts'

const root = join(import.meta.dirname, '..')
const dataFolder = await temporaryFolder()
const port = await freePort()
const address = `http://127.0.0.1:${port}`
const running: ChildProcess[] = []

afterAll(async () => {
  for (const child of running) {
    if (child.exitCode !== null || child.signalCode !== null) continue
    child.kill('SIGTERM')
    await once(child, 'exit')
  }
  await rm(dataFolder, { recursive: true, force: true })
})

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  return port
}

/** What `npm start` runs, and the lines it says. */
function start(environment: NodeJS.ProcessEnv = {}) {
  const child = spawn(process.execPath, [join(root, 'scripts/start.mjs')], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, PORT: String(port), THROUGHLINE_DATA: dataFolder, ...environment },
  })
  running.push(child)
  const said: string[] = []
  const lines = createInterface(child.stdout)
  for (const from of [lines, createInterface(child.stderr)]) from.on('line', (line) => said.push(line))
  return {
    child,
    said,
    /** Resolves when it has said so this many times in all. */
    async ready(times = 1) {
      while (said.filter((line) => line.includes('is ready at')).length < times) await once(lines, 'line')
    },
    async ended() {
      if (child.exitCode === null && child.signalCode === null) await once(child, 'close')
      return child.exitCode
    },
  }
}

const healthy = async () => (await fetch(`${address}/healthz`)).status
const postmaster = async () =>
  Number((await readFile(join(dataFolder, 'postgres/postmaster.pid'), 'utf8')).split('\n')[0])

test(
  'npm start serves, survives kill -9, refuses a second copy, and stops cleanly',
  { timeout: 120_000 },
  async () => {
    const first = start()
    await first.ready()
    expect(await healthy()).toBe(200)

    const second = start({ PORT: String(await freePort()) })
    expect(await second.ended()).toBe(1)
    const refusal = second.said.find((line) => line.includes('already runs'))
    expect(refusal).toContain(dataFolder)

    // The refusal names the server's own process, which is killed now, and comes back by itself.
    process.kill(Number(/process (\d+)/.exec(refusal ?? '')?.[1]), 'SIGKILL')
    await first.ready(2)
    expect(await healthy()).toBe(200)

    first.child.kill('SIGTERM')
    expect(await first.ended()).toBe(0)
    await expect(postmaster()).rejects.toThrow(/ENOENT/)
  },
)

test('a mistake in the settings is told, and nothing is tried again', { timeout: 60_000 }, async () => {
  const wrong = start({ PORT: 'eighty', DATABASE_URL: 'mysql://localhost' })
  expect(await wrong.ended()).not.toBe(0)
  expect(wrong.said.filter((line) => /^(PORT|DATABASE_URL) must be/.test(line))).toHaveLength(2)
})
