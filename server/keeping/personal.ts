import { CompiledQuery, sql } from 'kysely'
import { isChoice, isDimension, type Field } from '../../contract/records/field.ts'
import type { RecordTypes } from '../../contract/record-types.ts'
import type { RecordType } from '../../contract/records/record-type.ts'
import type { Db } from '../db/database.ts'
import { columnNamed, columnsOf, type Column } from '../records/column.ts'
import { marksOf, type Marks } from './scrub.ts'

/** Everything that is a person's: their ids, and by type the records about them alone, or about others as well. */
export interface Belongings {
  /** The person's, and those of all that were merged into them. */
  ids: string[]
  /** Written about nobody but them: goes. */
  theirs: Map<RecordType, string[]>
  /** About a company, too: stays, without them in it. */
  shared: Map<RecordType, string[]>
  marks: Marks
}

const idsOf = async (db: Db, text: string, values: unknown[]): Promise<string[]> => {
  const { rows } = await db.executeQuery<{ id: string }>(CompiledQuery.raw(text, values))
  return rows.map(({ id }) => id)
}

/** Records that name a person as theirs. Of activities all are about the person; a company's deal is the company's. */
export async function belongingsOf(db: Db, types: RecordTypes, id: string): Promise<Belongings> {
  const ids = await idsOf(db, 'select ids_of($1) as id', [id])
  const theirs: Belongings['theirs'] = new Map()
  const shared: Belongings['shared'] = new Map()
  for (const type of types.all) {
    if (type.setting || type.name === 'person' || !type.customer || type.customer === 'self') continue
    const { person: field, company } = type.customer
    const column = field && columnNamed(type, field)
    if (!column) continue
    const ofCompany =
      company && type.wing !== 'customer' ? `${columnNamed(type, company)?.name} is not null` : 'false'
    const select = (which: string) =>
      `select id from ${type.plural} where ${column.name} = any($1::uuid[]) and ${which}`
    theirs.set(type, await idsOf(db, select(`not (${ofCompany})`), [ids]))
    shared.set(type, await idsOf(db, select(ofCompany), [ids]))
  }
  await addNear(db, types, { ids, theirs, shared })
  return { ids, theirs, shared, marks: await marksIn(db, ids) }
}

/** What is written about their deals, and what they take part in, may speak of them. */
async function addNear(
  db: Db,
  types: RecordTypes,
  { ids, theirs, shared }: Omit<Belongings, 'marks'>,
): Promise<void> {
  const about = [...ids, ...[...theirs.values(), ...shared.values()].flat()]
  for (const type of types.all) {
    if (type.setting || type.customer === 'self') continue
    const references = columnsOf(type).filter(
      ({ declared, linked }) => declared.type === 'reference' && !linked,
    )
    const conditions = [
      ...references.map(({ name }) => `t.${name} = any($1::uuid[])`),
      'exists (select from record_links l where l.from_id = t.id and l.to_id = any($1::uuid[]))',
    ]
    const near = await idsOf(db, `select t.id from ${type.plural} t where ${conditions.join(' or ')}`, [
      about,
    ])
    const own = new Set(theirs.get(type))
    shared.set(
      type,
      [...new Set([...(shared.get(type) ?? []), ...near])].filter((one) => !own.has(one)),
    )
  }
}

const naming = ['firstName', 'lastName', 'email', 'phone'] as const

/** What was ever known of a person, in all rows and events that say it. */
async function marksIn(db: Db, ids: string[]): Promise<Marks> {
  const { rows } = await sql<{ known: Record<string, unknown> }>`
    select jsonb_build_object('firstName', first_name, 'lastName', last_name, 'email', email, 'phone', phone,
      'address', address, 'description', description, 'website', website) as known from people where id = any(${ids}::uuid[])
    union all
    select jsonb_build_object('firstName', row ->> 'first_name', 'lastName', row ->> 'last_name', 'email', row ->> 'email',
      'phone', row ->> 'phone') from record_merges m, lateral (values (secondary_row), (primary_before), (primary_after)) v (row)
      where m.primary_id = any(${ids}::uuid[]) and row is not null
    union all
    select jsonb_build_object(kind, value) from identities where person_id = any(${ids}::uuid[])
    union all
    select jsonb_build_object(field, value) from events e, jsonb_each(personal -> 'changes') c (field, pair),
        jsonb_array_elements(case when jsonb_typeof(pair) = 'array' then pair else '[]' end) value
      where e.subject_id = any(${ids}::uuid[]) and field = any(${[...naming]}::text[]) and jsonb_typeof(value) = 'string'`.execute(
    db,
  )
  const known = rows.map((row) => row.known)
  const numbers = known.flatMap(({ phone }) => (typeof phone === 'string' ? [phone] : []))
  const { rows: others } = await sql<{ phone: string }>`
    select value as phone from identities where kind = 'phone' and value = any(${numbers}::text[])
      and not coalesce(person_id = any(${ids}::uuid[]), false)
    union select phone from companies where phone = any(${numbers}::text[])`.execute(db)
  return marksOf(known, new Set(others.map(({ phone }) => phone)))
}

const facts = new Set(['number', 'money', 'percentage', 'date', 'moment', 'duration', 'references'])

/** What becomes of a field of a record that is about an erased person. */
export type Fate = 'stays' | 'stays if others have it' | 'goes' | 'is called erased'

/** Facts that figures count by stay: amounts, days, references, choices; words only when they tell them apart from nobody. */
export function fateOf(declared: Field): Fate {
  if (declared.given) return 'stays'
  if (!declared.personal) {
    if (isChoice(declared)) return 'stays if others have it'
    if (isDimension(declared)) return declared.type === 'text' ? 'stays if others have it' : 'stays'
    if (facts.has(declared.type)) return 'stays'
  }
  return declared.required ? 'is called erased' : 'goes'
}

/** The columns of a type that hold text of any form in its own table. */
export const textColumns = (type: RecordType): Column[] =>
  columnsOf(type).filter(
    ({ linked, own, type: kind }) =>
      !linked && !own && (kind === 'text' || kind === 'text[]' || kind === 'jsonb'),
  )
