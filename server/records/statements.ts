import type { RecordType } from '../../contract/records/record-type.ts'
import { appendEvent, appendEvents } from '../ledger/record.ts'
import { behaviourOf, type Behaviour } from './behaviour.ts'
import { columnsOf, refersToMergeable, rowShape, selectList } from './column.ts'
import { searchColumns, searchEntry } from './search.ts'

/**
 * The writing statements of a type: one for new records, one for changed ones, however many there are. Each writes the
 * records, what follows from them, their events and their search entries, and answers with the records.
 * Parameters: $1 rows, $2 events, $3 now, $4 zone, $5 actor.
 */
interface Statements {
  create: string
  /**
   * For one new record: $1 now, $2 zone, $3 actor, then the values of `inputs` and those of its event. Taking them out of
   * JSON would cost a tenth of the whole.
   */
  createOne: string
  inputs: readonly string[]
  update: string
  /** Changes records exactly as given: nothing follows from it. */
  overwrite: string
}

const statements = new WeakMap<RecordType, Statements>()

const groundFrom = (first: number) =>
  `ground as (select $${first}::timestamptz as now, $${first + 1}::text as zone, $${first + 2}::uuid as actor)`
const ground = groundFrom(3)

/** A column's value. Own fields that this process does not know, as retired ones, stay as they are. */
const given = (name: string, alias?: string): string =>
  name === 'custom' ? `jsonb_strip_nulls(${alias ? `${alias}.custom || ` : ''}input.custom)` : `input.${name}`

/** Asked once a statement: as long as nothing is merged, an import of a million rows does not look for it. */
const lastingId = (id: string): string =>
  `case when ${id} is null or not (select exists (select from record_merges where undone_at is null)) then ${id} else primary_of(${id}) end`

/** The columns that refer to what may have been merged: who has kept the old id means the record it is part of. */
const lasting = (type: RecordType): ReadonlySet<string> =>
  new Set(columnsOf(type).flatMap((column) => (refersToMergeable(column) ? [column.name] : [])))

/** What follows from new records, by statements. */
const followOfNew = ({ follow = [], followNew, copies = [] }: Behaviour): readonly string[] =>
  followNew ? [...copies.map(({ statement }) => statement), ...followNew] : follow

export function statementsOf(type: RecordType): Statements {
  const known = statements.get(type)
  if (known) return known
  const behaviour = behaviourOf(type)
  const shape: (readonly [string, string])[] = [...rowShape(type), ...(behaviour.derived ?? [])]
  const names = shape.map(([name]) => name)
  const typed = [['id', 'uuid'], ['created_at', 'timestamptz'], ['at', 'timestamptz'], ...shape]
  const input = `input as (select * from json_to_recordset($1) as row (${typed.map(([name, kind]) => `${name} ${kind}`).join(', ')}))`
  const one = `input as (select ${typed.map(([name, kind], i) => `$${i + 4}::${kind} as ${name}`).join(', ')})`
  const followed = (parts: readonly string[]) =>
    parts.map((statement, i) => `, follow_${i} as (${statement})`).join('')
  const follow = followed(behaviour.follow ?? [])
  const answered = (append: string) => `, events_written as (${append})
    select ${selectList(type)} from written t`
  const answer = answered(appendEvents('$2'))
  const kept = lasting(type)
  const meant = (name: string, alias?: string): string =>
    kept.has(name) ? lastingId(given(name, alias)) : given(name, alias)
  const create = (
    from: string,
    end: string,
  ) => `with ${from}, old as (select * from ${type.plural} where false),
      written as (insert into ${type.plural} (id, created_at, updated_at, created_by, ${names.join(', ')})
        select id, coalesce(created_at, at, ground.now), coalesce(at, ground.now), ground.actor, ${names.map((name) => meant(name)).join(', ')}
        from input, ground returning *)
      ${followed(followOfNew(behaviour))},
      searched as (insert into search_entries (${searchColumns}) ${searchEntry(type, true)} from written t)
      ${end}`

  const change = (
    following: string,
    value: typeof given,
  ) => `with ${ground}, ${input}, old as (select t.* from ${type.plural} t join input on input.id = t.id),
      written as (update ${type.plural} t set version = t.version + 1, updated_at = coalesce(input.at, ground.now),
        ${names.map((name) => `${name} = ${value(name, 't')}`).join(', ')}
        from input, ground where t.id = input.id returning t.*)
      ${following},
      searched as (insert into search_entries as entry (${searchColumns}) ${searchEntry(type)} from written t
        where t.deleted_at is null
        on conflict (record_id) do update set title = excluded.title, document = excluded.document,
          owner_id = excluded.owner_id
        where (entry.title, entry.document, entry.owner_id)
          is distinct from (excluded.title, excluded.document, excluded.owner_id))
      ${answer}`
  const made: Statements = {
    create: create(`${ground}, ${input}`, answer),
    createOne: create(`${groundFrom(1)}, ${one}`, answered(appendEvent(typed.length + 4))),
    inputs: typed.map(([name]) => name),
    update: change(follow, meant),
    overwrite: change('', given),
  }
  statements.set(type, made)
  return made
}
