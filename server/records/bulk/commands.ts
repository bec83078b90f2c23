import { CompiledQuery, sql } from 'kysely'
import { isDeepStrictEqual } from 'node:util'
import { triedAtMost, type BulkEditInput, type BulkPreview } from '../../../contract/records/bulk-edit.ts'
import { fieldsOf, type RecordType } from '../../../contract/records/record-type.ts'
import { targetOf } from '../../../contract/records/field.ts'
import type { AnyRecord } from '../../../contract/records/value.ts'
import type { Db } from '../../db/database.ts'
import { addJob } from '../../db/jobs.ts'
import { atomically, type Context } from '../../http/context.ts'
import { authorise } from '../../http/policy.ts'
import { conflict } from '../../http/problem.ts'
import { expand } from '../list.ts'
import { parameters, refuseLimited, seenBy } from '../visible.ts'
import { editSome, type Outcome } from './chunk.ts'
import { bulkChannel, chosen, countChosen, getBulkEdit, someToChange } from './queries.ts'
import { checkedChanges } from './rules.ts'
import { isUnderWay, isUndoable, type BulkRow } from './tables.ts'

/** How many examples a preview shows. */
const examplesShown = 5

function checkedFor(context: Context, type: RecordType, { changes }: BulkEditInput) {
  refuseLimited(
    context.caller,
    type,
    changes.map(({ field }) => ({ [field]: null })),
  )
  return checkedChanges(seenBy(context.caller, type), changes)
}

/** Tries it out as it would be done, and undoes all of it. */
function tried<T>(context: Context, fn: (inner: Context) => Promise<T>): Promise<T> {
  return atomically(context, async (inner) => {
    const { db } = inner.database
    await sql`savepoint tried`.execute(db)
    const answer = await fn(inner)
    await sql`rollback to savepoint tried`.execute(db)
    return answer
  })
}

function changedFields(type: RecordType, { before, after }: Outcome) {
  return Object.keys(type.fields)
    .filter((field) => !isDeepStrictEqual(before?.[field] ?? null, after?.[field] ?? null))
    .map((field) => ({ field, before: before?.[field] ?? null, after: after?.[field] ?? null }))
}

/** What a bulk edit would do: counted for all that are chosen, tried out on some of them. */
export async function previewBulkEdit(
  context: Context,
  type: RecordType,
  input: BulkEditInput,
): Promise<BulkPreview> {
  const seen = seenBy(context.caller, type)
  const changes = checkedFor(context, type, input)
  const { selection } = input
  const counted = await countChosen(context, type, selection, changes)
  const ids = await someToChange(context, type, selection, changes, triedAtMost)
  const outcomes =
    ids.length === 0 ? [] : await tried(context, (inner) => editSome(inner, type, changes, ids))
  const changed = outcomes.filter(({ outcome }) => outcome === 'changed').slice(0, examplesShown)
  const references = Object.entries(fieldsOf(seen)).flatMap(([name, field]) =>
    targetOf(field) ? [name] : [],
  )
  const both = changed.flatMap(({ before, after }) => [before as AnyRecord, after as AnyRecord])
  const expanded = references.length > 0 ? await expand(context, type, both, references) : {}
  const refused = Map.groupBy(
    outcomes.filter(({ outcome }) => outcome === 'refused'),
    ({ reason }) => reason ?? '',
  )
  const firsts = await titlesOf(
    context.database.db,
    type,
    [...refused.values()].map(([first]) => first!.id),
  )
  return {
    ...counted,
    tried: outcomes.length,
    refused: [...refused]
      .map(([reason, of]) => ({ reason, count: of.length, title: firsts.get(of[0]!.id) ?? '' }))
      .sort((a, b) => b.count - a.count),
    examples: changed.map((outcome) => ({
      id: outcome.id,
      title: outcome.before!.title,
      changes: changedFields(seen, outcome),
    })),
    titles: Object.fromEntries(Object.entries(expanded).map(([id, { title }]) => [id, title])),
  }
}

async function titlesOf(db: Db, type: RecordType, ids: string[]): Promise<Map<string, string>> {
  const text = `select id, title from ${type.plural} where id = any($1::uuid[])`
  const { rows } = await db.executeQuery<{ id: string; title: string }>(CompiledQuery.raw(text, [ids]))
  return new Map(rows.map(({ id, title }) => [id, title]))
}

export const queueBulkEdit = (db: Db, id: string): Promise<void> =>
  addJob(db, 'bulk-edit', { id }, { key: `bulk-edit ${id}` })

/** Who asks, as the job will know them. */
function kept(context: Context): string {
  const { sessionId: _, ...caller } = context.caller
  return JSON.stringify(caller)
}

/** Notes which records are chosen now, and leaves the rest to a job. */
export function startBulkEdit(context: Context, type: RecordType, input: BulkEditInput): Promise<BulkRow> {
  const changes = checkedFor(context, type, input)
  return atomically(context, async (inner) => {
    const { db } = inner.database
    const { rows } = await sql<{ id: string }>`
      insert into bulk_edits (record_type, changes, caller, created_by, key_id) values (${type.name},
        ${JSON.stringify(changes)}, ${kept(context)}, ${context.caller.userId}, ${context.caller.keyId})
      returning id`.execute(db)
    const id = rows[0]!.id
    const { values, bind } = parameters()
    const text = `with chosen as (insert into bulk_edit_records (edit_id, record_id)
        select ${bind(id)}::uuid, t.id from ${type.plural} t where ${chosen(inner, type, input.selection, bind)} returning 1)
      update bulk_edits set total = (select count(*) from chosen) where id = $1::uuid`
    await db.executeQuery(CompiledQuery.raw(text, values))
    await queueBulkEdit(db, id)
    inner.database.notify(bulkChannel, id)
    return getBulkEdit(db, context.caller, id)
  })
}

/** Holds a bulk edit until the transaction ends. */
async function held(context: Context, id: string): Promise<BulkRow> {
  await sql`select from bulk_edits where id = ${id} for update`.execute(context.database.db)
  return getBulkEdit(context.database.db, context.caller, id)
}

export const stopBulkEdit = (context: Context, id: string): Promise<BulkRow> =>
  atomically(context, async (inner) => {
    const { db } = inner.database
    if (isUnderWay(await held(inner, id)))
      await sql`update bulk_edits set stopping = true where id = ${id}`.execute(db)
    inner.database.notify(bulkChannel, id)
    return getBulkEdit(db, context.caller, id)
  })

/** Begins to take a bulk edit back, or goes on with it; each record by the right of whoever asks. */
export const undoBulkEdit = (context: Context, id: string): Promise<BulkRow> =>
  atomically(context, async (inner) => {
    const { db } = inner.database
    const row = await held(inner, id)
    authorise(context.caller, { type: row.record_type, action: 'edit' })
    if (!isUndoable(row))
      throw conflict(
        isUnderWay(row)
          ? 'This bulk edit is under way. Stop it first, or wait for it.'
          : 'Nothing of this bulk edit is left to undo.',
      )
    await sql`update bulk_edits set state = 'undoing', stopping = false, reached = null, error = null, finished_at = null,
      caller = ${kept(context)} where id = ${id}`.execute(db)
    await queueBulkEdit(db, id)
    inner.database.notify(bulkChannel, id)
    return getBulkEdit(db, context.caller, id)
  })
