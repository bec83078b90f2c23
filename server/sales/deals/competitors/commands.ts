import { sql } from 'kysely'
import { competitor as competitorType } from '../../../../contract/sales/competitor.ts'
import type { CompetitorStatus } from '../../../../contract/sales/deal-competitors.ts'
import { deal } from '../../../../contract/sales/deal.ts'
import { atomically, type Context } from '../../../http/context.ts'
import { invalidField } from '../../../http/problem.ts'
import { record } from '../../../ledger/record.ts'
import { getRecord } from '../../../records/list.ts'
import type { LockedRow } from '../../../records/lock.ts'
import { typeIn } from '../../../records/types.ts'
import { lockDeal } from '../policy.ts'

interface Standing {
  status: CompetitorStatus
  note?: string | undefined
}

async function tell(
  { database, caller, now }: Context,
  type: 'deal.competitor-set' | 'deal.competitor-removed',
  row: LockedRow,
  competitor: { id: string; title: string },
  data: Record<string, unknown> = {},
): Promise<void> {
  await record(database.db, caller, now, [
    {
      type,
      subject: { type: deal.name, id: String(row['id']), version: null },
      personId: row['person'] as string | null,
      companyId: row['company'] as string | null,
      data: { competitor: { id: competitor.id, title: competitor.title }, ...data },
      parties: [{ type: competitorType.name, id: competitor.id }],
    },
  ])
  database.notify('ledger')
}

/** Names a competitor, or says how it stands with them. A deal is lost to one at the most. */
export const setCompetitor = (
  context: Context,
  id: string,
  competitor: string,
  { status, note }: Standing,
): Promise<void> =>
  atomically(context, async (inner) => {
    const { db } = inner.database
    const row = await lockDeal(inner, id)
    if (status === 'lost_to' && row['status'] !== 'lost')
      throw invalidField('status', 'Only a deal that is lost is lost to somebody. Move it there first.')
    const known = await getRecord(inner, typeIn(inner.database, competitorType.name), competitor)
    const { rows } = await sql<{ status: string; note: string }>`
      select status, note from deal_competitors where deal_id = ${id} and competitor_id = ${competitor}`.execute(
      db,
    )
    const [before] = rows
    if (before?.status === status && (note === undefined || note === before.note)) return
    if (status === 'lost_to')
      await sql`update deal_competitors set status = 'named', status_at = ${inner.now}, set_by = ${inner.caller.userId}
        where deal_id = ${id} and status = 'lost_to' and competitor_id <> ${competitor}`.execute(db)
    await sql`
      insert into deal_competitors as known (deal_id, competitor_id, status, note, named_at, status_at, set_by)
      values (${id}, ${competitor}, ${status}, ${note ?? ''}, ${inner.now}, ${inner.now}, ${inner.caller.userId})
      on conflict (deal_id, competitor_id) do update set status = excluded.status, note = coalesce(${note ?? null}, known.note),
        status_at = case when known.status = excluded.status then known.status_at else excluded.status_at end,
        set_by = excluded.set_by`.execute(db)
    await tell(inner, 'deal.competitor-set', row, known, { status, before: before?.status ?? null })
  })

export const removeCompetitor = (context: Context, id: string, competitor: string): Promise<void> =>
  atomically(context, async (inner) => {
    const row = await lockDeal(inner, id)
    const { rows } = await sql<{ title: string }>`
      delete from deal_competitors d using competitors c
      where d.deal_id = ${id} and d.competitor_id = ${competitor} and c.id = d.competitor_id returning c.title`.execute(
      inner.database.db,
    )
    if (rows[0]) await tell(inner, 'deal.competitor-removed', row, { id: competitor, title: rows[0].title })
  })
