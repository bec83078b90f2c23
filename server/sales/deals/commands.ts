import { deal } from '../../../contract/sales/deal.ts'
import type { Behaviour, Change } from '../../records/behaviour.ts'
import { dealFacts } from './queries.ts'
import { completeDeal, type DealFacts } from './rules.ts'

/** Every entry into a stage with its who and when; a closing is dated by its moment. */
const enterStage = `
  insert into deal_stage_entries (deal_id, stage_id, status, at, entered_on, actor_id)
  select w.id, w.stage_id, w.status, e.at, (e.at at time zone ground.zone)::date, ground.actor
  from written w left join old o on o.id = w.id, ground,
    lateral (select coalesce(w.closed_at, case when o.id is null then w.created_at else w.updated_at end) as at) e
  where (w.stage_id, w.status, w.closed_at) is distinct from (o.stage_id, o.status, o.closed_at)`

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
  ],
  gather: dealFacts,
  complete: completeDeal,
  eventOf,
  follow: [enterStage],
}
