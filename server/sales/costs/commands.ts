import { sql } from 'kysely'
import type { CostChange, SalesCost } from '../../../contract/sales/sales-costs.ts'
import { moneyOf, toMinor } from '../../../contract/values/money.ts'
import { atomically, type Context } from '../../http/context.ts'
import { invalid } from '../../http/problem.ts'
import { record } from '../../ledger/record.ts'
import { organisationSubject } from '../../team/organisation/queries.ts'
import { costOf, type CostRow } from './queries.ts'

const nameOf = ({ month, kind, channel }: Pick<CostChange, 'month' | 'kind' | 'channel'>) =>
  [month, kind, channel].filter(Boolean).join(' ')

type Written = CostRow & { before: string | null; after: string | null }

/** Sets costs, all or none of them; of two for one place the last counts. Answers those that differ now. */
export const setCosts = (context: Context, changes: readonly CostChange[]): Promise<SalesCost[]> =>
  atomically(context, async (inner) => {
    const { currency } = inner.organisation
    const errors = changes.flatMap(({ amount }, i) =>
      amount && amount.currency !== currency
        ? [{ path: `costs.${i}.amount`, message: `Costs are in ${currency}, the company’s currency` }]
        : [],
    )
    if (errors.length > 0) throw invalid(errors)
    const given = [...new Map(changes.map((change) => [nameOf(change), change])).values()]
    const { db } = inner.database
    const list = JSON.stringify(
      given.map(({ month, kind, channel, amount }) => ({
        month,
        kind,
        channel,
        minor: amount && String(toMinor(amount.amount, amount.currency)),
      })),
    )
    // Whoever sets costs at the same time waits, so that what was before is true.
    await sql`select from acquisition_settings for update`.execute(db)
    const { rows } = await sql<Written>`
      with given as (select * from json_to_recordset(${list}) as given (month date, kind text, channel text, minor bigint)),
        old as (select g.*, c.amount from given g left join sales_costs c
          on c.month = g.month and c.kind = g.kind and c.channel is not distinct from g.channel),
        differing as (select * from old where (minor, ${currency}::text) is distinct from (amount, ${currency}::text)),
        gone as (delete from sales_costs c using differing d where d.minor is null
          and c.month = d.month and c.kind = d.kind and c.channel is not distinct from d.channel),
        written as (insert into sales_costs (month, kind, channel, amount, amount_currency)
          select month, kind, channel, minor, ${currency} from differing where minor is not null
          on conflict on constraint sales_costs_key do update set amount = excluded.amount, amount_currency = excluded.amount_currency)
      select month, kind, channel, coalesce(minor, 0)::text as minor, amount::text as before, minor::text as after
      from differing order by month, kind, channel`.execute(db)
    if (rows.length === 0) return []
    const told = (minor: string | null) => (minor === null ? null : moneyOf(minor, currency))
    await record(db, inner.caller, inner.now, [
      {
        type: 'sales-costs.set',
        subject: organisationSubject,
        data: {
          changes: Object.fromEntries(
            rows.map((row) => [nameOf(row), [told(row.before), told(row.after)]] as const),
          ),
        },
      },
    ])
    inner.database.notify('ledger')
    return rows.filter(({ after }) => after !== null).map((row) => costOf(currency, row))
  })

/** Sets the days between paying for a customer and winning them; null for the median sales cycle. */
export const setLag = (context: Context, lagDays: number | null): Promise<{ lagDays: number | null }> =>
  atomically(context, async (inner) => {
    const { db } = inner.database
    const { rows } = await sql<{ before: number | null }>`
      with old as (select lag_days from acquisition_settings for update)
      update acquisition_settings set lag_days = ${lagDays} from old
      where acquisition_settings.lag_days is distinct from ${lagDays}::int returning old.lag_days as before`.execute(
      db,
    )
    if (rows[0]) {
      await record(db, inner.caller, inner.now, [
        {
          type: 'sales-costs.set',
          subject: organisationSubject,
          data: { changes: { lagDays: [rows[0].before, lagDays] } },
        },
      ])
      inner.database.notify('ledger')
    }
    return { lagDays }
  })
