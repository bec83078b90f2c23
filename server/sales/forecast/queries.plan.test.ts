import { CompiledQuery } from 'kysely'
import { beforeAll, expect, it } from 'vitest'
import { contextFor } from '../../../tests/builders.ts'
import { testDatabase } from '../../../tests/database.ts'
import { system } from '../../http/caller.ts'
import { figuresStatement } from './queries.ts'

const { database } = await testDatabase()

/** 200 sellers in ten teams with 100,000 deals over five years, a third of them open. */
beforeAll(async () => {
  await database.pool.query(`
    insert into teams (name) select 'Team ' || i from generate_series(1, 10) i;
    insert into users (name, team_id) select 'User ' || i, (select id from teams where name = 'Team ' || (1 + i % 10)) from generate_series(1, 200) i;
    insert into pipelines (name) values ('Sales');
    insert into stages (name, pipeline_id, kind) select kind, id, kind from pipelines, unnest(array['open', 'won', 'lost']) kind;
    insert into deals (name, pipeline_id, stage_id, status, owner_id, opened_on, expected_close_on, closed_on, closed_at,
        amount, amount_currency, closed_amount)
      select 'Deal', s.pipeline_id, s.id, s.kind, u.id, day - 30, day, closed, closed, i, 'EUR', case when closed is not null then i end
      from generate_series(1, 100000) i
        join (select *, row_number() over (order by kind) - 1 as n from stages) s on s.n = i % 3
        join (select id, row_number() over () - 1 as n from users) u on u.n = i % 200,
        lateral (select date '2022-01-01' + i % 1800) d (day), lateral (select case when s.kind <> 'open' then day end) e (closed)`)
  await database.pool.query('vacuum analyze')
}, 60_000)

it.each(['all', 'below'])(
  'a quarter of 200 sellers reads two indexes alone, for a reader of %s',
  async (far) => {
    const { rows: users } = await database.pool.query<{ id: string }>('select id from users limit 100')
    const teammates = users.map(({ id }) => id)
    const caller = far === 'all' ? system('api') : { ...system('api'), role: 'seller' as const, teammates }
    const period = { from: '2025-04-01', to: '2025-07-01' }
    const { text, values } = figuresStatement(contextFor(database, { caller }), period)
    const { rows } = await database.lists.executeQuery<Record<string, string>>(
      CompiledQuery.raw(`explain ${text}`, values),
    )
    const plan = rows.map((row) => row['QUERY PLAN']).join('\n')
    expect(plan).toMatch(/Index Only Scan using deals_expected on deals t/)
    expect(plan).toMatch(/Index Only Scan using deals_closed on deals t/)
    expect(plan).not.toMatch(/Seq Scan on deals/)
  },
)
