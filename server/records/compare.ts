import { CompiledQuery, sql } from 'kysely'
import { relationsOf } from '../../contract/record-types.ts'
import { targetOf } from '../../contract/records/field.ts'
import type { Comparison } from '../../contract/records/merge.ts'
import type { RecordType } from '../../contract/records/record-type.ts'
import type { AnyRecord } from '../../contract/records/value.ts'
import type { Db } from '../db/database.ts'
import type { Context } from '../http/context.ts'
import { invalidField, notFound } from '../http/problem.ts'
import { behaviourOf } from './behaviour.ts'
import { columnNamed } from './column.ts'
import { expand, getRecord } from './list.ts'
import { chosenByRule, mostComplete } from './merge-rules.ts'
import { parameters, permitted, seenBy } from './visible.ts'

/** When each field of records was last written, by record and field, as far as the ledger goes back. */
export async function fieldsWrittenAt(
  db: Db,
  ids: readonly string[],
): Promise<Record<string, Record<string, string>>> {
  const { rows } = await sql<{ id: string; fields: Record<string, string> }>`
    select id, jsonb_object_agg(field, at) as fields from (
      select e.subject_id as id, c.field,
        to_char(max(e.at) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at
      from events e,
        lateral jsonb_object_keys(coalesce(e.data -> 'changes', '{}') || coalesce(e.personal -> 'changes', '{}')) c (field)
      where e.subject_id = any(${ids}::uuid[]) group by 1, 2) written group by id`.execute(db)
  return Object.fromEntries(rows.map(({ id, fields }) => [id, fields]))
}

/** How many records refer to each, by the label of the relation, of those that the caller may see. */
async function referring(
  context: Context,
  type: RecordType,
  ids: readonly string[],
): Promise<Record<string, Record<string, number>>> {
  const { values, bind } = parameters()
  const wanted = bind(ids)
  const parts = relationsOf(type).flatMap(({ direction, type: other, field, label }) => {
    const column = columnNamed(other, field)
    if (direction !== 'inverse' || !column || column.linked) return []
    return [
      `select ${column.at('t')} as id, ${bind(label)}::text as label, count(*)::int as count from ${other.plural} t
        where ${column.at('t')} = any(${wanted}::uuid[]) and t.deleted_at is null
          and ${permitted(context.caller, other, 'see', 't', bind)} group by 1`,
    ]
  })
  const counted: Record<string, Record<string, number>> = Object.fromEntries(ids.map((id) => [id, {}]))
  if (parts.length === 0) return counted
  const { rows } = await context.database.lists.executeQuery<{ id: string; label: string; count: number }>(
    CompiledQuery.raw(parts.join(' union all '), values),
  )
  for (const { id, label, count } of rows) (counted[id] ??= {})[label] = count
  return counted
}

/** Why the caller cannot merge these records; null when they can. */
async function refusal(
  context: Context,
  type: RecordType,
  records: readonly AnyRecord[],
): Promise<string | null> {
  if (!type.mergeable) return `${type.label.many} cannot be merged.`
  const binned = records.find(({ deletedAt }) => deletedAt !== null)
  if (binned) return `“${binned.title}” is in the bin. Restore it first.`
  const { values, bind } = parameters()
  const { rows } = await context.database.db.executeQuery<{ title: string }>(
    CompiledQuery.raw(
      `select t.title from ${type.plural} t where t.id = any(${bind(records.map(({ id }) => id))}::uuid[])
        and (${permitted(context.caller, type, 'edit', 't', bind)}) is not true limit 1`,
      values,
    ),
  )
  return rows[0] ? `Your role may not change “${rows[0].title}”. Ask its owner or an administrator.` : null
}

/** Records side by side: their values, who refers to them, and what a merge of them would do. */
export async function compareRecords(
  context: Context,
  whole: RecordType,
  ids: readonly string[],
  asked?: string,
): Promise<Comparison> {
  const type = seenBy(context.caller, whole)
  const records: AnyRecord[] = []
  for (const id of ids) records.push(await getRecord(context, type, id))
  if (asked !== undefined && !ids.includes(asked))
    throw invalidField('primary', 'Choose one of the records compared')
  const references = Object.entries(type.fields)
    .filter(([, field]) => targetOf(field) !== null)
    .map(([name]) => name)
  const named = await expand(context, type, records, references)
  const written = await fieldsWrittenAt(context.database.db, ids)
  const changedAt = Object.fromEntries(
    ids.map((id) => [
      id,
      Object.fromEntries(Object.entries(written[id] ?? {}).filter(([field]) => field in type.fields)),
    ]),
  )
  const reason = await refusal(context, type, records)
  const primary = records.find(({ id }) => id === asked) ?? mostComplete(type, records)
  const candidate = (record: AnyRecord) => ({ record, changedAt: changedAt[record.id] ?? {} })
  const others = records.filter((record) => record !== primary)
  if (!records[0]) throw notFound(type.label.one.toLowerCase())
  return {
    records,
    titles: Object.fromEntries(Object.entries(named).map(([id, { title }]) => [id, title])),
    changedAt,
    references: await referring(context, type, ids),
    merge: type.mergeable
      ? {
          primary: primary.id,
          choices: chosenByRule(
            type,
            behaviourOf(type).merge ?? {},
            candidate(primary),
            others.map(candidate),
          ),
        }
      : null,
    reason,
  }
}
