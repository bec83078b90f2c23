import { performance } from 'node:perf_hooks'
import { sql } from 'kysely'
import type { DayItem } from '../contract/sales/my-day.ts'
import type { Database } from '../server/db/database.ts'
import { system } from '../server/http/caller.ts'
import type { Context } from '../server/http/context.ts'
import { myDay } from '../server/sales/my-day/queries.ts'
import { idOf } from './fill.ts'
import { compared, measureBoard, type Measured } from './board.ts'
import { median } from './load.ts'
import type { Result } from './records.ts'

const limit = 60
const tables = { task: 'tasks', lead: 'leads', meeting: 'meetings', quote: 'quotes', deal: 'deals' } as const

/** A task, a lead, a meeting and a quote for each person and deal that `fill` made: spread over two years around today. */
async function fillDays({ pool }: Database, from: number, to: number): Promise<void> {
  const client = await pool.connect()
  const id = (kind: 'person' | 'deal') => `(left('${idOf(kind, 0)}', 24) || lpad(to_hex(i), 12, '0'))::uuid`
  const series = `generate_series(${from}, ${to - 1}) i, (select array_agg(id order by id) as ids from users where name like 'Member%') u`
  const owner = 'u.ids[1 + i % array_length(u.ids, 1)]'
  const at = `(date_trunc('day', now()) + (i / 20 % 730 - 365) * interval '1 day' + i % 20 * interval '1 hour')`
  try {
    await client.query('set statement_timeout to 0; set transaction_timeout to 0')
    await client.query(`insert into tasks (subject, owner_id, due_at, person_id)
      select 'Task ' || i, ${owner}, ${at}, ${id('person')} from ${series}`)
    await client.query(`insert into meetings (subject, owner_id, starts_at, person_id)
      select 'Meeting ' || i, ${owner}, ${at}, ${id('person')} from ${series}`)
    await client.query(`insert into leads (name, person_id, owner_id, status, respond_by, warn_at)
      select 'Lead ' || i, ${id('person')}, ${owner}, case when i % 3 = 0 then 'new' else 'qualified' end, ${at}, ${at}
      from ${series}`)
    await client.query(`insert into quotes (name, deal_id, owner_id, currency, status, number, sent_at, viewed_at, valid_until)
      select 'Quote ' || i, ${id('deal')}, ${owner}, 'EUR', case i % 3 when 0 then 'viewed' when 1 then 'sent' else 'expired' end,
        'Q' || i, ${at}, ${at}, (${at})::date from ${series}`)
    await client.query(`update deals set expected_close_on = created_at::date + 400, stage_since = created_at, touched_at = created_at,
      quiet_on = created_at::date + 14 where id between '${idOf('deal', from)}'
      and '${idOf('deal', to - 1)}' and status = 'open'`)
    await client.query('vacuum analyze tasks, meetings, leads, quotes, deals')
  } finally {
    client.release(true)
  }
}

/** One who has two or three things of each kind to do today. */
async function fillCalmDay({ pool }: Database): Promise<void> {
  await pool.query(`
    insert into users (name, role) values ('Calm', 'seller');
    create temp table calm as select u.id, i from users u, generate_series(1, 3) i where u.name = 'Calm';
    insert into people (first_name, owner_id) select 'Calm ' || i, id from calm;
    insert into deals (name, pipeline_id, stage_id, owner_id, expected_close_on, created_at, stage_since, touched_at, quiet_on)
      select 'Calm ' || i, s.pipeline_id, s.id, calm.id, current_date + n * 30 - 30, now() - interval '40 days', now() - interval '40 days',
        now() - interval '40 days', current_date - 26
      from calm, generate_series(1, 2) n, (select * from stages where kind = 'open' limit 1) s;
    insert into tasks (subject, owner_id, due_at) select 'Calm ' || i, id, now() - i * interval '1 day' from calm;
    insert into meetings (subject, owner_id, starts_at) select 'Calm ' || i, id, date_trunc('day', now()) + i * interval '7 hours' from calm;
    insert into leads (name, person_id, owner_id, respond_by, warn_at)
      select p.title, p.id, p.owner_id, now() + interval '1 day', now() + interval '20 hours' from people p join calm on calm.id = p.owner_id and calm.i = 1;
    insert into quotes (name, deal_id, owner_id, currency, status, number, sent_at, viewed_at, valid_until)
      select d.name, d.id, d.owner_id, 'EUR', 'viewed', 'Calm' || d.id, now() - interval '9 days', now() - interval '1 day', current_date + 2
      from deals d join calm on calm.id = d.owner_id and calm.i = 1;
    drop table calm`)
}

async function time<T>(work: () => Promise<T>): Promise<[milliseconds: number, answer: T]> {
  const begun = performance.now()
  const answer = await work()
  return [performance.now() - begun, answer]
}

/** The same rows by their ids, one statement, as little as it takes to show them. */
async function bare({ lists }: Database, items: readonly DayItem[]): Promise<unknown> {
  const parts = Object.entries(tables).map(([kind, table]) => {
    const ids = items.flatMap((item) => (item.kind === kind ? [item.id] : []))
    return sql`select t.id, t.title, t.version, p.title as person from ${sql.table(table)} t
      left join people p on p.id = t.person_id where t.id = any(${ids}::uuid[])`
  })
  return sql`${sql.join(parts, sql` union all `)}`.execute(lists)
}

/** As a seller's page asks. */
async function contextOf(database: Database, name: string): Promise<Context> {
  const { rows } = await sql<{ id: string }>`select id from users where name = ${name}`.execute(database.db)
  const userId = rows[0]?.id ?? ''
  return {
    database,
    caller: { ...system('web', userId), role: 'seller', ownTeam: [userId], teammates: [userId] },
    organisation: { name: 'Bench', timeZone: 'UTC', currency: 'EUR' },
    now: new Date().toISOString(),
  }
}

async function measured(database: Database, name: string): Promise<Measured> {
  const context = await contextOf(database, name)
  const rounds: [mine: number, theirs: number][] = []
  for (let round = 0; round < 42; round++) {
    const [mine, { data }] = await time(() => myDay(context, { limit }))
    const [theirs] = await time(() => bare(database, data))
    if (round > 1) rounds.push([mine, theirs])
  }
  return {
    milliseconds: Math.min(...rounds.map(([mine]) => mine)),
    ratio: median(rounds.map(([mine, theirs]) => mine / theirs)),
  }
}

/**
 * A seller's day and board before and after the tables grow: against the bare reading of their rows, and against
 * themselves. The day of one who has more to do than a page holds, and of one whose day is read to its end.
 */
export async function beginDays(
  database: Database,
  from: number,
): Promise<(to: number) => Promise<Result[]>> {
  await fillCalmDay(database)
  await fillDays(database, 0, from)
  const measure = async () => ({
    'my day': await measured(database, 'Member 1'),
    'my day of few things': await measured(database, 'Calm'),
    'board of a seller': await measureBoard(await contextOf(database, 'Member 1')),
  })
  const before = await measure()
  return async (to) => {
    await fillDays(database, from, to)
    const after = await measure()
    return (Object.keys(after) as (keyof typeof after)[]).flatMap((what) =>
      compared(what, to / from, before[what], after[what]),
    )
  }
}
