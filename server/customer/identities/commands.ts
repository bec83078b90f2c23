import { sql } from 'kysely'
import type { Identity, IdentityInput, IdentityKind } from '../../../contract/customer/identities.ts'
import type { RecordType } from '../../../contract/records/record-type.ts'
import type { AnyRecord } from '../../../contract/records/value.ts'
import type { Db } from '../../db/database.ts'
import { transaction } from '../../db/transaction.ts'
import type { Context } from '../../http/context.ts'
import { conflict, notFound } from '../../http/problem.ts'
import { record } from '../../ledger/record.ts'
import type { Copied } from '../../records/behaviour.ts'
import { recordOf } from '../../records/column.ts'
import { customerOf } from '../../records/events.ts'
import { allowed, lock } from '../../records/lock.ts'
import { refusalOf } from '../../records/refusals.ts'
import { authoriseField } from '../../records/visible.ts'
import { updateRecords } from '../../records/write.ts'
import { identitiesIn, identitiesShown } from './queries.ts'
import { normalIdentity } from './rules.ts'

type Customer = 'person' | 'company'

/**
 * Keeps the identities that a customer's own columns hold. One that was corrected is none any more; further addresses
 * stay. A new customer claims theirs without looking, because the unique index refuses what another has.
 */
export function followIdentities(
  customer: Customer,
  kinds: readonly ('email' | 'phone' | 'domain')[],
): string[] {
  const held = kinds.map((kind) => `('${kind}', w.${kind}, o.${kind})`).join(', ')
  return [
    `delete from identities i using written w, old o, lateral (values ${held}) now (kind, value, former)
      where o.id = w.id and i.${customer}_id = w.id and i.kind = now.kind and i.value = now.former
        and now.former is distinct from now.value`,
    `insert into identities (kind, value, ${customer}_id)
      select i.kind, i.value, w.id
      from written w left join old o on o.id = w.id, lateral (values ${held}) i (kind, value, former)
      where i.value is not null and i.value is distinct from i.former
        and (o.id is null or not exists (select from identities known
          where known.kind = i.kind and known.value = i.value and known.${customer}_id = w.id))`,
  ]
}

/** What `followIdentities` comes to for new customers. */
export const newIdentities = (
  customer: Customer,
  kinds: readonly ('email' | 'phone' | 'domain')[],
): Copied => ({
  table: 'identities',
  columns: [
    ['kind', 'text'],
    ['value', 'text'],
    [`${customer}_id`, 'uuid'],
  ],
  statement: `insert into identities (kind, value, ${customer}_id)
    select i.kind, i.value, w.id from written w, lateral (values ${kinds.map((kind) => `('${kind}', w.${kind})`).join(', ')}) i (kind, value)
    where i.value is not null`,
  rows: ({ id, values }) => kinds.flatMap((kind) => (values[kind] == null ? [] : [[kind, values[kind], id]])),
})

async function locked(tx: Db, context: Context, type: RecordType, id: string): Promise<AnyRecord> {
  const rows = await lock(tx, context, type, [id], 'edit')
  return recordOf(type)(allowed(type, rows.get(id), 'change')) as AnyRecord
}

async function keep(
  tx: Db,
  type: RecordType,
  id: string,
  kind: IdentityKind,
  value: string,
): Promise<boolean> {
  const own = sql.ref(`${type.name}_id`)
  try {
    const { rows } = await sql`insert into identities (kind, value, ${own})
      select ${kind}, ${value}, ${id} where not exists
        (select from identities where kind = ${kind} and value = ${value} and ${own} = ${id}::uuid)
      returning value`.execute(tx)
    return rows.length > 0
  } catch (error) {
    throw refusalOf(error, type)
  }
}

const said = (
  context: Context,
  tx: Db,
  type: RecordType,
  customer: AnyRecord,
  verb: 'added' | 'removed',
  kind: IdentityKind,
  value: string,
) =>
  record(tx, context.caller, context.now, [
    {
      type: `${type.name as Customer}.identity-${verb}`,
      subject: { type: type.name, id: customer.id, version: null },
      ...customerOf(type, customer.id, customer),
      data: { kind },
      personal: { value },
    },
  ])

/** Adds a further address or number; as the first one it goes on the record, and the former first stays a further one. */
export async function addIdentity(
  context: Context,
  type: RecordType,
  id: string,
  input: IdentityInput,
): Promise<{ data: Identity[] }> {
  const { kind, primary } = input
  authoriseField(context.caller, type, kind, 'edit')
  const value = normalIdentity(type.name as Customer, kind, input.value)
  const data = await transaction(context.database.db, async (tx) => {
    const customer = await locked(tx, context, type, id)
    if (primary && customer[kind] !== value) {
      const former = customer[kind]
      await updateRecords({ ...context, database: { ...context.database, db: tx, lists: tx } }, type, [
        { id, values: { [kind]: value } },
      ])
      if (typeof former === 'string') await keep(tx, type, id, kind, former)
    } else if (await keep(tx, type, id, kind, value))
      await said(context, tx, type, customer, 'added', kind, value)
    return identitiesIn(tx, type, id)
  })
  context.database.notify('ledger')
  return { data: identitiesShown(context, type, data) }
}

export async function removeIdentity(
  context: Context,
  type: RecordType,
  id: string,
  kind: IdentityKind,
  typed: string,
): Promise<{ data: Identity[] }> {
  authoriseField(context.caller, type, kind, 'edit')
  const value = normalIdentity(type.name as Customer, kind, typed)
  const data = await transaction(context.database.db, async (tx) => {
    const customer = await locked(tx, context, type, id)
    if (customer[kind] === value)
      throw conflict('This one stands on the record itself. Change it there, or make another the first.')
    const { rows } = await sql`delete from identities
      where kind = ${kind} and value = ${value} and ${sql.ref(`${type.name}_id`)} = ${id} returning value`.execute(
      tx,
    )
    if (rows.length === 0) throw notFound('address or number')
    await said(context, tx, type, customer, 'removed', kind, value)
    return identitiesIn(tx, type, id)
  })
  context.database.notify('ledger')
  return { data: identitiesShown(context, type, data) }
}

/** A number or domain that both have is kept once, when one is merged into the other. */
export const settleIdentities = (customer: Customer): string => `
  with gone as (delete from identities s using identities p
    where s.${customer}_id = $3 and p.${customer}_id = $2 and (s.kind, s.value) = (p.kind, p.value) returning s.*)
  insert into record_merge_rows (merge_id, table_name, column_name, kind, row)
  select $1, 'identities', '${customer}_id', 'dropped', to_jsonb(gone) from gone`
