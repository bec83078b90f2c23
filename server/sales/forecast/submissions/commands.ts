import { sql } from 'kysely'
import type { ForecastColumn, ForecastGrain, Submission } from '../../../../contract/sales/forecast.ts'
import { deal } from '../../../../contract/sales/deal.ts'
import { toMinor, type Money } from '../../../../contract/values/money.ts'
import { atomically, type Context } from '../../../http/context.ts'
import { forbidden, invalidField } from '../../../http/problem.ts'
import { record } from '../../../ledger/record.ts'
import { typeIn } from '../../../records/types.ts'
import { updateRecords } from '../../../records/write.ts'
import { peopleAt } from '../people/queries.ts'
import { maySubmit } from '../policy.ts'
import { periodAt } from '../queries.ts'
import { latestOf, submissionsOf } from './queries.ts'

export interface Said {
  grain: ForecastGrain
  day: string
  user?: string | undefined
  team?: string | undefined
  column: ForecastColumn
  amount: Money | null
  reason: string
}

/** Says an amount by hand; null takes it back. What was said before is kept. */
export const submit = (context: Context, said: Said): Promise<Submission> =>
  atomically(context, async (inner) => {
    const { db } = inner.database
    const { currency } = inner.organisation
    const { grain, column, amount, reason, user, team } = said
    const { people, teams } = await peopleAt(db)
    const known = user ? people.find(({ id }) => id === user) : teams.find(({ id }) => id === team)
    if (!known) throw invalidField(user ? 'user' : 'team', 'There is nobody of this id. Choose another.')
    const kind = user ? 'person' : 'team'
    if (!maySubmit(inner.caller, teams, { kind, id: known.id }))
      throw forbidden('Only they themselves and who leads them say their forecast. Ask one of them.')
    if (amount && amount.currency !== currency)
      throw invalidField('amount', `A forecast is in ${currency}. Convert the amount.`)
    const { from } = periodAt(inner, grain, said.day)
    await sql`select pg_advisory_xact_lock(hashtext('forecast_submissions'))`.execute(db)
    const before = latestOf(await submissionsOf(db, grain, from)).get(known.id)
    const minor = amount && toMinor(amount.amount, currency).toString()
    await sql`insert into forecast_submissions (user_id, team_id, grain, from_on, col, amount, currency, reason, set_by)
      values (${user ?? null}, ${team ?? null}, ${grain}, ${from}, ${column}, ${minor}, ${currency}, ${reason}, ${inner.caller.userId})`.execute(
      db,
    )
    await record(db, inner.caller, inner.now, [
      {
        type: 'forecast.submitted',
        subject: { type: kind === 'person' ? 'user' : 'team', id: known.id, version: null },
        data: {
          title: known.name,
          grain,
          from,
          changes: { [column]: [before?.find((one) => one.column === column)?.amount ?? null, amount] },
        },
        personal: { reason },
      },
    ])
    inner.database.notify('ledger')
    const after = (await submissionsOf(db, grain, from)).find(
      (one) => one.of.id === known.id && one.column === column,
    )
    if (!after) throw new Error('What was said is not there')
    return after
  })

/** Puts a deal into another category than its stage's, and keeps why; null gives it its stage's again. */
export const setCategory = (
  context: Context,
  id: string,
  { category, reason }: { category: 'commit' | 'best_case' | 'pipeline' | 'omitted' | null; reason: string },
) =>
  atomically(context, async (inner) => {
    const { db } = inner.database
    const { records } = await updateRecords(inner, typeIn(inner.database, deal.name), [
      { id, values: { forecastCategory: category } },
    ])
    const [written] = records
    await sql`insert into forecast_category_reasons (deal_id, category, reason, set_by)
      values (${id}, ${category}, ${reason}, ${inner.caller.userId})`.execute(db)
    await record(db, inner.caller, inner.now, [
      {
        type: 'deal.forecast-explained',
        subject: { type: deal.name, id, version: null },
        ...(typeof written?.['person'] === 'string' ? { personId: written['person'] } : {}),
        ...(typeof written?.['company'] === 'string' ? { companyId: written['company'] } : {}),
        data: { category },
        personal: { reason },
      },
    ])
    inner.database.notify('ledger')
    return { id, category }
  })
