import { CompiledQuery, sql } from 'kysely'
import { recordTypeOf, recordTypes } from '../../contract/record-types.ts'
import type { RecordType } from '../../contract/records/record-type.ts'
import type { SearchHit } from '../../contract/records/search.ts'
import { knowsAll, type Reach } from '../../contract/team/role.ts'
import type { Caller } from '../http/caller.ts'
import type { Context } from '../http/context.ts'
import { reach } from '../http/policy.ts'
import { behaviourOf } from './behaviour.ts'
import { columnNamed, columnsOf, type Column } from './column.ts'
import { typeIn } from './types.ts'
import { parameters, permitted, seenBy, type Bind } from './visible.ts'

const found = new Set(['email', 'phone'])

/** The types whose records are customers themselves. */
const customers = (recordTypes as readonly RecordType[])
  .filter((type) => type.customer === 'self')
  .map((type) => type.name)

const isKey = (column: Column) => found.has(column.declared.type) || column.field === 'domain'

/** A customer's e-mail, phone and domain are found as `identities`, whose indexes are there anyway and cost far less. */
const isIdentity = (type: RecordType, column: Column) =>
  type.customer === 'self' && isKey(column) && Object.hasOwn(recordTypeOf(type.name).fields, column.field)

/** The words and keys by which the row `t` of a type is found. */
function documentOf(type: RecordType): string {
  const columns = columnsOf(type).filter((column) => column.declared.searched && !isIdentity(type, column))
  const keys = columns
    .filter((column) => isKey(column) || column.declared.unique)
    .map((column) => `'=' || left(ltrim(lower(${column.at('t')}::text), '+'), 500)`)
  const words = columns
    .filter((column) => !isKey(column))
    .map((column) =>
      column.declared.type === 'longText'
        ? `coalesce(regexp_replace(left(${column.at('t')}, 50000), '<[^>]*>', ' ', 'g'), '')`
        : column.declared.type === 'tags'
          ? `coalesce(array_to_string(${column.at('t')}, ' '), '')`
          : `coalesce(${column.at('t')}, '')`,
    )
  return `to_tsvector('simple', ${words.length ? words.join(` || ' ' || `) : 'left(t.title, 1000)'})
      ${keys.length ? `|| array_to_tsvector(array_remove(array[${keys.join(', ')}], null))` : ''}`
}

/**
 * The row of `search_entries` that belongs to the row `t` of a type: what it is called, the words and
 * keys that find it. The same expressions serve a typed record, a batch and an import. Nothing was merged into new ones.
 */
