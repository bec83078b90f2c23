import { beforeAll, expect, it } from 'vitest'
import type { Filter } from '../../../contract/records/filter.ts'
import { deal } from '../../../contract/sales/deal.ts'
import { contextFor } from '../../../tests/builders.ts'
import { testDatabase } from '../../../tests/database.ts'
import type { Database } from '../../db/database.ts'
import { system } from '../../http/caller.ts'
import { listRecords } from '../../records/list.ts'
import { quietDeals } from './queries.ts'

const { database } = await testDatabase()
const ids = { seller: '', stage: '' }

/** 100,000 deals of 200 sellers in seven stages; a tenth of those that are open have gone quiet. */
beforeAll(async () => {
  await database.pool.query(`
    insert into users (name) select 'Seller ' || i from generate_series(1, 200) i;
    insert into pipelines (name) values ('Sales');
    insert into stages (name, pipeline_id, kind, quiet_after)
      select kind || n, id, kind, case when kind = 'open' then 14 end
      from pipelines, (values ('open', 1), ('open', 2), ('open', 3), ('open', 4), ('open', 5), ('won', 1), ('lost', 1)) k (kind, n);
    insert into deals (name, pipeline_id, stage_id, status, owner_id, closed_on, closed_at, stage_since, touched_at, quiet_on)
      select 'Deal', s.pipeline_id, s.id, s.kind, u.id, closed, closed, now(), now(),
        case when s.kind = 'open' then current_date + 14 - case when i % 10 = 0 then 20 else 0 end end
      from generate_series(1, 100000) i
        join (select *, row_number() over (order by name) - 1 as n from stages) s on s.n = i % 7
        join (select id, row_number() over () - 1 as n from users) u on u.n = i % 200,
        lateral (select case when s.kind <> 'open' then date '2024-01-01' + i % 500 end) c (closed)`)
  await database.pool.query('vacuum analyze')
  const { rows } = await database.pool.query<typeof ids>(
    `select (select id from users where name = 'Seller 7') as seller, (select id from stages where name = 'open2') as stage`,
  )
  Object.assign(ids, rows[0])
}, 60_000)

/** The plans of what is read while something runs. */
async function plansOf(run: (read: Database) => Promise<unknown>): Promise<string> {
  const plans: string[] = []
  const lists = new Proxy(database.lists, {
    get: (target, name) =>
      name === 'executeQuery'
        ? async (query: { sql: string; parameters: readonly unknown[] }) => {
            const { rows } = await database.pool.query<Record<string, string>>(`explain ${query.sql}`, [
              ...query.parameters,
            ])
            plans.push(rows.map((row) => row['QUERY PLAN']).join('\n'))
            return { rows: [] }
          }
        : (Reflect.get(target, name) as unknown),
  })
  await run({ ...database, lists })
  return plans.join('\n')
}

const contextOf = (read: Database) =>
  contextFor(read, {
    caller: { ...system('web', ids.seller), role: 'seller', teammates: [ids.seller] },
  })

it('a column of a seller’s board comes in order from its index alone', async () => {
  const filter: Filter = {
    and: [
      { field: 'stage', op: 'is', value: ids.stage },
      { field: 'owner', op: 'is', value: 'me' },
    ],
  }
  const plan = await plansOf((read) => listRecords(contextOf(read), deal, { filter, limit: 60 }))
  expect(plan).toMatch(/Index Scan using deals_board/)
  expect(plan).not.toMatch(/Sort|Seq Scan on deals/)
})

it('what has gone quiet comes in order from its index, and no more of it is read', async () => {
  const plan = await plansOf((read) => quietDeals(contextOf(read), 60))
  expect(plan).toMatch(/Index Scan using deals_quiet/)
  expect(plan).not.toMatch(/Sort|Seq Scan on deals/)
})
