import { sql } from 'kysely'
import { exchangeRate } from '../../../contract/sales/exchange-rate-rows.ts'
import { rateSchema, type ExchangeRate } from '../../../contract/sales/exchange-rates.ts'
import { currencySchema } from '../../../contract/values/money.ts'
import type { Db } from '../../db/database.ts'
import { transaction } from '../../db/transaction.ts'
import type { Context } from '../../http/context.ts'
import { invalidField, notFound } from '../../http/problem.ts'
import { record } from '../../ledger/record.ts'
import type { Behaviour, TakenRow } from '../../records/behaviour.ts'
import { fillOrders } from '../orders/worth/commands.ts'

/** A rate written, with the one that it takes the place of. */
interface WrittenRate extends ExchangeRate {
  id: string
  before: string | null
}

/** Sets what currencies are worth from days on, each named once; answers those that differ. Kept in the ledger. */
async function writeRates(context: Context, tx: Db, rates: readonly ExchangeRate[]): Promise<WrittenRate[]> {
  await sql`select from exchange_rates where (currency, from_on) in (select * from unnest(
    ${rates.map(({ currency }) => currency)}::text[], ${rates.map(({ fromOn }) => fromOn)}::date[])) order by id for update`.execute(
    tx,
  )
  const { rows } = await sql<WrittenRate>`
    with given as (select * from unnest(${rates.map(({ currency }) => currency)}::text[], ${rates.map(({ fromOn }) => fromOn)}::date[],
        ${rates.map(({ rate }) => rate)}::numeric[]) as given (currency, from_on, rate)),
      old as (select r.* from exchange_rates r join given using (currency, from_on)),
      written as (insert into exchange_rates as r (currency, from_on, rate) select * from given
        on conflict (currency, from_on) do update set rate = excluded.rate where r.rate <> excluded.rate
        returning id, currency, from_on, rate)
    select w.id, w.currency, w.from_on as "fromOn", trim_scale(w.rate)::text as rate, trim_scale(old.rate)::text as before
    from written w left join old using (id)`.execute(tx)
  await record(
    tx,
    context.caller,
    context.now,
    rows.map(({ id, currency, fromOn, rate, before }) => ({
      type: 'exchange-rate.set' as const,
      subject: { type: exchangeRate.name, id, version: null },
      data: { title: `${currency}, ${fromOn}`, changes: { rate: [before, rate] } },
    })),
  )
  return rows
}

/** Sets what a currency is worth from a day on. What is frozen on closed deals stays as it is. */
export async function setRate(
  context: Context,
  given: ExchangeRate,
): Promise<ExchangeRate & { filled: number }> {
  const { currency, fromOn } = given
  const home = context.organisation.currency
  if (currency === home) throw invalidField('currency', ownCurrency(home))
  const set = await transaction(context.database.db, async (tx) => {
    await writeRates(context, tx, [given])
    const { rows } = await sql<{ rate: string }>`
      select trim_scale(rate)::text as rate from exchange_rates where currency = ${currency} and from_on = ${fromOn}`.execute(
      tx,
    )
    return {
      currency,
      fromOn,
      rate: rows[0]?.rate ?? given.rate,
      filled: await fillClosed(tx, [currency], home),
    }
  })
  context.database.notify('ledger')
  return set
}

const ownCurrency = (home: string) =>
  `${home} is the company’s own currency and needs no rate. Choose another.`

