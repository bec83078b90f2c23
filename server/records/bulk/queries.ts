import { CompiledQuery, sql } from 'kysely'
import type { BulkChange, BulkSelection, Stayed } from '../../../contract/records/bulk-edit.ts'
import type { RecordType } from '../../../contract/records/record-type.ts'
import { administers } from '../../../contract/team/role.ts'
import { toMinor, type Money } from '../../../contract/values/money.ts'
import type { Db } from '../../db/database.ts'
import type { Caller } from '../../http/caller.ts'
import type { Context } from '../../http/context.ts'
import { notFound } from '../../http/problem.ts'
import type { Signal } from '../../ledger/routes.ts'
import { columnNamed } from '../column.ts'
import { selected } from '../list.ts'
import { typeIn } from '../types.ts'
import { parameters, permitted, type Bind } from '../visible.ts'
import type { BulkRow } from './tables.ts'

/** The channel that says that a bulk edit has come further. */
export const bulkChannel = 'bulk-edits'

/** The records that are chosen, of those in use that the caller may see, as a condition on `t`. */
export const chosen = (context: Context, type: RecordType, selection: BulkSelection, bind: Bind): string =>
  'ids' in selection
    ? `t.id = any(${bind(selection.ids)}::uuid[]) and ${selected(context, type, {}, bind)}`
    : selected(context, type, { filter: selection.filter ?? undefined, q: selection.q }, bind)

/** Whether a change would change the row `t`; what merely follows from it does not count. */
function differs(type: RecordType, change: BulkChange, bind: Bind): string {
  const column = columnNamed(type, change.field)
  if (!column) throw new Error(`${change.field} has no column`)
  const at = column.at('t')
  const several = column.type.endsWith('[]')
  if (change.do === 'clear') return several ? `cardinality(${at}) > 0` : `${at} is not null`
  if (change.do === 'add') return `not coalesce(${at}, '{}') @> ${bind(change.values)}::${column.type}`
  if (change.do === 'remove') return `${at} && ${bind(change.values)}::${column.type}`
  if (column.declared.type === 'money') {
    const { amount, currency } = change.value as Money
    const minor = bind(String(toMinor(amount, currency)))
    return `(${at}, ${column.currencyAt('t')}) is distinct from (${minor}::bigint, ${bind(currency)}::text)`
  }
  const value = column.type === 'jsonb' ? JSON.stringify(change.value) : change.value
  return `${at} is distinct from ${bind(value)}::${column.type}`
}

export interface Counted {
  total: number
  changing: number
  already: number
  forbidden: number
}

/** How many are chosen, and how many of them would change, are so already, and are not the caller's to change. */
export async function countChosen(
  context: Context,
  type: RecordType,
  selection: BulkSelection,
  changes: readonly BulkChange[],
): Promise<Counted> {
  const { values, bind } = parameters()
  const text = `select count(*)::int as total, count(*) filter (where not may)::int as forbidden,
      count(*) filter (where may and differ)::int as changing, count(*) filter (where may and not differ)::int as already
    from (select coalesce(${permitted(context.caller, type, 'edit', 't', bind)}, false) as may,
        coalesce(${changes.map((change) => differs(type, change, bind)).join(' or ')}, false) as differ
      from ${type.plural} t where ${chosen(context, type, selection, bind)}) each`
  const { rows } = await context.database.lists.executeQuery<Counted>(CompiledQuery.raw(text, values))
  return rows[0] as Counted
}

/** Some of those that would change, in the order in which they would be. */
export async function someToChange(
  context: Context,
  type: RecordType,
  selection: BulkSelection,
  changes: readonly BulkChange[],
  limit: number,
): Promise<string[]> {
  const { values, bind } = parameters()
  const text = `select t.id from ${type.plural} t where ${chosen(context, type, selection, bind)}
      and ${permitted(context.caller, type, 'edit', 't', bind)}
      and (${changes.map((change) => differs(type, change, bind)).join(' or ')})
    order by t.id limit ${limit}`
  const { rows } = await context.database.lists.executeQuery<{ id: string }>(CompiledQuery.raw(text, values))
  return rows.map(({ id }) => id)
}

/** Bulk edits are their maker's, and administrators see all. */
const mine = (caller: Caller) =>
  sql<boolean>`(${administers(caller.role) && caller.scopes.includes('all')} or created_by = ${caller.userId}
    or key_id = ${caller.keyId})`

export async function getBulkEdit(db: Db, caller: Caller, id: string): Promise<BulkRow> {
  const { rows } = await sql<BulkRow>`select * from bulk_edits where id = ${id} and ${mine(caller)}`.execute(
    db,
  )
  if (!rows[0]) throw notFound('bulk edit')
  return rows[0]
}

export async function listBulkEdits(
  db: Db,
  caller: Caller,
  limit: number,
  after: string | undefined,
): Promise<{ rows: BulkRow[]; next: string | null }> {
  const { rows } = await sql<BulkRow>`select * from bulk_edits where ${mine(caller)}
    and (${after ?? null}::uuid is null or (created_at, id) < (select created_at, id from bulk_edits where id = ${after ?? null}::uuid))
    order by created_at desc, id desc limit ${limit + 1}`.execute(db)
  return { rows: rows.slice(0, limit), next: rows.length > limit ? rows[limit - 1]!.id : null }
}

/** What was refused, or what undoing left as it is, in the order of the records' ids. */
export async function listStayed(
  context: Context,
  row: BulkRow,
  outcome: 'refused' | 'kept',
  limit: number,
  after: string | undefined,
): Promise<{ data: Stayed[]; next: string | null }> {
  const type = typeIn(context.database, row.record_type)
  const { values, bind } = parameters()
  const text = `select r.record_id as id, t.title, r.fields, coalesce(r.reason, '') as reason
    from bulk_edit_records r left join ${type.plural} t on t.id = r.record_id and ${permitted(context.caller, type, 'see', 't', bind)}
    where r.edit_id = ${bind(row.id)}::uuid and r.outcome = ${bind(outcome)}
      and (${bind(after ?? null)}::uuid is null or r.record_id > ${bind(after ?? null)}::uuid)
    order by r.record_id limit ${limit + 1}`
  const { rows } = await context.database.db.executeQuery<Stayed>(CompiledQuery.raw(text, values))
  const data = rows.slice(0, limit).map((stayed) => ({
    ...stayed,
    fields: stayed.fields.map((field) => (type.fields[field] ?? type.retired?.[field])?.label ?? field),
  }))
  return { data, next: rows.length > limit ? (data.at(-1)?.id ?? null) : null }
}

/** Moves whenever a bulk edit that the member sees does. */
export const bulkSignal: Signal = {
  channel: bulkChannel,
  event: 'bulk-edits',
  async read(db, userIds) {
    const { rows } = await sql<{ id: string; steps: number }>`
      select u.id, coalesce(sum(b.version), 0)::int as steps from users u
        left join bulk_edits b on b.created_by = u.id or u.role in ('owner', 'administrator')
      where u.id = any(${userIds}::uuid[]) group by u.id`.execute(db)
    return new Map(rows.map(({ id, steps }) => [id, steps]))
  },
}
