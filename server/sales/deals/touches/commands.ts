import { sql, type RawBuilder } from 'kysely'
import type { Db } from '../../../db/database.ts'

/** Which deals are looked at: those whose ids a query gives, or all that there are. */
export type Which = RawBuilder<unknown> | 'all'

/**
 * Puts right when deals were last touched, and when they have gone quiet, where a recount says otherwise. Answers how many
 * were put right. They are held in the order of their ids and counted again by a statement of its own, which sees all that
 * whoever held them before has written.
 */
export async function recountTouches(tx: Db, which: Which): Promise<number> {
  const { rows } = await sql<{ id: string }>`
    select d.id from deals d ${which === 'all' ? sql`` : sql`where d.id in (${which})`}
    ${which === 'all' ? sql`where` : sql`and`} d.touched_at is distinct from deal_touched_at(d)
    order by d.id for no key update`.execute(tx)
  if (rows.length === 0) return 0
  const { numAffectedRows } = await sql`
    update deals d set touched_at = counted.at, quiet_on = case when d.status = 'open'
      then quiet_day(counted.at, s.quiet_after, coalesce((select time_zone from organisation), 'UTC')) end
    from (select one.id, deal_touched_at(one) as at from deals one where one.id = any(${rows.map(({ id }) => id)}::uuid[])) counted,
      stages s
    where counted.id = d.id and s.id = d.stage_id and d.touched_at is distinct from counted.at`.execute(tx)
  return Number(numAffectedRows ?? 0n)
}
