import { readdir, rm, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { sql } from 'kysely'
import type { Db } from '../../db/database.ts'
import { daysKept } from './queries.ts'

const old = sql`now() - make_interval(days => ${daysKept})`

/**
 * Deletes files that were sent in and that no import has used for a while, with the rows that were refused of them.
 * A file that the command line read where it lies is somebody's own and stays there.
 */
export async function deleteOldFiles(db: Db, dataFolder: string): Promise<void> {
  const folder = join(dataFolder, 'imports')
  const { rows } = await sql<{ id: string; path: string }>`
    select id, path from import_files f where created_at < ${old} and not exists (select from imports i
      where f.id = any(i.files) and (i.state in ('checking', 'running', 'undoing') or i.updated_at >= ${old}))`.execute(
    db,
  )
  for (const { path } of rows) if (basename(path) === path) await rm(join(folder, path), { force: true })
  await sql`delete from import_files where id = any(${rows.map(({ id }) => id)}::uuid[])`.execute(db)
  await sql`delete from import_refusals r using imports i where i.id = r.import_id and i.updated_at < ${old}
    and not exists (select from import_files f where f.id = any(i.files))`.execute(db)
  await deleteStray(db, folder)
}

/** What a process left that died while a file was coming in. */
async function deleteStray(db: Db, folder: string): Promise<void> {
  const names = await readdir(folder).catch((): string[] => [])
  if (names.length === 0) return
  const { rows } = await sql<{ path: string }>`select path from import_files`.execute(db)
  const known = new Set(rows.map(({ path }) => path))
  for (const name of names) {
    if (known.has(name)) continue
    const path = join(folder, name)
    const { mtimeMs } = await stat(path)
    if (mtimeMs < Date.now() - 86_400_000) await rm(path, { force: true })
  }
}
