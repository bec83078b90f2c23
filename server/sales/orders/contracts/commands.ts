import { sql } from 'kysely'
import { contract } from '../../../../contract/sales/contract.ts'
import { fitsCurrency } from '../../../../contract/sales/line.ts'
import { moneyOf, toMinor } from '../../../../contract/values/money.ts'
import { dayOf } from '../../../../contract/values/day.ts'
import { atomically, type Context } from '../../../http/context.ts'
import { conflict, invalidField } from '../../../http/problem.ts'
import type { Behaviour, Values } from '../../../records/behaviour.ts'
import { allowed, lock, type LockedRow } from '../../../records/lock.ts'
import { createRecords, updateRecords } from '../../../records/write.ts'
import { elevated } from '../../quotes/commands.ts'
import { linesOf } from '../queries.ts'
import { completeContract, contractEventOf, endAfterNotice, monthlyOf, monthsIn } from './rules.ts'

/** That a contract started, and what it was worth, however it was made. */
const keepStart = `
  insert into contract_changes (contract_id, kind, effective_on, monthly_before, monthly_after, recorded_at, actor_id)
  select w.id, 'started', w.starts_on, 0, w.monthly, ground.now, ground.actor
  from written w, ground where not exists (select from old o where o.id = w.id)`

export const contractBehaviour: Behaviour<undefined> = {
  type: contract,
  complete: completeContract,
  eventOf: contractEventOf,
  follow: [keepStart],
}

interface Ordered {
  company: string | null
  person: string | null
  owner: string | null
  currency: string
  orderedOn: string
  name: string | null
}

/** Makes contracts of what recurs on a confirmed order, one for each line. */
export async function beginContracts(context: Context, orderId: string): Promise<void> {
  const { db } = context.database
  const lines = (await linesOf(db, orderId)).filter(({ charged }) => charged !== 'once')
  if (lines.length === 0) return
  const { rows } = await sql<Ordered>`
    select company_id as company, person_id as person, owner_id as owner, currency, ordered_on as "orderedOn", name
    from orders where id = ${orderId}`.execute(db)
  const [ordered] = rows
  if (!ordered) return
  const { currency, orderedOn, company, person, owner } = ordered
  const { records } = await createRecords(
    elevated(context),
    contract,
    lines.map((line) => {
      const months = monthsIn(line.charged, line.term)
      const monthly = moneyOf(monthlyOf(BigInt(line.net), months), currency)
      const values = { name: line.name, product: line.product, term: months, monthly, startsOn: orderedOn }
      return { values: { ...values, order: orderId, company, person, owner } }
    }),
  )
  await sql`update contracts c set line_id = given.line
    from unnest(${records.map(({ id }) => id)}::uuid[], ${lines.map(({ id }) => id)}::uuid[]) as given (id, line)
    where c.id = given.id`.execute(db)
}

/** The contract's row, locked, if the caller may write it and it is neither in the bin nor over. */
async function lockContract(context: Context, id: string): Promise<LockedRow> {
  const rows = await lock(context.database.db, context, contract, [id], 'edit')
  const row = allowed(contract, rows.get(id), 'change')
  if (row['deletedAt'] !== null) throw conflict('This contract is in the bin. Restore it first.')
  if (row['status'] !== 'active') throw conflict('This contract was cancelled or has ended.')
  return row
}

export interface Changed {
  kind: 'renewed' | 'price' | 'cancelled'
  on: string
  before: bigint
  after: bigint
  reason: string
  applied?: boolean
}

/** Keeps a change with the day from which it goes, and writes what it does to the contract. */
export async function keepChange(
  context: Context,
  id: string,
  { kind, on, before, after, reason, applied = true }: Changed,
  values: Values | null,
): Promise<void> {
  await sql`
    insert into contract_changes (contract_id, kind, effective_on, monthly_before, monthly_after, reason, applied, recorded_at, actor_id)
    values (${id}, ${kind}, ${on}, ${before.toString()}, ${after.toString()}, ${reason}, ${applied}, ${context.now},
      ${context.caller.userId})`.execute(context.database.db)
  if (values)
    await updateRecords(elevated(context), contract, [
      { id, values: { ...values, told: { on, ...(reason && { reason }) } } },
    ])
}

const todayOf = ({ now, organisation }: Context): string => dayOf(now, organisation.timeZone)

/** Changes what a contract is worth a month. What is to come is noted on its day. */
export function changePrice(
  context: Context,
  id: string,
  { monthly, from, reason }: { monthly: string; from?: string | undefined; reason: string },
): Promise<void> {
  return atomically(context, async (inner) => {
    const row = await lockContract(inner, id)
    const currency = String(row['monthly.currency'])
    if (!fitsCurrency(monthly, currency))
      throw invalidField('monthly', `This has more decimal places than ${currency}`)
    const on = from ?? todayOf(inner)
    if (on < String(row['startsOn']))
      throw invalidField('from', 'That is before it started. Choose a later day.')
    const { rows } = await sql<{ on: string }>`
      select max(effective_on) as "on" from contract_changes where contract_id = ${id} and kind in ('started', 'price')`.execute(
      inner.database.db,
    )
    if (on < (rows[0]?.on ?? on))
      throw invalidField('from', 'A later change is known already. Choose a day after that.')
    const [before, after] = [BigInt(String(row['monthly'])), toMinor(monthly, currency)]
    const applied = on <= todayOf(inner)
    const change: Changed = { kind: 'price', on, before, after, reason, applied }
    await keepChange(inner, id, change, applied ? { monthly: moneyOf(after, currency) } : null)
  })
}

/** Cancels a contract at the end of its term, or on a day. Until then it goes on. */
export function cancelContract(
  context: Context,
  id: string,
  { on, reason }: { on?: string | undefined; reason: string },
): Promise<void> {
  return atomically(context, async (inner) => {
    const row = await lockContract(inner, id)
    const terms = {
      startsOn: String(row['startsOn']),
      term: Number(row['term']),
      renewsOn: String(row['renewsOn']),
      noticeDays: Number(row['noticeDays']),
      renews: row['renews'] === true,
    }
    const day = on ?? endAfterNotice(terms, todayOf(inner))
    if (day < String(row['startsOn']))
      throw invalidField('on', 'That is before it started. Choose a later day.')
    // A price to come may be what it is worth by then.
    const { rows } = await sql<{ monthly: string }>`
      select monthly_after::text as monthly from contract_changes
      where contract_id = ${id} and kind = 'price' and not applied and effective_on <= ${day}
      order by effective_on desc limit 1`.execute(inner.database.db)
    const before = BigInt(rows[0]?.monthly ?? String(row['monthly']))
    await keepChange(
      inner,
      id,
      { kind: 'cancelled', on: day, before, after: 0n, reason },
      { status: 'cancelled', endsOn: day, renewsOn: row['renewsOn'] },
    )
  })
}
