import { sql } from 'kysely'
import type { Db } from '../../db/database.ts'
import type { Change, RuleGround } from '../../records/behaviour.ts'
import type { Money } from '../../../contract/values/money.ts'
import type { DealFacts, StageFact } from './rules.ts'

interface Row {
  stages: StageFact[] | null
  rates: { currency: string; from_on: string; rate: string }[] | null
}

/** What the rules of deals need, in one statement; rates only when a deal in another currency may close. */
export async function dealFacts(db: Db, changes: readonly Change[], ground: RuleGround): Promise<DealFacts> {
  const currencies = new Set(changes.map(({ after }) => (after.values.amount as Money | null)?.currency))
  const foreign = [...currencies].filter((currency) => currency !== undefined && currency !== ground.currency)
  const { rows } = await sql<Row>`select
    (select json_agg(json_build_object('id', s.id, 'pipeline', s.pipeline_id, 'kind', s.kind, 'position', s.position)
        order by p.position, p.id, s.position, s.id)
      from stages s join pipelines p on p.id = s.pipeline_id where s.deleted_at is null and p.deleted_at is null) as stages,
    (select json_agg(json_build_object('currency', currency, 'from_on', from_on, 'rate', rate::text) order by from_on desc)
      from exchange_rates where currency = any(${foreign}::text[])) as rates`.execute(db)
  const rates = rows[0]?.rates ?? []
  return {
    stages: rows[0]?.stages ?? [],
    rate: (currency, day) => rates.find((rate) => rate.currency === currency && rate.from_on <= day)?.rate,
  }
}

