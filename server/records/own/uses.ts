import { CompiledQuery, sql } from 'kysely'
import { isChoice, type FieldType } from '../../../contract/records/field.ts'
import type { Filter, Operator } from '../../../contract/records/filter.ts'
import type { RecordType } from '../../../contract/records/record-type.ts'
import { relationsOf } from '../../../contract/record-types.ts'
import type { Database, Db } from '../../db/database.ts'
import { columnNamed, ownJson, type Column } from '../column.ts'

/** How an index can answer for a field: its values compared, words in them, any of several, and its order either way. */
export const manners = ['value', 'words', 'any', 'ascending', 'descending'] as const
export type Manner = (typeof manners)[number]

const severalTypes = new Set<FieldType>(['choices', 'tags'])
const wordTypes = new Set<FieldType>(['text', 'longText', 'email', 'phone', 'link'])
/** Asking what is not so leaves nearly everything; no index helps there. */
const helpless = new Set<Operator>(['empty', 'notEmpty', 'isNot', 'noneOf'])

/** The column of an own field, if an index of ours can answer for it: references have theirs already. */
const indexable = (type: RecordType, field: string): Column | null => {
  const column = type.fields[field]?.own ? columnNamed(type, field) : undefined
  return column && !column.linked && column.type !== 'jsonb' ? column : null
}

function mannerOf({ declared }: Column, op: Operator): Manner | null {
  if (helpless.has(op)) return null
  if (severalTypes.has(declared.type)) return 'any'
  if (op !== 'contains' && op !== 'startsWith') return declared.type === 'longText' ? null : 'value'
  return wordTypes.has(declared.type) ? 'words' : null
}

export interface Use {
  recordType: string
  name: string
  manner: Manner
}

/** What a list asks of own fields; pure. What stands below “or” counts too: an index on each part answers it. */
export function usesIn(type: RecordType, filter: Filter | undefined, sort: string | undefined): Use[] {
  const uses: Use[] = []
  const walk = (part: Filter, of: RecordType): void => {
    if ('and' in part) part.and.forEach((inner) => walk(inner, of))
    else if ('or' in part) part.or.forEach((inner) => walk(inner, of))
    else if ('some' in part) {
      const relation = relationsOf(of).find(({ name }) => name === part.related)
      if (relation) walk(part.some, relation.type)
    } else if ('field' in part) {
      const column = indexable(of, part.field)
      const manner = column && mannerOf(column, part.op)
      if (manner) uses.push({ recordType: of.name, name: part.field, manner })
    }
  }
  if (filter) walk(filter, type)
  const sorted = sort?.replace(/^-/, '')
  const column = sorted ? indexable(type, sorted) : null
  // Choices go by the order of their options, which no index knows.
  if (sorted && column && !isChoice(column.declared) && !severalTypes.has(column.declared.type))
    uses.push({
      recordType: type.name,
      name: sorted,
      manner: sort?.startsWith('-') ? 'descending' : 'ascending',
    })
  return uses
}

const noted = new WeakMap<Database['pool'], Map<string, Use & { count: number }>>()

/** Counts in memory; every so often `saveUses` writes it down. */
export function noteUses(
  { pool }: Pick<Database, 'pool'>,
  type: RecordType,
  filter: Filter | undefined,
  sort: string | undefined,
): void {
  for (const use of usesIn(type, filter, sort)) {
    const counts = noted.get(pool) ?? new Map<string, Use & { count: number }>()
    noted.set(pool, counts)
    const key = `${use.recordType} ${use.name} ${use.manner}`
    const known = counts.get(key)
    if (known) known.count++
    else counts.set(key, { ...use, count: 1 })
  }
}

/** Writes down what was counted since the last time. */
export async function saveUses({ pool, db }: Pick<Database, 'pool' | 'db'>): Promise<void> {
  const counts = noted.get(pool)
  if (!counts || counts.size === 0) return
  noted.delete(pool)
  await sql`insert into own_field_uses as known (record_type, name, manner, day, count)
    select record_type, name, manner, current_date, count from json_to_recordset(${JSON.stringify(
      [...counts.values()].map(({ recordType, ...use }) => ({ ...use, record_type: recordType })),
    )}) as use (record_type text, name text, manner text, count int)
    order by 1, 2, 3
    on conflict (record_type, name, manner, day) do update set count = known.count + excluded.count`.execute(
    db,
  )
}

/**
 * What follows `create index NAME` for a manner of asking; the expressions are those that filters and orders compile to.
 * It takes in the records in the bin too: PostgreSQL learns how an expression's values are spread from whole indexes only.
 */
export function indexFor(type: RecordType, column: Column, manner: Manner): string {
  const table = type.plural
  const at = column.at(table)
  const json = ownJson(table, column.name)
  switch (manner) {
    case 'value':
      return `on ${table} (${at}, created_at desc, id desc)`
    case 'words':
      return `on ${table} using gin (${at} gin_trgm_ops)`
    case 'any':
      return `on ${table} using gin (${json})`
    case 'ascending':
      return `on ${table} (${at} asc nulls last, id asc)`
    case 'descending':
      return `on ${table} (${at} desc nulls last, id desc)`
  }
}

export const indexName = ({ plural }: RecordType, name: string, manner: Manner | 'key'): string =>
  `${plural}_${name}_${manner}`

/** What no two records have: one index of the values that there are, which the database keeps whoever writes. */
export function uniqueIndexFor(type: RecordType, column: Column): string {
  const at = column.at(type.plural)
  return `on ${type.plural} (${at}) where ${at} is not null`
}

/** Fields asked for at least so often within so many days get an index; one not asked for as long loses it. */
export const oftenEnough = { times: 30, days: 7, forgottenAfterDays: 30 } as const

/** What was asked for often lately, and what was asked for at all. */
export async function readUses(db: Db): Promise<(Use & { often: boolean })[]> {
  const { times, days, forgottenAfterDays } = oftenEnough
  await sql`delete from own_field_uses where day < current_date - ${forgottenAfterDays}::int`.execute(db)
  const { rows } = await db.executeQuery<Use & { often: boolean }>(
    CompiledQuery.raw(
      `select record_type as "recordType", name, manner,
        coalesce(sum(count) filter (where day > current_date - $1::int), 0) >= $2::int as often
      from own_field_uses group by 1, 2, 3`,
      [days, times],
    ),
  )
  return rows
}
