import type { RecordType } from '../../contract/records/record-type.ts'
import { appendEvents } from '../ledger/record.ts'
import { behaviourOf } from './behaviour.ts'
import { rowShape, selectList } from './column.ts'
import { searchColumns, searchEntry } from './search.ts'

/**
 * The writing statements of a type: one for new records, one for changed ones, however many there are. Each writes the
 * records, what follows from them, their events and their search entries, and answers with the records.
 * Parameters: $1 rows, $2 events, $3 now, $4 zone, $5 actor.
 */
interface Statements {
  create: string
  update: string
}

const statements = new WeakMap<RecordType, Statements>()

const ground = `ground as (select $3::timestamptz as now, $4::text as zone, $5::uuid as actor)`

export function statementsOf(type: RecordType): Statements {
  const known = statements.get(type)
  if (known) return known
  const behaviour = behaviourOf(type)
  const shape: (readonly [string, string])[] = [...rowShape(type), ...(behaviour.derived ?? [])]
  const names = shape.map(([name]) => name)
  const typed = [['id', 'uuid'], ['created_at', 'timestamptz'], ['at', 'timestamptz'], ...shape]
    .map(([name, kind]) => `${name} ${kind}`)
    .join(', ')
  const input = `input as (select * from json_to_recordset($1) as row (${typed}))`
  const follow = (behaviour.follow ?? []).map((statement, i) => `, follow_${i} as (${statement})`).join('')
  const answer = `, events_written as (${appendEvents('$2')})
    select ${selectList(type)} from written t`

  const made: Statements = {
    create: `with ${ground}, ${input}, old as (select * from ${type.plural} where false),
      written as (insert into ${type.plural} (id, created_at, updated_at, created_by, ${names.join(', ')})
        select id, coalesce(created_at, at, ground.now), coalesce(at, ground.now), ground.actor, ${names.map((name) => `input.${name}`).join(', ')}
        from input, ground returning *)
      ${follow},
      searched as (insert into search_entries (${searchColumns}) ${searchEntry(type)} from written t)
      ${answer}`,
    update: `with ${ground}, ${input}, old as (select t.* from ${type.plural} t join input on input.id = t.id),
      written as (update ${type.plural} t set version = t.version + 1, updated_at = coalesce(input.at, ground.now),
        ${names.map((name) => `${name} = input.${name}`).join(', ')}
        from input, ground where t.id = input.id returning t.*)
      ${follow},
      searched as (insert into search_entries as entry (${searchColumns}) ${searchEntry(type)} from written t
        where t.deleted_at is null
        on conflict (record_id) do update set title = excluded.title, document = excluded.document,
          owner_id = excluded.owner_id
        where (entry.title, entry.document, entry.owner_id)
          is distinct from (excluded.title, excluded.document, excluded.owner_id))
      ${answer}`,
  }
  statements.set(type, made)
  return made
}
