import { sql } from 'kysely'
import type { ForecastColumn, ForecastGrain, Submission } from '../../../../contract/sales/forecast.ts'
import { moneyOf } from '../../../../contract/values/money.ts'
import type { Db } from '../../../db/database.ts'

interface Row {
  user_id: string | null
  team_id: string | null
  title: string
  column: ForecastColumn
  amount: string | null
  currency: string
  reason: string
  by: { id: string; title: string } | null
  at: string
}

export interface SubmissionOf extends Submission {
  kind: 'team' | 'person'
  of: { id: string; title: string }
}

/** All that was said by hand for a period before a moment, newest first. */
export async function submissionsOf(
  db: Db,
  grain: ForecastGrain,
  from: string,
  asOf?: string,
): Promise<SubmissionOf[]> {
  const { rows } = await sql<Row>`
    select s.user_id, s.team_id, coalesce(u.name, t.name) as title, s.col as "column", s.amount::text as amount, s.currency,
      s.reason, s.set_at as at, case when b.id is not null then json_build_object('id', b.id, 'title', b.name) end as by
    from forecast_submissions s left join users u on u.id = s.user_id left join teams t on t.id = s.team_id
      left join users b on b.id = s.set_by
    where s.grain = ${grain} and s.from_on = ${from} and (${asOf ?? null}::timestamptz is null or s.set_at < ${asOf ?? null}::timestamptz)
    order by s.set_at desc, s.id desc`.execute(db)
  return rows.map(({ user_id, team_id, title, amount, currency, ...said }) => ({
    ...said,
    kind: user_id ? 'person' : 'team',
    of: { id: user_id ?? team_id ?? '', title },
    amount: amount === null ? null : moneyOf(amount, currency),
  }))
}

/** Of each person or team and column the latest that was said, unless that took it back. */
export function latestOf(submissions: readonly SubmissionOf[]): Map<string, Submission[]> {
  const latest = new Map<string, SubmissionOf>()
  for (const said of submissions) {
    const cell = `${said.of.id} ${said.column}`
    if (!latest.has(cell)) latest.set(cell, said)
  }
  const standing = [...latest.values()].filter(({ amount }) => amount !== null)
  return Map.groupBy(standing, ({ of }) => of.id)
}