/** Rates are no records, but a file may bring them; of two for one day the first counts. */
export const exchangeRateBehaviour: Behaviour = {
  type: exchangeRate,
  async takeRows(context, rows, trial) {
    const home = context.organisation.currency
    const { rates, refused } = ratesIn(rows, home)
    const { db } = context.database
    if (trial) await sql`savepoint look`.execute(db)
    const written = await writeRates(context, db, rates)
    if (trial) await sql`rollback to savepoint look`.execute(db)
    else await fillClosed(db, [...new Set(rates.map(({ currency }) => currency))], home)
    const created = written.filter(({ before }) => before === null).length
    return {
      created,
      updated: written.length - created,
      unchanged: rows.length - refused.length - written.length,
      refused,
    }
  },
  async giveBack(context, set) {
    const { rows } = await sql<{ id: string }>`
      with given as (select * from json_to_recordset(${JSON.stringify(set)}) as given (id uuid, before numeric, after numeric)),
        standing as (select g.*, r.currency, r.from_on from given g join exchange_rates r on r.id = g.id and r.rate = g.after),
        gone as (delete from exchange_rates r using standing s where r.id = s.id and s.before is null),
        back as (update exchange_rates r set rate = s.before from standing s where r.id = s.id and s.before is not null),
        told as (insert into events (type, origin, actor_id, import_id, subject_type, subject_id, data)
          select case when before is null then 'exchange-rate.removed' else 'exchange-rate.set' end, ${context.caller.origin},
            ${context.caller.userId}::uuid, ${context.caller.importId ?? null}::uuid, ${exchangeRate.name}, id,
            jsonb_build_object('title', currency || ', ' || from_on,
              'changes', jsonb_build_object('rate', jsonb_build_array(trim_scale(after)::text, trim_scale(before)::text)))
          from standing)
      select id from given where id not in (select id from standing)`.execute(context.database.db)
    return rows.map(({ id }) => id)
  },
}

/** Pure: the rows as rates, those for one currency and day once. */
export function ratesIn(
  rows: readonly TakenRow[],
  home: string,
): { rates: ExchangeRate[]; refused: { row: number; reason: string }[] } {
  const rates = new Map<string, ExchangeRate>()
  const refused: { row: number; reason: string }[] = []
  for (const { number: row, values } of rows) {
    const currency = String(values.currency).toUpperCase()
    const fromOn = String(values.fromOn)
    const rate = String(values.rate)
    const refuse = (reason: string) => refused.push({ row, reason })
    if (currency === home) refuse(ownCurrency(home))
    else if (!currencySchema.safeParse(currency).success) refuse(`“${currency}” is no currency such as USD`)
    else if (!rateSchema.safeParse(rate).success) refuse('Use a positive decimal number, such as 0.92')
    else if (!rates.has(`${currency} ${fromOn}`))
      rates.set(`${currency} ${fromOn}`, { currency, fromOn, rate })
  }
  return { rates: [...rates.values()], refused }
}

/**
 * Gives deals that closed without a known rate their amount, by the rate of the day they closed. Rounded as closing
 * rounds: a tie goes to the even one. What would be too large to be exact stays unknown.
 */
async function fillClosed(tx: Db, currencies: readonly string[], home: string): Promise<number> {
  const { numAffectedRows } = await sql`
    with filled as (
      select d.id, case when abs(t.exact) % 1 = 0.5 then 2 * round(t.exact / 2) else round(t.exact) end as amount
      from deals d
        cross join lateral (select rate from exchange_rates r where r.currency = d.amount_currency and r.from_on <= d.closed_on
          order by r.from_on desc limit 1) known
        cross join lateral (select d.amount * known.rate * (minor_units(1, ${home}) / minor_units(1, d.amount_currency)) as exact) t
      where d.status <> 'open' and d.closed_amount is null and d.amount_currency = any(${currencies}::text[])
        and abs(t.exact) <= ${Number.MAX_SAFE_INTEGER}::bigint),
    kept as (insert into deal_counts_before (deal_id, closed_amount, closed_on_stated, reopened)
      select d.id, d.closed_amount, d.closed_on_stated, d.reopened from deals d join filled on filled.id = d.id)
    update deals d set closed_amount = filled.amount from filled where filled.id = d.id`.execute(tx)
  await fillOrders(tx, currencies)
  return Number(numAffectedRows ?? 0n)
}

export async function removeRate(
  context: Context,
  { currency, fromOn }: Pick<ExchangeRate, 'currency' | 'fromOn'>,
): Promise<void> {
  await transaction(context.database.db, async (tx) => {
    const { rows } = await sql<{ id: string; rate: string }>`
      delete from exchange_rates where currency = ${currency} and from_on = ${fromOn} returning id, trim_scale(rate)::text as rate`.execute(
      tx,
    )
    if (!rows[0]) throw notFound('rate')
    const { id, rate } = rows[0]
    await record(tx, context.caller, context.now, [
      {
        type: 'exchange-rate.removed',
        subject: { type: exchangeRate.name, id, version: null },
        data: { title: `${currency}, ${fromOn}`, changes: { rate: [rate, null] } },
      },
    ])
  })
  context.database.notify('ledger')
}
