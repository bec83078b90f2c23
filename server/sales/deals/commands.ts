import { deal } from '../../../contract/sales/deal.ts'
import type { Behaviour, Change } from '../../records/behaviour.ts'
import { dealFacts } from './queries.ts'
import { completeDeal, type DealFacts } from './rules.ts'

/** Every entry into a stage with its who and when; a closing is dated by its moment, or by the day that was stated. */
const enterStage = `
  insert into deal_stage_entries (deal_id, stage_id, status, at, entered_on, day_stated, actor_id)
  select w.id, w.stage_id, w.status, e.at, coalesce(w.closed_on, (e.at at time zone ground.zone)::date), w.closed_on_stated,
    ground.actor
  from written w left join old o on o.id = w.id, ground,
    lateral (select coalesce(w.closed_at, case when o.id is null then w.created_at else w.updated_at end) as at) e
  where (w.stage_id, w.status, w.closed_at) is distinct from (o.stage_id, o.status, o.closed_at)`

/** What was counted until now, where it changes; new deals have no past. */
const keepCounts = `
  insert into deal_counts_before (deal_id, closed_amount, closed_on_stated, reopened)
  select o.id, o.closed_amount, o.closed_on_stated, o.reopened from old o join written w on w.id = o.id
  where (o.closed_amount, o.closed_on_stated, o.reopened) is distinct from (w.closed_amount, w.closed_on_stated, w.reopened)`

/** A deal that is won has beaten all that were after it; one that is open again, or lost after all, has not. */
const settleCompetitors = `
  update deal_competitors c set status = case when w.status = 'won' then 'beaten' else 'named' end,
    status_at = coalesce(w.closed_at, w.updated_at), set_by = ground.actor
  from written w join old o on o.id = w.id, ground
  where c.deal_id = w.id and w.status <> o.status and case w.status when 'won' then c.status <> 'beaten'
    when 'open' then c.status in ('beaten', 'lost_to') else c.status = 'beaten' end`

function eventOf({ before, after }: Change): ReturnType<NonNullable<Behaviour['eventOf']>> {
  const [was, is] = [before?.values.status, after.values.status]
  const at = after.values.closedAt as string | null
  if (is !== was && is !== 'open')
    return { type: is === 'won' ? 'deal.won' : 'deal.lost', ...(at ? { at } : {}) }
  if (before && is !== was) return { type: 'deal.reopened' }
  if (before && before.values.stage !== after.values.stage) return { type: 'deal.stage-changed' }
  return null
}

export const dealBehaviour: Behaviour<DealFacts> = {
  type: deal,
  derived: [
    ['closed_amount', 'bigint'],
    ['cycle_days', 'double precision'],
    ['closed_on_stated', 'boolean'],
    ['reopened', 'boolean'],
  ],
  gather: dealFacts,
  complete: completeDeal,
  eventOf,
  worth: { amount: (deal) => ({ when: `${deal}.status <> 'open'`, minor: `${deal}.closed_amount` }) },
  follow: [enterStage, keepCounts, settleCompetitors],
}
