import { CompiledQuery } from 'kysely'
import { addJob, type Job } from '../../db/jobs.ts'
import type { Database, Db } from '../../db/database.ts'
import { searchColumns, searchEntry } from '../search.ts'
import { refreshTypes, typeIn } from '../types.ts'
import { tendIndexes } from './indexes.ts'

interface Searching {
  recordType: string
  name: string
}

/** The search is to find, or no longer to find, the records by what they hold of a field. */
export const searchAnew = (tx: Db, { recordType, name }: Searching): Promise<void> =>
  addJob(tx, 'own-field-search', { recordType, name } satisfies Searching, {
    key: `own-field-search ${recordType} ${name}`,
  })

const atOnce = 2_000

/** Writes the search entries of the records that hold something of a field anew, some thousand at a time. */
async function writeEntries(database: Database, { recordType, name }: Searching, signal?: AbortSignal) {
  await refreshTypes(database)
  const type = typeIn(database, recordType)
  const text = `with page as (select * from ${type.plural}
      where id > $1::uuid and deleted_at is null and custom ? $2 order by id limit ${atOnce} for no key update),
    written as (insert into search_entries as entry (${searchColumns}) ${searchEntry(type)} from page t
      on conflict (record_id) do update set title = excluded.title, document = excluded.document, owner_id = excluded.owner_id)
    select max(id::text) as last from page`
  let last: string | null = '00000000-0000-0000-0000-000000000000'
  while (last) {
    if (signal?.aborted) throw new Error('Stopped before the end; the job begins again')
    const { rows }: { rows: { last: string | null }[] } = await database.db.executeQuery<{
      last: string | null
    }>(CompiledQuery.raw(text, [last, name]))
    last = rows[0]?.last ?? null
  }
}

export const ownFieldJobs: Job[] = [
  {
    name: 'own-field-search',
    run: (payload, { database, signal }) => writeEntries(database, payload as Searching, signal),
  },
  {
    name: 'own-field-indexes',
    cron: '17 * * * *',
    async run(_, { database, log }) {
      await refreshTypes(database)
      await tendIndexes(database, log)
    },
  },
]
