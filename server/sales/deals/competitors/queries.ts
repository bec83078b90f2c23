import { CompiledQuery } from 'kysely'
import { competitor } from '../../../../contract/sales/competitor.ts'
import type { DealCompetitor } from '../../../../contract/sales/deal-competitors.ts'
import { deal } from '../../../../contract/sales/deal.ts'
import type { Context } from '../../../http/context.ts'
import { getRecord } from '../../../records/list.ts'
import { typeIn } from '../../../records/types.ts'
import { parameters, permitted } from '../../../records/visible.ts'

/** Who else is after a deal, the first named first. */
export async function competitorsOf(context: Context, id: string): Promise<DealCompetitor[]> {
  await getRecord(context, typeIn(context.database, deal.name), id)
  const { values, bind } = parameters()
  const { rows } = await context.database.db.executeQuery<DealCompetitor>(
    CompiledQuery.raw(
      `select json_build_object('id', c.id, 'title', c.title) as competitor, d.status, d.note, d.named_at as "namedAt",
          d.status_at as "statusAt"
        from deal_competitors d join competitors c on c.id = d.competitor_id
        where d.deal_id = ${bind(id)} and c.deleted_at is null
          and ${permitted(context.caller, competitor, 'see', 'c', bind)}
        order by d.named_at, c.id`,
      values,
    ),
  )
  return rows
}
