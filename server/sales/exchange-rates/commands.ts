import { sql } from 'kysely'
import type { ExchangeRate } from '../../../contract/sales/exchange-rates.ts'
import type { Db } from '../../db/database.ts'
import { transaction } from '../../db/transaction.ts'
import type { Context } from '../../http/context.ts'
import { invalidField, notFound } from '../../http/problem.ts'

/** Sets what a currency is worth from a day on. What is frozen on closed deals stays as it is. */
export async function setRate(
  context: Context,
  { currency, fromOn, rate }: ExchangeRate,
): Promise<ExchangeRate & { filled: number }> {
  const home = context.organisation.currency
  if (currency === home)
    throw invalidField('currency', `${home} is the company’s own currency and needs no rate. Choose another.`)
  return transaction(context.database.db, async (tx) => {
    const { rows } = await sql<{ rate: string }>`
      insert into exchange_rates (currency, from_on, rate) values (${currency}, ${fromOn}, ${rate})
      on conflict (currency, from_on) do update set rate = excluded.rate
      returning trim_scale(rate)::text as rate`.execute(tx)
    return { currency, fromOn, rate: rows[0]?.rate ?? rate, filled: await fillClosed(tx, currency, home) }
  })
}

/**
 * Gives deals that closed without a known rate their amount, by the rate of the day they closed. Rounded as closing
 * rounds: a tie goes to the even one. What would be too large to be exact stays unknown.
 */
async function fillClosed(tx: Db, currency: string, home: string): Promise<number> {
  const { numAffectedRows } = await sql`
    update deals d set closed_amount = filled.amount
    from (
      select d.id, case when abs(t.exact) % 1 = 0.5 then 2 * round(t.exact / 2) else round(t.exact) end as amount
      from deals d
        cross join lateral (select rate from exchange_rates r where r.currency = d.amount_currency and r.from_on <= d.closed_on
          order by r.from_on desc limit 1) known
        cross join lateral (select d.amount * known.rate * (minor_units(1, ${home}) / minor_units(1, d.amount_currency)) as exact) t
      where d.status <> 'open' and d.closed_amount is null and d.amount_currency = ${currency}
    ) filled
    where filled.id = d.id and abs(filled.amount) <= ${Number.MAX_SAFE_INTEGER}::bigint`.execute(tx)
  return Number(numAffectedRows ?? 0n)
}

export async function removeRate(
  db: Db,
  { currency, fromOn }: Pick<ExchangeRate, 'currency' | 'fromOn'>,
): Promise<void> {
  const { rows } =
    await sql`delete from exchange_rates where currency = ${currency} and from_on = ${fromOn} returning currency`.execute(
      db,
    )
  if (rows.length === 0) throw notFound('rate')
}
