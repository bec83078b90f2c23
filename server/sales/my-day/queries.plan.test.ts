import { beforeAll, expect, test } from 'vitest'
import { contextFor } from '../../../tests/builders.ts'
import { testDatabase } from '../../../tests/database.ts'
import { system } from '../../http/caller.ts'
import { myDayStatement } from './queries.ts'

const { database } = await testDatabase()

/** 100,000 deals, tasks, leads, meetings and quotes of twenty members; of each only some are anybody's today. */
beforeAll(async () => {
  const client = await database.pool.connect()
  // Each in a transaction of its own, which is short enough on a slow machine as well.
  const statements = `
    insert into users (name) select 'User ' || n from generate_series(1, 20) n;
    insert into pipelines (name) values ('Sales');
    insert into stages (name, pipeline_id, kind) select 'Open', id, 'open' from pipelines;
    insert into people (first_name) select 'Person' from generate_series(1, 1000);
    create temp table u as select id, row_number() over () - 1 as n from users;
    create temp table p as select id, row_number() over () - 1 as n from people;
    insert into deals (name, pipeline_id, stage_id, owner_id, expected_close_on, created_at, stage_since, touched_at, quiet_on)
      select 'Deal', s.pipeline_id, s.id, u.id, date '2024-01-01' + i % 1500, at, at, at, at::date + 14
      from generate_series(1, 100000) i join u on u.n = i % 20, stages s,
        lateral (select timestamptz '2024-01-01' + i * interval '10 minutes') m (at);
    insert into tasks (subject, owner_id, due_at)
      select 'Task', u.id, timestamptz '2024-01-01' + i * interval '20 minutes' from generate_series(1, 100000) i join u on u.n = i % 20;
    insert into meetings (subject, owner_id, starts_at)
      select 'Visit', u.id, timestamptz '2024-01-01' + i * interval '20 minutes' from generate_series(1, 100000) i join u on u.n = i % 20;
    insert into leads (name, person_id, owner_id, respond_by, warn_at)
      select 'Lead', p.id, u.id, timestamptz '2024-01-01' + i * interval '20 minutes', timestamptz '2024-01-01' + i * interval '20 minutes'
      from generate_series(1, 100000) i join u on u.n = i % 20 join p on p.n = i % 1000;
    insert into quotes (name, deal_id, owner_id, currency, status, number, sent_at, viewed_at, valid_until)
      select 'Quote', d.id, d.owner_id, 'EUR', (array['viewed', 'sent'])[1 + n % 2], 'Q' || n, '2024-01-01', '2024-01-02',
        date '2024-01-01' + (n % 1500)::int
      from (select *, row_number() over () as n from deals) d`
  for (const statement of [...statements.split(';'), 'vacuum analyze']) await client.query(statement)
  client.release(true)
}, 180_000)

test('a day is read by the indexes of what is due, of 100,000 tasks, leads, meetings, quotes and deals', async () => {
  const { rows: users } = await database.pool.query<{ id: string }>('select id from users limit 1')
  const caller = {
    ...system('web', users[0]?.id ?? null),
    role: 'seller' as const,
    teammates: [users[0]?.id ?? ''],
  }
  const statement = myDayStatement(contextFor(database, { caller, now: '2026-03-04T11:00:00.000Z' }), {
    limit: 60,
  })
  // As it is run: planned for all values at once.
  const { rows } = await database.pool.query<Record<string, string>>(
    `explain (generic_plan) ${statement?.text}`,
  )
  const plan = rows.map((row) => row['QUERY PLAN']).join('\n')
  for (const index of [
    'tasks_due',
    'leads_day',
    'meetings_owner',
    'quotes_viewed',
    'quotes_lapsing',
    'deals_closing',
    'deals_quiet',
  ])
    expect(plan).toMatch(new RegExp(`Scan (Backward )?(using|on) ${index}\\b`))
  expect(plan).not.toMatch(/Seq Scan on (tasks|leads|meetings|quotes|deals)/)
})
