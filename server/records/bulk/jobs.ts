import { sql } from 'kysely'
import type { Database, Db } from '../../db/database.ts'
import type { Job } from '../../db/jobs.ts'
import { atomically, type Context } from '../../http/context.ts'
import { forbidden, Refusal } from '../../http/problem.ts'
import { organisationOf } from '../import/jobs.ts'
import { refreshTypes, typeIn } from '../types.ts'
import { editSome, takeBackSome, type Outcome } from './chunk.ts'
import { queueBulkEdit } from './commands.ts'
import { bulkChannel } from './queries.ts'
import { isUnderWay, type BulkRow } from './tables.ts'

/** Records of one transaction: about a quarter of a second, for which others wait who want one of them. */
const chunkSize = 1_000
/** For how long a bulk edit can be undone. */
export const daysKept = 30

/** A bulk edit that is under way, unless whoever asked for it may ask for nothing any more. */
async function load(db: Db, id: string): Promise<BulkRow | null> {
  const { rows } = await sql<BulkRow & { gone: boolean }>`
    select b.*, exists (select from users u where u.id = (b.caller ->> 'userId')::uuid and not (u.active and u.deleted_at is null))
      or exists (select from api_keys k where k.id = (b.caller ->> 'keyId')::uuid and k.revoked_at is not null) as gone
    from bulk_edits b where b.id = ${id}`.execute(db)
  const row = rows[0]
  if (!row || !isUnderWay(row)) return null
  if (row.gone) throw forbidden('Whoever asked for this may not change records any more.')
  return row
}

/** The records that come next, each with the event of its change. */
async function upcoming(db: Db, { id, state, reached }: BulkRow) {
  const { rows } = await sql<{ id: string; event: string | null }>`
    select record_id as id, event_id as event from bulk_edit_records
    where edit_id = ${id} and (${reached}::uuid is null or record_id > ${reached}::uuid)
      and outcome is not distinct from ${state === 'undoing' ? 'changed' : null}
    order by record_id limit ${chunkSize}`.execute(db)
  return rows
}

/** One chunk, what became of it and the place reached, in one transaction. Says whether there is more to do. */
function workChunk(context: Context, row: BulkRow): Promise<boolean> {
  return atomically(context, async (inner) => {
    const { db } = inner.database
    await sql`set local synchronous_commit = off`.execute(db)
    const type = typeIn(context.database, row.record_type)
    const records = await upcoming(db, row)
    const undoing = row.state === 'undoing'
    const outcomes = undoing
      ? await takeBackSome(inner, type, records as { id: string; event: string }[])
      : await editSome(
          inner,
          type,
          row.changes,
          records.map(({ id }) => id),
        )
    await note(db, row.id, outcomes)
    const count = (which: Outcome['outcome']) => outcomes.filter(({ outcome }) => outcome === which).length
    const last = records.length < chunkSize
    const { rows } =
      await sql<BulkRow>`update bulk_edits set reached = coalesce(${records.at(-1)?.id ?? null}::uuid, reached),
        changed = changed + ${count('changed')}, already = already + ${count('already')},
        refused = refused + ${count('refused')}, reverted = reverted + ${count('reverted')}, kept = kept + ${count('kept')},
        state = case when ${last} then ${undoing ? 'undone' : 'done'} when stopping then ${undoing ? 'half-undone' : 'stopped'} else state end,
        finished_at = case when ${last} or stopping then clock_timestamp() end
      where id = ${row.id} returning state`.execute(db)
    inner.database.notify(bulkChannel, row.id)
    return isUnderWay(rows[0]!)
  })
}

async function note(db: Db, editId: string, outcomes: readonly Outcome[]): Promise<void> {
  const rows = outcomes.map(({ id, outcome, reason, fields = [], event }) => ({
    id,
    outcome,
    reason: reason ?? null,
    fields,
    event: event ?? null,
  }))
  await sql`update bulk_edit_records r set outcome = o.outcome, reason = o.reason, fields = o.fields,
      event_id = coalesce(o.event, r.event_id)
    from json_to_recordset(${JSON.stringify(rows)}) as o (id uuid, outcome text, reason text, fields text[], event uuid)
    where r.edit_id = ${editId} and r.record_id = o.id`.execute(db)
}

/**
 * Works a bulk edit off, or takes it back, from where that stands. A process that dies at any point does nothing twice;
 * of two only one works on it at a time.
 */
export async function workBulkEdit(database: Database, id: string, signal?: AbortSignal): Promise<void> {
  await refreshTypes(database)
  await database.db.connection().execute(async (db) => {
    const { rows } = await sql<{ mine: boolean }>`
      select pg_try_advisory_lock(hashtext('bulk-edit'), hashtext(${id})) as mine`.execute(db)
    if (!rows[0]?.mine) return
    try {
      for (;;) {
        if (signal?.aborted) return
        const row = await load(db, id)
        if (!row) return
        const context: Context = {
          database: { ...database, db, lists: db },
          caller: row.caller,
          organisation: await organisationOf(db),
          now: new Date().toISOString(),
        }
        if (!(await workChunk(context, row))) return
      }
    } catch (error) {
      // Anything else may pass, such as a lost connection: it is tried again.
      if (!(error instanceof Refusal)) throw error
      await sql`update bulk_edits set state = case state when 'undoing' then 'half-undone' else 'failed' end,
        error = ${error.message}, finished_at = clock_timestamp() where id = ${id}`.execute(db)
    } finally {
      database.notify(bulkChannel, id)
      await sql`select pg_advisory_unlock(hashtext('bulk-edit'), hashtext(${id}))`
        .execute(db)
        .catch(() => undefined)
    }
  })
}

/** Queues those under way that no living process works on. */
async function resume(db: Db): Promise<void> {
  const { rows } = await sql<{ id: string }>`
    select id from bulk_edits b where state in ('running', 'undoing') and not exists (
      select from pg_locks l where l.locktype = 'advisory' and l.objsubid = 2 and l.granted
        and l.database = (select oid from pg_database where datname = current_database())
        and l.classid = hashtext('bulk-edit')::oid and l.objid = hashtext(b.id::text)::oid)`.execute(db)
  for (const { id } of rows) await queueBulkEdit(db, id)
}

export const bulkEditJobs: Job[] = [
  {
    name: 'bulk-edit',
    run: (payload, { database, signal }) => workBulkEdit(database, (payload as { id: string }).id, signal),
  },
  {
    // A process that was killed leaves its bulk edit under way with nobody at work.
    name: 'bulk-edit-resume',
    cron: '* * * * *',
    run: (_, { database }) => resume(database.db),
  },
  {
    name: 'bulk-edit-forget',
    cron: '40 3 * * *',
    async run(_, { database }) {
      await sql`delete from bulk_edits where created_at < now() - make_interval(days => ${daysKept})
        and state not in ('running', 'undoing')`.execute(database.db)
    },
  },
]
