import { sql } from 'kysely'
import { company } from '../../../contract/customer/company.ts'
import type { Employment, EmploymentInput } from '../../../contract/customer/employments.ts'
import { person } from '../../../contract/customer/person.ts'
import { dayOf } from '../../../contract/values/day.ts'
import type { Db } from '../../db/database.ts'
import { transaction } from '../../db/transaction.ts'
import type { Context } from '../../http/context.ts'
import { invalidField, notFound } from '../../http/problem.ts'
import { record } from '../../ledger/record.ts'
import { getRecord } from '../../records/list.ts'
import { allowed, lock } from '../../records/lock.ts'
import { authoriseField } from '../../records/visible.ts'
import { updateRecords } from '../../records/write.ts'
import { employmentsIn } from './queries.ts'

interface Row {
  role: string | null
  started_on: string | null
  ended_on: string | null
}

const valuesOf = (row: Row | undefined) => ({
  role: row?.role ?? null,
  startedOn: row?.started_on ?? null,
  endedOn: row?.ended_on ?? null,
})

type Values = ReturnType<typeof valuesOf>

const read = async (tx: Db, id: string, companyId: string): Promise<Row | undefined> =>
  (
    await sql<Row>`select role, started_on, ended_on from employments
      where person_id = ${id} and company_id = ${companyId}`.execute(tx)
  ).rows[0]

async function write(
  tx: Db,
  id: string,
  companyId: string,
  { role, startedOn, endedOn }: Values,
): Promise<void> {
  await sql`insert into employments (person_id, company_id, role, started_on, ended_on)
    values (${id}, ${companyId}, ${role}, ${startedOn}, ${endedOn})
    on conflict (person_id, company_id) do update
      set role = excluded.role, started_on = excluded.started_on, ended_on = excluded.ended_on`.execute(tx)
}

async function said(
  tx: Db,
  context: Context,
  id: string,
  companyId: string,
  before: Values | null,
  after: Values | null,
): Promise<void> {
  const changed = (['role', 'startedOn', 'endedOn'] as const).filter(
    (name) => (before?.[name] ?? null) !== (after?.[name] ?? null),
  )
  if (changed.length === 0 && before && after) return
  await record(tx, context.caller, context.now, [
    {
      type: 'person.employment-changed',
      subject: { type: 'person', id, version: null },
      personId: id,
      companyId,
      data: {
        company: companyId,
        removed: after === null,
        changes: Object.fromEntries(
          changed.map((name) => [name, [before?.[name] ?? null, after?.[name] ?? null]]),
        ),
      },
    },
  ])
}

/** Runs in one transaction under the person's lock, and answers with all employments as they then are. */
async function changing(
  context: Context,
  id: string,
  change: (tx: Db, inner: Context, current: string | null) => Promise<void>,
) {
  authoriseField(context.caller, person, 'company', 'edit')
  const data = await transaction(context.database.db, async (tx): Promise<Employment[]> => {
    const rows = await lock(tx, context, person, [id], 'edit')
    const current = allowed(person, rows.get(id), 'change').company as string | null
    await change(tx, { ...context, database: { ...context.database, db: tx, lists: tx } }, current)
    return employmentsIn(tx, context, 'person', id)
  })
  context.database.notify('ledger')
  return { data }
}

const setCompany = (inner: Context, id: string, companyId: string | null) =>
  updateRecords(inner, person, [{ id, values: { company: companyId } }])

/** Writes an employment. One that has ended is nobody's company of today. */
export function setEmployment(context: Context, id: string, companyId: string, input: EmploymentInput) {
  return changing(context, id, async (tx, inner, current) => {
    await getRecord(inner, company, companyId)
    const row = await read(tx, id, companyId)
    const before = valuesOf(row)
    const { primary, ...given } = input
    const after: Values = {
      ...before,
      ...Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)),
    }
    if (after.startedOn && after.endedOn && after.endedOn < after.startedOn)
      throw invalidField('endedOn', 'It cannot have ended before it began')
    const over = after.endedOn !== null && after.endedOn <= dayOf(context.now, context.organisation.timeZone)
    if (primary && over) throw invalidField('primary', 'This employment has ended. Remove its end first.')
    if (primary && current !== companyId) await setCompany(inner, id, companyId)
    if (over && current === companyId) await setCompany(inner, id, null)
    await write(tx, id, companyId, after)
    await said(tx, context, id, companyId, row ? before : null, after)
  })
}

export function removeEmployment(context: Context, id: string, companyId: string) {
  return changing(context, id, async (tx, inner, current) => {
    const row = await read(tx, id, companyId)
    if (!row) throw notFound('employment')
    if (current === companyId) await setCompany(inner, id, null)
    await sql`delete from employments where person_id = ${id} and company_id = ${companyId}`.execute(tx)
    await said(tx, context, id, companyId, valuesOf(row), null)
  })
}

/**
 * Of two who worked at one place, or two places where one person worked, when they turn out to be one: the time there
 * reaches from the earlier beginning to the later end, and is still going on where one of them says so.
 */
export const settleEmployments = (side: 'person' | 'company'): string => {
  const other = side === 'person' ? 'company' : 'person'
  return `with pairs as (select p.*, to_jsonb(p) as before, s.role as other_role, s.started_on as other_start, s.ended_on as other_end
      from employments p join employments s on s.${other}_id = p.${other}_id where p.${side}_id = $2 and s.${side}_id = $3),
    changed as (update employments e set role = coalesce(e.role, pairs.other_role),
        started_on = least(e.started_on, pairs.other_start),
        ended_on = case when e.ended_on is not null and pairs.other_end is not null then greatest(e.ended_on, pairs.other_end) end
      from pairs where e.person_id = pairs.person_id and e.company_id = pairs.company_id
        and (e.role, e.started_on, e.ended_on) is distinct from (coalesce(e.role, pairs.other_role), least(e.started_on, pairs.other_start),
          case when e.ended_on is not null and pairs.other_end is not null then greatest(e.ended_on, pairs.other_end) end)
      returning pairs.before, to_jsonb(e) as after)
    insert into record_merge_rows (merge_id, table_name, column_name, kind, row)
    select $1, 'employments', '${side}_id', 'changed', jsonb_build_object('before', before, 'after', after) from changed`
}
