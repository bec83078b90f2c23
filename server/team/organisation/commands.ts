import { sql } from 'kysely'
import type { Db } from '../../db/database.ts'
import { transaction } from '../../db/transaction.ts'
import type { Context, Organisation } from '../../http/context.ts'
import { conflict, invalidField } from '../../http/problem.ts'
import { record } from '../../ledger/record.ts'
import { calculateAll } from '../../records/formula/fill.ts'
import { organisationSubject, readOrganisation } from './queries.ts'

/** Writes the company's one row; refused when there is one already. */
export async function foundOrganisation(tx: Db, organisation: Organisation): Promise<void> {
  const { rows } = await sql`insert into organisation (name, time_zone, currency)
    values (${organisation.name}, ${organisation.timeZone}, ${organisation.currency})
    on conflict do nothing returning id`.execute(tx)
  if (rows.length === 0) throw conflict('This company has been set up already. Sign in instead.')
}

/**
 * Changes name, zone or currency. A new zone rewrites the stored days (closed on, entered on) in the same transaction,
 * so that every figure is again by the organisation's days. The currency is fixed once
 * a closed deal, an order or a payment was converted.
 */
export async function changeOrganisation(
  context: Context,
  change: Partial<Organisation>,
): Promise<Organisation> {
  const changed = await transaction(context.database.db, async (tx) => {
    const before = await readOrganisation(tx)
    if (!before) throw conflict('Set the company up first.')
    const after = { ...before, ...change }
    if (after.currency !== before.currency) {
      const { rows } = await sql`(select from deals where closed_amount is not null limit 1)
        union all (select from orders where home_net is not null limit 1)
        union all (select from payments where home_amount is not null limit 1)`.execute(tx)
      if (rows.length > 0)
        throw invalidField(
          'currency',
          'Closed deals, orders or payments are counted in the present currency, so it stays.',
        )
    }
    await sql`update organisation set name = ${after.name}, time_zone = ${after.timeZone}, currency = ${after.currency}`.execute(
      tx,
    )
    if (after.timeZone !== before.timeZone) await moveDays(tx, before.timeZone, after.timeZone)
    // Formulas may ask for today, for the day of a moment, and for amounts in the company's currency.
    if (after.timeZone !== before.timeZone || after.currency !== before.currency) await calculateAll(tx)
    const changes = Object.fromEntries(
      (['name', 'timeZone', 'currency'] as const).flatMap((field) =>
        before[field] === after[field] ? [] : [[field, [before[field], after[field]]]],
      ),
    )
    if (Object.keys(changes).length > 0)
      await record(tx, context.caller, context.now, [
        {
          type: 'organisation.updated',
          subject: organisationSubject,
          data: { title: after.name, changes },
        },
      ])
    return after
  })
  context.database.notify('organisation')
  context.database.notify('ledger')
  return changed
}

/**
 * Days that came from a moment are the days of the moment in the new zone. A stated day stays, and what was kept as its
 * first moment becomes its first moment in the new zone.
 */
async function moveDays(tx: Db, old: string, zone: string): Promise<void> {
  const movedTo = (at: string, on: string) => {
    const [moment, day] = [sql.ref(at), sql.ref(on)]
    return sql`case when ${moment} = ${day}::timestamp at time zone ${old} or (${moment} at time zone ${zone})::date <> ${day}
      then ${day}::timestamp at time zone ${zone} else ${moment} end`
  }
  await sql`update lifecycle_entries set entered_on = (entered_at at time zone ${zone})::date
    where entered_on <> (entered_at at time zone ${zone})::date`.execute(tx)
  await sql`update lead_status_entries set entered_on = (at at time zone ${zone})::date
    where entered_on <> (at at time zone ${zone})::date`.execute(tx)
  await sql`update deal_stage_entries set entered_on = (at at time zone ${zone})::date
    where not day_stated and entered_on <> (at at time zone ${zone})::date`.execute(tx)
  await sql`update deal_stage_entries set at = ${movedTo('at', 'entered_on')} where day_stated`.execute(tx)
  await sql`
    with moved as (
      select id, (closed_at at time zone ${zone})::date as day,
        extract(epoch from (closed_at at time zone ${zone}) - opened_on::timestamp) / 86400 as days
      from deals where closed_at is not null and not closed_on_stated)
    update deals d set closed_on = moved.day, dates_contradict = coalesce(moved.day < d.opened_on, false),
      cycle_days = case when moved.days >= 0 then moved.days end
    from moved where moved.id = d.id
      and (d.closed_on, d.cycle_days) is distinct from (moved.day, case when moved.days >= 0 then moved.days end)`.execute(
    tx,
  )
  await sql`update deals d set quiet_on = quiet_day(d.touched_at, s.quiet_after, ${zone}) from stages s
    where s.id = d.stage_id and d.quiet_on is not null`.execute(tx)
  await sql`update deals set closed_at = ${movedTo('closed_at', 'closed_on')} where closed_on_stated`.execute(
    tx,
  )
}
