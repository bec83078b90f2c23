import { sql } from 'kysely'
import { recordTypeOf, recordTypes } from '../../contract/record-types.ts'
import type { RecordType } from '../../contract/records/record-type.ts'
import type { SearchHit } from '../../contract/records/search.ts'
import type { Reach } from '../../contract/team/role.ts'
import type { Caller } from '../http/caller.ts'
import type { Context } from '../http/context.ts'
import { reach } from '../http/policy.ts'
import { columnNamed, columnsOf, type Column } from './column.ts'
import type { Bind } from './visible.ts'

const found = new Set(['email', 'phone'])

/**
 * The row of `search_entries` that belongs to the row `t` of a type: what it is called, the words and
 * keys that find it. The same expressions serve a typed record, a batch and an import.
 */
export function searchEntry(type: RecordType): string {
  const columns = columnsOf(type).filter((column) => column.declared.searched)
  const isKey = (column: Column) => found.has(column.declared.type) || column.field === 'domain'
  const keys = columns
    .filter((column) => isKey(column) || column.declared.unique)
    .map((column) => `'=' || left(ltrim(lower(t.${column.name}), '+'), 500)`)
  const words = columns
    .filter((column) => !isKey(column))
    .map((column) =>
      column.declared.type === 'longText'
        ? `regexp_replace(left(coalesce(t.${column.name}, ''), 50000), '<[^>]*>', ' ', 'g')`
        : `coalesce(t.${column.name}, '')`,
    )
  const owner = type.owner ? `t.${columnNamed(type, type.owner)?.name}` : 'null::uuid'
  return `select t.id, '${type.name}', t.title,
    to_tsvector('simple', ${words.length ? words.join(` || ' ' || `) : 'left(t.title, 1000)'})
      ${keys.length ? `|| array_to_tsvector(array_remove(array[${keys.join(', ')}], null))` : ''}, ${owner}`
}

export const searchColumns = 'record_id, type, title, document, owner_id'

/**
 * Each word as typed so far, of text or of a key: `ana dua` finds Ana Duarte. A single letter begins too many words to
 * look them all up.
 */
const prefixes = (q: string): string =>
  (q.toLowerCase().match(/[\p{L}\p{N}]{2,}/gu) ?? [])
    .slice(0, 8)
    .map((word) => `('${word}':* | '=${word}':*)`)
    .join(' & ')

/** Narrows a list to the records that a search finds. */
export function searchCondition(type: RecordType, q: string, bind: Bind): string {
  const query = prefixes(q)
  const words = query ? `or s.document @@ ${bind(query)}::tsquery` : ''
  return `t.id in (select s.record_id from search_entries s where s.type = '${type.name}'
    and (s.document @@ whole_key(${bind(q.trim())}) ${words} or s.title ilike ${bind(`%${q.trim().replace(/[\\%_]/g, '\\$&')}%`)}))`
}

/** How many candidates each way of finding may bring before they are ranked; keeps a search for "a" as quick as any. */
const candidates = 60

/** The types of which a caller may see all records, their own, and their team's. */
function typesSeen(caller: Caller, only: string | undefined): Record<Reach, string[]> {
  const types: Record<Reach, string[]> = { all: [], own: [], team: [], none: [] }
  for (const type of recordTypes as readonly RecordType[]) {
    const far = reach(caller, type.name, 'see')
    if (!only || type.name === only) types[type.owner || far === 'none' ? far : 'all'].push(type.name)
  }
  return types
}

/**
 * Finds records of all types that the caller may see: whole keys first, then titles, words, and titles misspelt.
 * One statement; each way is bounded, so that a word in every record costs no more than a rare one.
 */
export async function search(
  context: Context,
  q: string,
  limit: number,
  only?: string,
): Promise<SearchHit[]> {
  const typed = q.trim().slice(0, 200)
  if (!typed) return []
  const { all, own, team } = typesSeen(context.caller, only)
  // Two letters make no trigram inside a word, only at its beginning.
  const pattern = `${typed.length > 2 ? '%' : ''}${typed.replace(/[\\%_]/g, '\\$&')}%`
  const { rows } = await sql<{ id: string; type: string; title: string }>`
    select record_id as id, type, title
    from find_entries(${typed}, ${pattern}, ${prefixes(typed)}, ${all}, ${own}, ${context.caller.userId}, ${team}, ${[...context.caller.teammates]}, ${candidates})
    group by record_id, type, title
    order by max(rank + word_similarity(${typed}, title)) desc, title limit ${limit}`.execute(
    context.database.lists,
  )
  return rows.map((row) => ({ ...row, plural: recordTypeOf(row.type).plural }))
}
