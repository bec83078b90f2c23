import { CompiledQuery, sql } from 'kysely'
import { importTargets } from '../../../contract/import-targets.ts'
import type { UndoPreview } from '../../../contract/records/import-undo.ts'
import type { Db } from '../../db/database.ts'
import { atomically } from '../../http/context.ts'
import { system } from '../../http/caller.ts'
import { lastId } from '../../ledger/read.ts'
import { typesOf } from '../types.ts'
import { AlreadyWorked, loadImport, type ImportRow } from './store.ts'
import type { Work } from './taking.ts'
import { takeBack, type Deed } from './undo-chunk.ts'

const CHUNK_EVENTS = 2_000

/** An import as the ledger knows it: its events have ids from here on, whatever the clocks of its processes. */
const firstEvent = (importId: string) =>
  sql<string>`(select id_from(coalesce(started_at, created_at) - interval '1 hour') from imports where id = ${importId})`

/**
 * Takes an import back from where that stands, its last event first. Each chunk and the place reached are one
 * transaction, so a process that dies at any point takes nothing back twice; the ledger keeps both.
 */
export async function workUndo(work: Work, importId: string): Promise<void> {
  await work.database.db.connection().execute(async (db) => {
    const { rows } = await sql<{
      mine: boolean
    }>`select pg_try_advisory_lock(hashtext('import'), hashtext(${importId})) as mine`.execute(db)
    if (!rows[0]?.mine) throw new AlreadyWorked('Another process works on this import')
    try {
      const importRow = await loadImport(db, importId)
      if (importRow.state !== 'undoing') return
      const from = await countEvents(db, importId)
      for (let stop = false; !stop && !work.signal?.aborted;)
        stop = await takeChunkBack(work, db, importRow, from)
    } finally {
      work.database.notify('imports', importId)
      await sql`select pg_advisory_unlock(hashtext('import'), hashtext(${importId}))`
        .execute(db)
        .catch(() => undefined)
    }
  })
}

/** Notes once how much there is to take back; says where the events begin. */
async function countEvents(db: Db, importId: string): Promise<string> {
  await sql`update imports set undo = undo || jsonb_build_object('total',
      (select count(*) from events where import_id = ${importId} and id >= ${firstEvent(importId)}))
    where id = ${importId} and not undo ? 'total'`.execute(db)
  const { rows } = await sql<{ id: string }>`select ${firstEvent(importId)} as id`.execute(db)
  return rows[0]!.id
}

/** One chunk; says whether it was the last, or the work is to stop. */
async function takeChunkBack(
  work: Work,
  db: Db,
  { id: importId }: ImportRow,
  from: string,
): Promise<boolean> {
  const { undo } = await loadImport(db, importId)
  const now = new Date().toISOString()
  const caller = { ...system('import', undo?.by ?? null), importId }
  const ended = await atomically(
    { database: { ...work.database, db, lists: db }, caller, organisation: work.organisation, now },
    async (context) => {
      const tx = context.database.db
      await sql`set local synchronous_commit = off`.execute(tx)
      const deeds = await deedsBefore(tx, importId, from, undo?.cursor ?? lastId)
      const done = { binned: 0, reverted: 0 }
      for (const [name, ofType] of Map.groupBy(deeds, ({ subject_type }) => subject_type)) {
        const { binned, reverted } = await takeBack(
          { context, importId, from },
          importTargets(typesOf(context.database)).of(name),
          ofType,
        )
        done.binned += binned
        done.reverted += reverted
      }
      const last = deeds.length < CHUNK_EVENTS
      if (last) await giveUpClaims(tx, importId, from)
      const { rows } = await sql<{ state: string }>`update imports set
        undo = undo || jsonb_build_object('cursor', ${deeds.at(-1)?.id ?? undo?.cursor ?? lastId}::text,
          'done', (undo ->> 'done')::int + ${deeds.length}::int, 'binned', (undo ->> 'binned')::int + ${done.binned}::int,
          'reverted', (undo ->> 'reverted')::int + ${done.reverted}::int,
          'kept', (select count(*) from import_kept where import_id = ${importId})),
        state = case when ${last} then 'undone' when cancelling then 'half-undone' else state end
        where id = ${importId} returning state`.execute(tx)
      context.database.notify('ledger')
      context.database.notify('imports', importId)
      return rows[0]?.state !== 'undoing'
    },
  )
  return ended
}

async function deedsBefore(db: Db, importId: string, from: string, before: string): Promise<Deed[]> {
  const { rows } = await sql<Deed>`
    select id, type, at, subject_type, subject_id, data ->> 'stage' as stage,
      coalesce(data -> 'changes', '{}') || coalesce(personal -> 'changes', '{}') as changes
    from events where import_id = ${importId} and id >= ${from} and id < ${before}
    order by id desc limit ${CHUNK_EVENTS}`.execute(db)
  return rows
}

/** Ids and e-mails that records have from this import which were there before it. */
async function giveUpClaims(tx: Db, importId: string, from: string): Promise<void> {
  await sql`with given as (delete from import_claims where import_id = ${importId} returning kind, type, value, record_id),
      older as (select * from given g where not exists (select from events e where e.subject_id = g.record_id
        and e.id >= ${from} and e.import_id = ${importId} and e.type = g.type || '.created')),
      ids as (delete from external_ids e using older o, imports i where i.id = ${importId} and o.kind = 'external-id'
        and (e.type, e.source, e.external_id, e.record_id) = (o.type, i.mapping ->> 'source', o.value, o.record_id))
    delete from identities i using older o
    where o.kind = 'email' and i.kind = 'email' and i.value = o.value and o.record_id in (i.person_id, i.company_id)
      and not exists (select from people p where p.id = i.person_id and p.email = o.value)`.execute(tx)
}

/** What undoing an import would do, by type; how much of it stays is found out by doing it. */
export async function previewUndo(db: Db, importId: string): Promise<UndoPreview> {
  const { rows } = await sql<{ recordType: string; created: number; changed: number }>`
    select subject_type as "recordType", count(*) filter (where made)::int as created, count(*) filter (where not made)::int as changed
    from (select subject_type, subject_id, bool_or(type in (subject_type || '.created', subject_type || '.restored')) as made
      from events where import_id = ${importId} and id >= ${firstEvent(importId)}
      group by subject_type, subject_id) deeds
    group by subject_type order by subject_type`.execute(db)
  const { rows: since } = await sql<{ touched: number }>`
    select count(distinct subject_id)::int as touched from events later
    where later.id >= ${firstEvent(importId)} and later.import_id is distinct from ${importId} and later.origin in ('web', 'api', 'import')
      and exists (select from events e where e.subject_id = later.subject_id and e.import_id = ${importId} and e.id < later.id)`.execute(
    db,
  )
  return { types: rows, touched: since[0]?.touched ?? 0 }
}

/** Queued by whoever asked for it, the first time or again. */
export async function beginUndo(db: Db, importId: string, userId: string | null): Promise<void> {
  const fresh = JSON.stringify({ by: userId, done: 0, binned: 0, reverted: 0, kept: 0 })
  await db.executeQuery(
    CompiledQuery.raw(
      `update imports set state = 'undoing', cancelling = false, undo = coalesce(undo, $2::jsonb) || jsonb_build_object('by', $3::uuid) where id = $1`,
      [importId, fresh, userId],
    ),
  )
}
