import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { sql } from 'kysely'
import type { Database, Db } from '../db/database.ts'
import { system } from '../http/caller.ts'
import { readOrganisation } from '../team/organisation/queries.ts'
import { erasePerson } from './erase.ts'

/** The list beside the database, which a restored backup does not set back: SHA-256 of the id of each erased person. */
const listFile = (dataFolder: string) => join(dataFolder, 'erasures.txt')

export async function readErasures(path: string): Promise<string[]> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error
    return ''
  })
  return text.split('\n').filter((line) => /^[0-9a-f]{64}$/.test(line))
}

/** Adds to the list in the data folder; what stands there stays. */
export async function addErasures(dataFolder: string, more: readonly string[]): Promise<void> {
  const file = listFile(dataFolder)
  const known = await readErasures(file)
  const all = [...new Set([...known, ...more])].sort()
  if (all.length === known.length) return
  const draft = `${file}.${process.pid}`
  await mkdir(dataFolder, { recursive: true })
  await writeFile(
    draft,
    `# People erased here, as SHA-256 of their ids. Restoring an older backup erases them again.\n${all.join('\n')}\n`,
    { mode: 0o600 },
  )
  await rename(draft, file)
}

/** Brings the list in the data folder up to date with the database. */
export async function keepErasures(db: Db, dataFolder: string): Promise<void> {
  const { rows } = await sql<{
    person: string
  }>`select encode(person, 'hex') as person from erasures`.execute(db)
  if (rows.length > 0)
    await addErasures(
      dataFolder,
      rows.map(({ person }) => person),
    )
}

/**
 * Erases whom the list says were erased and the database, restored from before, has again. Costs nothing while the two
 * agree; called before anybody is served. Answers with how many.
 */
export async function eraseAgain(database: Database, dataFolder: string): Promise<number> {
  const listed = await readErasures(listFile(dataFolder))
  const { rows: unknown } = await sql<{
    person: string
  }>`select person from unnest(${listed}::text[]) as unnest (person)
    where not exists (select from erasures e where e.person = decode(unnest.person, 'hex'))`.execute(
    database.db,
  )
  const organisation = await readOrganisation(database.db)
  if (unknown.length === 0 || !organisation) return 0
  const hashes = unknown.map(({ person }) => person)
  const { rows: people } = await sql<{ id: string }>`select id from people
    where erased_at is null and encode(sha256(id::text::bytea), 'hex') = any(${hashes}::text[])`.execute(
    database.db,
  )
  const context = { database, caller: system('system'), organisation, now: new Date().toISOString() }
  for (const { id } of people) await erasePerson(context, id, dataFolder)
  await sql`insert into erasures (person) select decode(person, 'hex') from unnest(${hashes}::text[]) as person
    on conflict do nothing`.execute(database.db)
  return people.length
}