export function searchEntry(type: RecordType, fresh = false): string {
  // By what found a record before it was merged, the one that it is now is found.
  const merged = type.mergeable && !fresh ? ' || words_of_merged(t.id)' : ''
  const owner = type.owner ? `t.${columnNamed(type, type.owner)?.name}` : 'null::uuid'
  return `select t.id, '${type.name}', t.title, ${documentOf(type)}${merged}, ${owner}`
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

/** What was typed as the keys that it may be, each in the normal form of its type: `+351 912 345 678` is `+351912345678`. */
const keysIn = (types: readonly RecordType[], typed: string): string[] => [
  ...new Set(types.flatMap((type) => behaviourOf(type).keysIn?.(typed) ?? [])),
]

/** What was typed as the beginning of a pattern. */
const beginning = (typed: string): string => `${typed.replace(/[\\%_]/g, '\\$&')}%`

/** What was typed as patterns of an identity that begins so, an e-mail or domain and a phone; null for what cannot be one. */
function identityBeginnings(typed: string): { word: string | null; number: string | null } {
  const digits = typed.replace(/^00/, '').replace(/[\s()./+-]/g, '')
  return {
    word: /^\S{2,}$/.test(typed) ? beginning(typed.toLowerCase()) : null,
    number: /^\d{3,}$/.test(digits) ? `+${digits}%` : null,
  }
}

/**
 * Whether the row `t` is found by what the caller may know of it. The search entries hold the words of all fields; asked of
 * the few that these bring, so that no word gives away what stands in a field that the caller's role hides.
 */
function foundInSight(caller: Caller, whole: RecordType, typed: string, bind: Bind): string {
  const type = seenBy(caller, whole)
  const document = `(${documentOf(type)})`
  const query = prefixes(typed)
  const keys = keysIn([whole], typed)
  const kinds = ['email', 'phone', 'domain'].filter((kind) => columnNamed(type, kind))
  const { word, number } = identityBeginnings(typed)
  const ways = [
    `${document} @@ whole_key(${bind(typed)})`,
    ...(query ? [`${document} @@ ${bind(query)}::tsquery`] : []),
    `t.title ilike ${bind(`%${beginning(typed)}`)}`,
    `${bind(typed)}::text <% t.title`,
    ...(type.customer === 'self'
      ? [
          `exists (select from identities i where i.${type.name}_id = t.id and i.kind = any(${bind(kinds)}::text[])
            and (i.value = any(${bind(keys)}::text[]) or i.value like ${bind(word)} or i.value like ${bind(number)}))`,
        ]
      : []),
  ]
  return `(${ways.join(' or ')})`
}

/** Narrows a list to the records that a search finds. */
export function searchCondition(caller: Caller, type: RecordType, q: string, bind: Bind): string {
  const found = inEntries(type, q, bind)
  return knowsAll(caller.role, type.name)
    ? found
    : `${found} and ${foundInSight(caller, type, q.trim(), bind)}`
}

function inEntries(type: RecordType, q: string, bind: Bind): string {
  const typed = q.trim()
  const query = prefixes(q)
  const words = query ? `or s.document @@ ${bind(query)}::tsquery` : ''
  const keys = keysIn([type], typed)
  const known = keys.length > 0 ? `union all select known_by(${bind(keys)}::text[])` : ''
  const begun =
    type.customer === 'self'
      ? Object.values(identityBeginnings(typed)).map((pattern) =>
          pattern
            ? `union all select ${type.name}_id from identities where kind = 'email' and value like ${bind(pattern)}
              union all select ${type.name}_id from identities where kind <> 'email' and value like ${bind(pattern)}`
            : '',
        )
      : []
  return `t.id in (select s.record_id from search_entries s where s.type = '${type.name}'
    and (s.document @@ whole_key(${bind(typed)}) ${words} or s.title ilike ${bind(`%${beginning(typed)}`)}) ${known} ${begun.join(' ')})`
}

/** How many candidates each way of finding may bring before they are ranked; keeps a search for "a" as quick as any. */
const candidates = 60

/** The types by how far a caller sees their records. */
function typesSeen(caller: Caller, only: string | undefined): Record<Reach, string[]> {
  const types: Record<Reach, string[]> = { all: [], own: [], team: [], below: [], none: [] }
  for (const type of recordTypes as readonly RecordType[]) {
    const far = reach(caller, type.name, 'see')
    if (!only || type.name === only) types[type.owner || far === 'none' ? far : 'all'].push(type.name)
  }
  return types
}

/**
 * Finds records of all types that the caller may see: whole keys first, then titles that begin with what was typed, titles
 * that hold it, words, and titles misspelt; of equals customers before what belongs to them. One statement; each way is
 * bounded, so that a word in every record costs no more than a rare one.
 */
export async function search(
  context: Context,
  q: string,
  limit: number,
  only?: string,
): Promise<SearchHit[]> {
  const typed = q.trim().slice(0, 200)
  if (!typed) return []
  const { caller } = context
  const { all, own, team, below } = typesSeen(caller, only)
  const { word, number } = identityBeginnings(typed)
  const find = (seen: string[], mine: string[], ours: string[], us: readonly string[]) =>
    sql`select * from find_records(${typed}, ${beginning(typed)}, ${prefixes(typed)}, ${keysIn(recordTypes, typed)},
      ${word}, ${number}, ${seen}, ${mine}, ${caller.userId}, ${ours}, ${[...us]}, ${candidates})`
  const found = [
    find(all, own, below, caller.teammates),
    ...(team.length > 0 ? [find([], [], team, caller.ownTeam)] : []),
  ]
  const asksAgain = recordTypes.some(({ name }) => !knowsAll(caller.role, name))
  const { rows } = await sql<{ id: string; type: string; title: string }>`
    select record_id as id, type, title
    from (${sql.join(found, sql` union all `)}) found
    group by record_id, type, title
    order by max(rank) desc, type = any(${customers}) desc, word_similarity(${typed}, title) desc, title limit ${asksAgain ? candidates * 5 : limit}`.execute(
    context.database.lists,
  )
  const shown = asksAgain ? (await inSight(context, rows, typed)).slice(0, limit) : rows
  return shown.map((row) => ({ ...row, plural: recordTypeOf(row.type).plural }))
}

/** Of what was found, that which is found by the fields that the caller knows. */
async function inSight<R extends { id: string; type: string }>(
  context: Context,
  rows: R[],
  typed: string,
): Promise<R[]> {
  const { caller, database } = context
  const { values, bind } = parameters()
  const parts = [...Map.groupBy(rows, ({ type }) => type)]
    .filter(([name]) => !knowsAll(caller.role, name))
    .map(([name, of]) => {
      const type = typeIn(database, name)
      return `select t.id from ${type.plural} t where t.id = any(${bind(of.map(({ id }) => id))}::uuid[])
        and ${permitted(caller, type, 'see', 't', bind)} and ${foundInSight(caller, type, typed, bind)}`
    })
  if (parts.length === 0) return rows
  const answer = await database.lists.executeQuery<{ id: string }>(
    CompiledQuery.raw(parts.join(' union all '), values),
  )
  const ids = new Set(answer.rows.map(({ id }) => id))
  return rows.filter(({ id, type }) => knowsAll(caller.role, type) || ids.has(id))
}
