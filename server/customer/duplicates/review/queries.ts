import { CompiledQuery, sql } from 'kysely'
import {
  duplicateDoubts,
  duplicateReasons,
  mostPairs,
  type DuplicateSearch,
  type Pair,
} from '../../../../contract/customer/duplicates.ts'
import { targetOf } from '../../../../contract/records/field.ts'
import type { RecordType } from '../../../../contract/records/record-type.ts'
import type { AnyRecord } from '../../../../contract/records/value.ts'
import type { Db } from '../../../db/database.ts'
import type { Context } from '../../../http/context.ts'
import { invalidField } from '../../../http/problem.ts'
import { columnsOf, recordOf, selectList } from '../../../records/column.ts'
import { countedAtMost, expand } from '../../../records/list.ts'
import { mostComplete } from '../../../records/merge-rules.ts'
import { knows, parameters, permitted, seenBy, type Bind } from '../../../records/visible.ts'

interface Narrowing {
  atLeast?: number | undefined
  /** Of which this import has made one. */
  import?: string | undefined
}

/** Open pairs `d` of two records that the caller may see and change, neither in the bin. */
function open(
  { caller }: Context,
  type: RecordType,
  bind: Bind,
  { atLeast, import: made }: Narrowing,
): string {
  const may = (alias: string) =>
    `${alias}.deleted_at is null and ${permitted(caller, type, 'see', alias, bind)} and ${permitted(caller, type, 'edit', alias, bind)}`
  return `from duplicate_pairs d join ${type.plural} a on a.id = d.first_id and ${may('a')}
      join ${type.plural} b on b.id = d.second_id and ${may('b')}
    where d.type = '${type.name}' and d.state = 'open'${atLeast === undefined ? '' : ` and d.score >= ${bind(atLeast)}`}
      ${
        made
          ? `and exists (select from events e where e.subject_id in (d.first_id, d.second_id)
              and e.type = '${type.name}.created' and e.import_id = ${bind(made)}::uuid)`
          : ''
      }`
}

function decode(cursor: string): [score: number, id: string] {
  const [, score, id] =
    /^([\d.e-]{1,24}),([0-9a-f-]{36})$/.exec(Buffer.from(cursor, 'base64url').toString()) ?? []
  if (!score || !id)
    throw invalidField('after', 'This is no cursor of this list. Begin again without “after”.')
  return [Number(score), id]
}

/** What was found by a field that the caller is not to know of is not said. */
const tells: Partial<Record<string, string>> = {
  email: 'email',
  mailbox: 'email',
  phone: 'phone',
  birthday: 'birthday',
  otherBirthday: 'birthday',
  place: 'address',
  otherPlace: 'address',
  domain: 'domain',
  company: 'company',
}

interface PairRow {
  id: string
  score: number
  reasons: string[]
  found_at: string
  first_id: string
  second_id: string
}

async function recordsById(
  context: Context,
  type: RecordType,
  ids: readonly string[],
): Promise<Map<string, AnyRecord>> {
  const { rows } = await context.database.lists.executeQuery<Record<string, unknown>>(
    CompiledQuery.raw(`select ${selectList(type)} from ${type.plural} t where t.id = any($1::uuid[])`, [ids]),
  )
  const toRecord = recordOf(type)
  return new Map(rows.map((row) => [String(row.id), toRecord(row) as AnyRecord]))
}

export async function listPairs(
  context: Context,
  whole: RecordType,
  query: Narrowing & { after?: string | undefined; limit: number },
) {
  const type = seenBy(context.caller, whole)
  const { values, bind } = parameters()
  const from = open(context, type, bind, query)
  const [score, id] = query.after === undefined ? [] : decode(query.after)
  const after = id === undefined ? '' : `and (d.score, d.id) < (${bind(score)}::float8, ${bind(id)}::uuid)`
  const { rows } = await context.database.lists.executeQuery<PairRow>(
    CompiledQuery.raw(
      `select d.id, d.score, d.reasons, d.found_at, d.first_id, d.second_id ${from} ${after}
        order by d.score desc, d.id desc limit ${query.limit + 1}`,
      values,
    ),
  )
  const page = rows.slice(0, query.limit)
  const records = await recordsById(
    context,
    type,
    page.flatMap(({ first_id, second_id }) => [first_id, second_id]),
  )
  const data = page.flatMap(({ id: pair, score: likely, reasons, found_at, first_id, second_id }): Pair[] => {
    const [a, b] = [records.get(first_id), records.get(second_id)]
    if (!a || !b) return []
    const said = new Set(
      reasons.filter((reason) => !tells[reason] || knows(context.caller, type.name, tells[reason])),
    )
    const first = mostComplete(type, [a, b])
    return [
      {
        id: pair,
        score: likely,
        reasons: duplicateReasons.filter((reason) => said.has(reason)),
        doubts: duplicateDoubts.filter((doubt) => said.has(doubt)),
        foundAt: found_at,
        records: [first, first === a ? b : a],
      },
    ]
  })
  const last = rows.length > query.limit ? page.at(-1) : undefined
  const references = columnsOf(type).flatMap(({ field, declared }) => (targetOf(declared) ? [field] : []))
  const named = await expand(
    context,
    type,
    data.flatMap((pair) => pair.records),
    references,
  )
  return {
    data,
    next: last ? Buffer.from(`${last.score},${last.id}`).toString('base64url') : null,
    titles: Object.fromEntries(Object.entries(named).map(([key, { title }]) => [key, title])),
    count: await countPairs(context, type, query),
  }
}

