import { sql } from 'kysely'
import type { ContractChanges } from '../../../../contract/sales/contract-routes.ts'
import { contract } from '../../../../contract/sales/contract.ts'
import { toMajor } from '../../../../contract/values/money.ts'
import type { Context } from '../../../http/context.ts'
import { getRecord } from '../../../records/list.ts'

type Row = ContractChanges['data'][number] & { currency: string }

/** What changed a contract, the latest first. */
export async function changesOf(context: Context, id: string): Promise<ContractChanges> {
  await getRecord(context, contract, id)
  const { rows } = await sql<Row>`
    select c.id, c.kind, c.effective_on as "on", c.monthly_before::text as before, c.monthly_after::text as after, c.reason,
      u.name as actor, t.monthly_currency as currency
    from contract_changes c join contracts t on t.id = c.contract_id left join users u on u.id = c.actor_id
    where c.contract_id = ${id} order by c.effective_on desc, c.recorded_at desc, c.id desc`.execute(
    context.database.db,
  )
  return {
    data: rows.map(({ currency, before, after, ...row }) => ({
      ...row,
      before: toMajor(before, currency),
      after: toMajor(after, currency),
    })),
  }
}
