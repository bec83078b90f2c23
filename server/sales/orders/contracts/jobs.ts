import { sql } from 'kysely'
import { contract } from '../../../../contract/sales/contract.ts'
import { dayOf } from '../../../../contract/values/day.ts'
import { moneyOf } from '../../../../contract/values/money.ts'
import type { Database } from '../../../db/database.ts'
import type { Job } from '../../../db/jobs.ts'
import { system } from '../../../http/caller.ts'
import { atomically, type Context } from '../../../http/context.ts'
import { updateRecords } from '../../../records/write.ts'
import { readOrganisation } from '../../../team/organisation/queries.ts'
import { keepChange } from './commands.ts'
import { renewalAfter } from './rules.ts'

const atOnce = 200

interface Due {
  id: string
  renews: boolean | null
  startsOn: string
  renewsOn: string
  term: number
  monthly: string
}

/** Contracts whose term is over: they go on for another, or end. */
async function renewDue(context: Context, today: string): Promise<number> {
  const { rows } = await sql<Due>`
    select id, renews, starts_on as "startsOn", renews_on as "renewsOn", term, monthly::text as monthly from contracts
    where status = 'active' and renews_on <= ${today} and deleted_at is null
    order by renews_on, id limit ${atOnce} for no key update`.execute(context.database.db)
  for (const { id, renews, startsOn, renewsOn, term, monthly } of rows) {
    const worth = BigInt(monthly)
    const change = { on: renewsOn, before: worth, reason: '' }
    // One term after the other, each told on the day on which it began.
    await (renews
      ? keepChange(
          context,
          id,
          { ...change, kind: 'renewed', after: worth },
          {
            renewsOn: renewalAfter(startsOn, term, renewsOn),
          },
        )
      : keepChange(
          context,
          id,
          { ...change, kind: 'cancelled', after: 0n },
          {
            status: 'ended',
            endsOn: renewsOn,
          },
        ))
  }
  return rows.length
}

/** Prices whose day has come. */
async function applyPrices(context: Context, today: string): Promise<number> {
  const { db } = context.database
  const { rows } = await sql<{ id: string; contract: string; monthly: string; currency: string; on: string }>`
    select c.id, c.contract_id as contract, c.monthly_after::text as monthly, t.monthly_currency as currency,
      c.effective_on as "on"
    from contract_changes c join contracts t on t.id = c.contract_id
    where not c.applied and c.effective_on <= ${today} and t.status <> 'ended' and t.deleted_at is null
    order by c.effective_on, c.id limit ${atOnce} for no key update of t`.execute(db)
  for (const { id, contract: of, monthly, currency, on } of rows) {
    await sql`update contract_changes set applied = true where id = ${id}`.execute(db)
    const values = { monthly: moneyOf(monthly, currency), told: { on } }
    await updateRecords(context, contract, [{ id: of, values }])
  }
  return rows.length
}

/** Contracts that were cancelled and whose last day is over. */
async function endCancelled(context: Context, today: string): Promise<number> {
  const { rows } = await sql<{ id: string; on: string }>`
    select id, ends_on as "on" from contracts where status = 'cancelled' and ends_on <= ${today} and deleted_at is null
    order by id limit ${atOnce} for no key update`.execute(context.database.db)
  for (const { id, on } of rows)
    await updateRecords(context, contract, [{ id, values: { status: 'ended', told: { on } } }])
  return rows.length
}

/** The first day up to today on which something is due of a contract; null when nothing is. */
async function nextDue(context: Context, today: string): Promise<string | null> {
  const { rows } = await sql<{ day: string | null }>`
    select min(due.day) as day from (
      select min(c.effective_on) as day from contract_changes c join contracts t on t.id = c.contract_id
        where not c.applied and t.status <> 'ended' and t.deleted_at is null
      union all select min(renews_on) from contracts where status = 'active' and deleted_at is null
      union all select min(ends_on) from contracts where status = 'cancelled' and deleted_at is null) due
    where due.day <= ${today}`.execute(context.database.db)
  return rows[0]?.day ?? null
}

/** Does what is due of contracts by the company's clock; what another process does meanwhile is left to it. */
export async function runContracts(context: Context): Promise<void> {
  const today = dayOf(context.now, context.organisation.timeZone)
  // Day after day, also of days that were missed: what a term was worth is what it was worth then.
  for (let day = await nextDue(context, today); day !== null; day = await nextDue(context, today)) {
    const due = day
    for (const step of [applyPrices, renewDue, endCancelled])
      while ((await atomically(context, (inner) => step(inner, due))) > 0);
  }
}

export async function renewContracts(database: Database, now: string): Promise<void> {
  const organisation = await readOrganisation(database.db)
  if (organisation) await runContracts({ database, caller: system('system'), organisation, now })
}

export const contractJobs: Job[] = [
  {
    name: 'renew-contracts',
    cron: '17 * * * *',
    run: (_payload, { database }) => renewContracts(database, new Date().toISOString()),
  },
]
