import { performance } from 'node:perf_hooks'
import { sql } from 'kysely'
import type { Filter } from '../contract/records/filter.ts'
import { deal } from '../contract/sales/deal.ts'
import type { Database } from '../server/db/database.ts'
import type { Context } from '../server/http/context.ts'
import { listRecords } from '../server/records/list.ts'
import { median } from './load.ts'
import type { Result } from './records.ts'

const limit = 60

async function time(work: () => Promise<unknown>): Promise<number> {
  const begun = performance.now()
  await work()
  return performance.now() - begun
}

/** The columns of a seller's board, each as the page asks for it. */
async function board(context: Context, stages: readonly string[]): Promise<void> {
  for (const stage of stages) {
    const filter: Filter = {
      and: [
        { field: 'stage', op: 'is', value: stage },
        { field: 'owner', op: 'is', value: 'me' },
      ],
    }
    await listRecords(context, deal, { filter, limit })
  }
}

/** The same cards, as little as it takes to show them. */
async function bare({ lists }: Database, owner: string, stages: readonly string[]): Promise<void> {
  for (const stage of stages)
    await sql`select t.id, t.title, t.version, t.amount, t.amount_currency, t.expected_close_on, t.stage_since, c.title as company
      from deals t left join companies c on c.id = t.company_id
      where t.owner_id = ${owner} and t.stage_id = ${stage} and t.deleted_at is null
      order by t.created_at desc, t.id desc limit ${limit + 1}`.execute(lists)
}

export interface Measured {
  /** Of the fastest round, which the rest of the machine disturbed least. */
  milliseconds: number
  ratio: number
}

/** How long a seller's board takes, and in how many bare readings of its cards. */
export async function measureBoard(context: Context): Promise<Measured> {
  const { database, caller } = context
  const { rows } = await sql<{ id: string }>`select id from stages where deleted_at is null`.execute(
    database.db,
  )
  const stages = rows.map(({ id }) => id)
  const rounds: [mine: number, theirs: number][] = []
  for (let round = 0; round < 22; round++)
    rounds.push([
      await time(() => board(context, stages)),
      await time(() => bare(database, caller.userId ?? '', stages)),
    ])
  const warm = rounds.slice(2)
  return {
    milliseconds: Math.min(...warm.map(([mine]) => mine)),
    ratio: median(warm.map(([mine, theirs]) => mine / theirs)),
  }
}

/** Against the bare reading, and against itself before the tables grew. */
export const compared = (what: string, times: number, before: Measured, after: Measured): Result[] => [
  {
    what: `${what}, in bare readings of its rows`,
    ratio: after.ratio,
    bound: { atMost: 10 },
    note: `${before.ratio.toFixed(1)} before`,
  },
  {
    what: `${what}, ${times} × the data: times slower`,
    ratio: after.milliseconds / before.milliseconds,
    bound: { atMost: 1.5 },
    note: `${before.milliseconds.toFixed(1)} ms, then ${after.milliseconds.toFixed(1)} ms`,
  },
]
