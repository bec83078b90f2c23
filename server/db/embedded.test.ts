import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, readFile, realpath, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { Client } from 'pg'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { temporaryFolder } from '../../tests/postgres.ts'
import { AlreadyRunning, startEmbedded } from './embedded.ts'
import type { EmbeddedOptions } from './embedded.ts'
import { silent } from './log.ts'

const asRoot = process.getuid?.() === 0
let dataFolder = ''
const stops: (() => Promise<unknown>)[] = []

beforeEach(async () => {
  dataFolder = await temporaryFolder()
})

afterEach(async () => {
  for (const stop of stops.splice(0).toReversed()) await stop()
  // A killed process leaves its database running.
  const left = await postmasterPid().catch(() => 0)
  if (left > 0) process.kill(left, 'SIGKILL')
  const database = await realpath(join(dataFolder, 'postgres')).catch(() => dataFolder)
  await rm(database, { recursive: true, force: true })
  await rm(dataFolder, { recursive: true, force: true })
})

async function start(options: Partial<EmbeddedOptions> = {}) {
  const embedded = await startEmbedded({ dataFolder, log: silent, ...options })
  stops.push(() => embedded.stop())
  return embedded
}

async function query<Row extends object>(connection: object, text: string): Promise<Row[]> {
  const client = new Client(connection)
  await client.connect()
  try {
    return (await client.query<Row>(text)).rows
  } finally {
    await client.end()
  }
}

const postmasterPid = async () =>
  Number((await readFile(join(dataFolder, 'postgres/postmaster.pid'), 'utf8')).split('\n')[0])

/** The program in tests/programs/writer.ts, and what it was told is written. */
function startWriter(first: number) {
  const child = spawn(
    process.execPath,
    [join(import.meta.dirname, '../../tests/programs/writer.ts'), dataFolder, String(first)],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  )
  const acknowledged: number[] = []
  const lines = createInterface(child.stdout)
  lines.on('line', (line) => acknowledged.push(Number(line)))
  stops.push(() => kill(child))
  return {
    child,
    acknowledged,
    async until(count: number) {
      while (acknowledged.length < count) await once(lines, 'line')
    },
  }
}

async function kill(child: ChildProcess) {
  if (child.exitCode !== null || child.signalCode !== null) return
  child.kill('SIGKILL')
  await once(child, 'close')
}

test('keeps what was written, between one start and the next', async () => {
  const first = await start()
  await query(first.connection, "create table kept as select 'still here' as text")
  await first.stop()
  const second = await start()
  expect(await query(second.connection, 'select text from kept')).toEqual([{ text: 'still here' }])
})

test('writes to disk before it answers, and sorts alike on every system', async () => {
  const { connection } = await start()
  const [settings] = await query(
    connection,
    `select current_setting('fsync') as fsync, current_setting('synchronous_commit') as commit,
      datlocprovider as provider, datlocale as locale from pg_database where datname = 'throughline'`,
  )
  expect(settings).toEqual({ fsync: 'on', commit: 'on', provider: 'b', locale: 'C.UTF-8' })
})

test(
  'loses no acknowledged write when the database or the server is killed',
  { timeout: 60_000 },
  async () => {
    const writer = startWriter(1)
    await writer.until(100)

    process.kill(await postmasterPid(), 'SIGKILL')
    const before = writer.acknowledged.length
    await writer.until(before + 200)

    // The server dies, its database lives on and the next server takes it over.
    const pid = await postmasterPid()
    await kill(writer.child)
    const next = startWriter(1_000_000)
    await next.until(100)
    expect(await postmasterPid()).toBe(pid)

    // Both die at once.
    process.kill(pid, 'SIGKILL')
    await kill(next.child)

    const { connection } = await start()
    const rows = await query<{ n: number }>(connection, 'select n from written')
    const written = new Set(rows.map(({ n }) => n))
    expect([...writer.acknowledged, ...next.acknowledged].filter((n) => !written.has(n))).toEqual([])
  },
)

test('a second copy on the same data folder is refused and told who holds it', async () => {
  const writer = startWriter(1)
  await writer.until(1)
  const refused = startEmbedded({ dataFolder, roles: ['web', 'worker'], log: silent })
  await expect(refused).rejects.toThrow(AlreadyRunning)
  await expect(refused).rejects.toThrow(`process ${writer.child.pid}`)
  // The one that was refused leaves the database running for the other.
  await writer.until(writer.acknowledged.length + 10)
})

test('a command joins a running database and leaves it running', async () => {
  const writer = startWriter(1)
  await writer.until(1)
  const command = await start()
  const rows = await query(command.connection, 'select n from written where n = 1')
  await command.stop()
  expect(rows).toEqual([{ n: 1 }])
  await writer.until(writer.acknowledged.length + 10)
})

test('the last process to leave stops the database', async () => {
  const web = await start({ roles: ['web'] })
  const worker = await start({ roles: ['worker'] })
  await web.stop()
  expect(await query(worker.connection, 'select 1 as one')).toEqual([{ one: 1 }])
  await worker.stop()
  await expect(query(worker.connection, 'select 1')).rejects.toThrow()
})

test('two first starts at once make one database', async () => {
  const [one, other] = await Promise.all([start(), start()])
  await query(one.connection, 'create table shared as select 1 as one')
  expect(await query(other.connection, 'select one from shared')).toEqual([{ one: 1 }])
})

test('a postmaster.pid that names another living process does not stand in the way', async () => {
  const first = await start()
  const file = join(dataFolder, 'postgres/postmaster.pid')
  const text = await readFile(file, 'utf8')
  await first.stop()
  await writeFile(file, text.replace(/^\d+/, String(process.ppid)))
  const second = await start()
  expect(await query(second.connection, 'select 1 as one')).toEqual([{ one: 1 }])
})

test('a path too long for a socket works too', async () => {
  const long = join(dataFolder, 'long-'.repeat(20))
  await mkdir(long)
  const { connection } = await start({ dataFolder: long })
  expect(await query(connection, 'select 1 as one')).toEqual([{ one: 1 }])
})

test('says what is wrong when PostgreSQL does not start', async () => {
  await (await start()).stop()
  const broken = startEmbedded({ dataFolder, log: silent, settings: { work_mem: 'much' } })
  await expect(broken).rejects.toThrow(/PostgreSQL does not start.*postgres\.log/s)
})

test.runIf(asRoot)('where only root may look, the database is kept elsewhere and found again', async () => {
  await rm(dataFolder, { recursive: true })
  dataFolder = await mkdtemp(join(tmpdir(), 'throughline-private-'))
  const told: string[] = []
  const log = { ...silent, info: (message: string) => told.push(message) }
  const first = await start({ log })
  await query(first.connection, 'create table kept as select 1 as one')
  await first.stop()
  const second = await start({ log })
  expect(await query(second.connection, 'select one from kept')).toEqual([{ one: 1 }])
  expect(await realpath(join(dataFolder, 'postgres'))).toMatch(/^\/var\/lib\/throughline\/[0-9a-f]+$/)
  expect(told).toEqual([expect.stringContaining('/var/lib/throughline/')])
})