async function countPairs(context: Context, type: RecordType, narrowing: Narrowing): Promise<number> {
  const { values, bind } = parameters()
  const { rows } = await context.database.lists.executeQuery<{ count: number }>(
    CompiledQuery.raw(
      `select count(*)::int as count from (select ${open(context, type, bind, narrowing)} limit ${countedAtMost}) counted`,
      values,
    ),
  )
  return rows[0]?.count ?? 0
}

const groupsShown = 50

/** Which records become one when all pairs from a score on are merged: what hangs together by pairs is one group. */
export async function planOf(context: Context, whole: RecordType, atLeast: number) {
  const type = seenBy(context.caller, whole)
  const { values, bind } = parameters()
  const { rows } = await context.database.lists.executeQuery<PairRow>(
    CompiledQuery.raw(
      `select d.id, d.score, d.first_id, d.second_id ${open(context, type, bind, { atLeast })}
        order by d.score desc, d.id desc limit ${mostPairs + 1}`,
      values,
    ),
  )
  const pairs = rows.slice(0, mostPairs)
  const group = new Map<string, Set<string>>()
  for (const { first_id: a, second_id: b } of pairs) {
    const joined = group.get(a) ?? new Set([a])
    for (const id of group.get(b) ?? [b]) joined.add(id)
    for (const id of joined) group.set(id, joined)
  }
  const groups = [...new Set(group.values())]
  const shown = groups.slice(0, groupsShown)
  const records = await recordsById(
    context,
    type,
    shown.flatMap((ids) => [...ids]),
  )
  return {
    pairs: pairs.map(({ id }) => id),
    groups: shown.map((ids) => {
      const of = [...ids].flatMap((id) => records.get(id) ?? [])
      const first = mostComplete(type, of)
      return [first, ...of.filter((record) => record !== first)].map(({ id, title }) => ({ id, title }))
    }),
    merged: group.size - groups.length,
    more: rows.length > mostPairs,
  }
}

interface SearchRow {
  state: DuplicateSearch['state']
  phase: 'keys' | 'pairs'
  at_key: string | null
  records: number
  expected: number
  compared: number
  found: number
  started_at: string
  finished_at: string | null
  error: string | null
  large_groups: number
  large: { kind: string; size: number }[]
}

/** Making the keys takes about twice as long as comparing. Keys are hashes: how far they are tells how many are left. */
function progressOf({ state, phase, records, expected, at_key }: SearchRow): number {
  if (state === 'done') return 1
  if (phase === 'keys') return (2 / 3) * (expected > 0 ? Math.min(1, records / expected) : 0)
  return 2 / 3 + (at_key === null ? 0 : (Number(at_key) / 2 ** 64 + 0.5) / 3)
}

export async function searchOf(db: Db, type: RecordType): Promise<{ search: DuplicateSearch | null }> {
  const { rows } =
    await sql<SearchRow>`select state, phase, at_key::text, records, expected, compared, found, started_at,
    finished_at, error, large_groups, large from duplicate_searches where type = ${type.name}`.execute(db)
  const row = rows[0]
  if (!row) return { search: null }
  const { state, records, compared, found, error, large, large_groups: largeGroups } = row
  return {
    search: {
      state,
      progress: progressOf(row),
      records,
      compared,
      found,
      startedAt: row.started_at,
      finishedAt: row.finished_at,
      error,
      largeGroups,
      large,
    },
  }
}
