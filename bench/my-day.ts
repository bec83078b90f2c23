import { performance } from 'node:perf_hooks'
import { sql } from 'kysely'
import type { DayItem } from '../contract/sales/my-day.ts'
import type { Database } from '../server/db/database.ts'
import { system } from '../server/http/caller.ts'
import type { Context } from '../server/http/context.ts'
import { myDay } from '../server/sales/my-day/queries.ts'
import { idOf } from './fill.ts'
import { median } from './load.ts'
import type { Result } from './records.ts'

const limit = 60
const tables = { task: 'tasks', lead: 'leads', meeting: 'meetings', quote: 'quotes', deal: 'deals' } as const

/** A task, a lead, a meeting and a quote for each person and deal that `fill` made: spread over two years around today. */
async function fillDays({ pool }: Database, from: number, to: number): Promise<void> {
  const client = await pool.connect()
  const id = (kind: 'person' | 'deal') => `(left('${idOf(kind, 0)}', 24) || lpad(to_hex(i), 12, '0'))::uuid`
  const series = `generate_series(${from}, ${to - 1}) i, (select array_agg(id order by id) as ids from users) u`
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
    await client.query(`update deals set expected_close_on = created_at::date + 400 where id between '${idOf('deal', from)}'
      and '${idOf('deal', to - 1)}' and status = 'open'`)
    await client.query('vacuum analyze tasks, meetings, leads, quotes, deals')
  } finally {
    client.release(true)
  }
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

interface Measured {
  milliseconds: number
  ratio: number
}

async function measured(database: Database): Promise<Measured> {
  const { rows } = await sql<{ id: string }>`select id from users where name = 'Member 1'`.execute(
    database.db,
  )
  const userId = rows[0]?.id ?? ''
  const context: Context = {
    database,
    caller: { ...system('web', userId), role: 'seller', ownTeam: [userId], teammates: [userId] },
    organisation: { name: 'Bench', timeZone: 'UTC', currency: 'EUR' },
    now: new Date().toISOString(),
  }
  const rounds: [mine: number, theirs: number][] = []
  for (let round = 0; round < 42; round++) {
    const [mine, { data }] = await time(() => myDay(context, { limit }))
    const [theirs] = await time(() => bare(database, data))
    if (round > 1) rounds.push([mine, theirs])
  }
  return {
    milliseconds: median(rounds.map(([mine]) => mine)),
    ratio: median(rounds.map(([mine, theirs]) => mine / theirs)),
  }
}

/** A member's day before and after the tables grow: against the bare reading of its rows, and against itself. */
export async function beginDays(
  database: Database,
  from: number,
): Promise<(to: number) => Promise<Result[]>> {
  await fillDays(database, 0, from)
  const before = await measured(database)
  return async (to) => {
    await fillDays(database, from, to)
    const after = await measured(database)
    const note = `${before.milliseconds.toFixed(1)} ms, then ${after.milliseconds.toFixed(1)} ms`
    return [
      {
        what: 'my day, in bare readings of its rows',
        ratio: after.ratio,
        bound: { atMost: 10 },
        note: `${before.ratio.toFixed(1)} before`,
      },
      {
        what: `my day, ${(to / from).toFixed(0)} × the data: times slower`,
        ratio: after.milliseconds / before.milliseconds,
        bound: { atMost: 1.5 },
        note,
      },
    ]
  }
}
