import { once } from 'node:events'
import { createReadStream, createWriteStream } from 'node:fs'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { pipeline } from 'node:stream/promises'
import { sql } from 'kysely'
import type { PoolConfig } from 'pg'
import { from as copyFrom } from 'pg-copy-streams'
import type { ImportMapping } from '../contract/records/import-mapping.ts'
import { openDatabase, type Database } from '../server/db/database.ts'
import { migrate } from '../server/db/migrate.ts'
import { createImport, planPasses, registerFile } from '../server/records/import/prepare.ts'
import { workImport } from '../server/records/import/run.ts'
import { loadImport } from '../server/records/import/store.ts'
import '../server/composition.ts'
import { foundOrganisation } from '../server/team/organisation/commands.ts'
import { median } from './load.ts'
import type { Result } from './records.ts'

const organisation = { name: 'Bench', timeZone: 'UTC', currency: 'EUR' }
const mapping: ImportMapping = {
  name: 'Bench',
  source: 'bench',
  files: [
    {
      match: 'people*.csv',
      recordType: 'person',
      fields: [
        { field: 'name', column: 'name' },
        { field: 'email', column: 'email' },
        { field: 'phone', column: 'phone' },
      ],
    },
  ],
}

const first = ['Ana', 'Luis', 'Mira', 'Tomas', 'Lena', 'Jonas', 'Ines', 'Paul', 'Sofia', 'Marta', 'Rui', 'Clara', 'Hugo', 'Alice', 'Nuno', 'Eva'] // prettier-ignore
const syllables = ['du', 'ar', 'te', 'fal', 'ko', 'so', 'lo', 'va', 'per', 'ei', 'ra', 'kel', 'ler', 'no', 'sil', 'bran', 'ros', 'si', 'mo', 'reau'] // prettier-ignore
const surname = (n: number) =>
  [n, Math.floor(n / 20), Math.floor(n / 400)].map((part) => syllables[part % 20]).join('')

/** One row in a hundred is somebody who was there before, written in capitals. */
const again = (i: number) => i % 100 === 99

function person(i: number): { name: string; email: string; phone: string } {
  if (again(i)) {
    const { email, ...same } = person(i - 57)
    return { ...same, email: email.toUpperCase() }
  }
  const called = first[i % first.length]!
  const family = surname((i * 7919) % 8000)
  return {
    name: `${called} ${family[0]?.toUpperCase()}${family.slice(1)}`,
    email: `${called.toLowerCase()}.${family}${i}@company${(i * 31) % 20_000}.example`,
    phone: `+3519${String(i).padStart(8, '0')}`,
  }
}

/** Writes the rows from one number to another as CSV; says how many people they are. */
async function writePeople(path: string, from: number, to: number): Promise<number> {
  const file = createWriteStream(path)
  file.write('name,email,phone\n')
  let people = 0
  for (let i = from; i < to;) {
    let text = ''
    for (const end = Math.min(to, i + 2000); i < end; i++) {
      const { name, email, phone } = person(i)
      text += `${name},${email},${phone}\n`
      if (!again(i)) people++
    }
    if (!file.write(text)) await once(file, 'drain')
  }
  file.end()
  await once(file, 'finish')
  return people
}

async function secondsOf(work: () => Promise<unknown>): Promise<number> {
  const begun = performance.now()
  await work()
  return (performance.now() - begun) / 1000
}

/** The limit: the same rows, straight into a table that has neither indexes nor checks. */
async function copySeconds(database: Database, path: string): Promise<number> {
  const rounds: number[] = []
  const client = await database.pool.connect()
  try {
    for (let round = 0; round < 3; round++) {
      await client.query('drop table if exists bare; create table bare (name text, email text, phone text)')
      const into = client.query(copyFrom('copy bare from stdin (format csv, header true)'))
      rounds.push(
        await secondsOf(() => pipeline(createReadStream(path, { highWaterMark: 256 * 1024 }), into)),
      )
    }
    await client.query('drop table bare')
  } finally {
    client.release()
  }
  return median(rounds)
}

/** From the file on the disk to the last index, with the most memory that its first quarter and the whole took. */
async function importSeconds(database: Database, path: string) {
  let done = 0
  let [quarter, whole] = [0, 0]
  const watched = { ...database, notify: (channel: string) => void (channel === 'imports' && done++) }
  let chunks = Number.POSITIVE_INFINITY
  const sample = () => {
    const megabytes = process.memoryUsage.rss() / 2 ** 20
    whole = Math.max(whole, megabytes)
    if (done <= chunks / 4) quarter = whole
  }
  const timer = setInterval(sample, 50)
  let id = ''
  const seconds = await secondsOf(async () => {
    const upload = await registerFile(database.db, path, null)
    chunks = upload.rows / 10_000
    const passes = await planPasses(mapping, [upload], organisation)
    id = await createImport(database.db, { mapping, files: [upload.id], passes }, null)
    await workImport({ database: watched, organisation, dataFolder: '/' }, id, 'run')
  })
  clearInterval(timer)
  const { state, error } = await loadImport(database.db, id)
  if (state !== 'done') throw new Error(`The import is ${state}: ${error}`)
  return {
    seconds,
    memory: `memory ${quarter.toFixed(0)} MB at a quarter, ${whole.toFixed(0)} MB at the end`,
  }
}

const count = async (database: Database, table: string) => {
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from ${sql.table(table)}`.execute(
    database.db,
  )
  return rows[0]!.n
}

/** A first import into empty tables, then as many other people into live ones, each against COPY of its rows. */
export async function benchImport(
  pool: Database['pool'],
  connection: PoolConfig,
  folder: string,
  rows: number,
): Promise<Result[]> {
  const name = 'bench_import'
  await pool.query(`create database ${name}`)
  const own = { ...connection, database: name }
  await migrate(own)
  const database = openDatabase({ connection: own })
  try {
    await foundOrganisation(database.db, organisation)
    const results: Result[] = []
    let expected = 0
    for (const [at, tables, atMost] of [
      [0, 'empty', 30],
      [1, 'live', 60],
    ] as const) {
      const path = join(folder, `people${at}.csv`)
      expected += await writePeople(path, at * rows, (at + 1) * rows)
      const before = await copySeconds(database, path)
      const { seconds, memory } = await importSeconds(database, path)
      const limit = (before + (await copySeconds(database, path))) / 2
      for (const table of ['people', 'search_entries', 'events']) {
        const found = await count(database, table)
        if (found !== expected) throw new Error(`${found} ${table} where ${expected} were expected`)
      }
      results.push({
        what: `import of ${rows.toLocaleString('en')} people into ${tables} tables, in COPYs`,
        ratio: seconds / limit,
        bound: { atMost },
        note: `${seconds.toFixed(1)} s against ${limit.toFixed(2)} s, ${memory}`,
      })
    }
    return results
  } finally {
    await database.close()
    await pool.query(`drop database ${name}`)
  }
}
