import { CompiledQuery, sql } from 'kysely'
import type { Db } from '../db/database.ts'
import { atomically, type Context } from '../http/context.ts'
import { notFound } from '../http/problem.ts'
import { record } from '../ledger/record.ts'
import type { StoreName } from '../records/files/store.ts'
import type { Stores } from '../records/files/stores.ts'
import { typesOf } from '../records/types.ts'
import { belongingsOf } from './personal.ts'

type Row = Record<string, unknown>

/** Rows as they stand, under the name of their table, in the order of their table. */
async function rowsOf(db: Db, table: string, where: string, values: unknown[]): Promise<Row[]> {
  const text = `select to_jsonb(t) as row from ${table} t where ${where}`
  const { rows } = await db.executeQuery<{ row: Row }>(CompiledQuery.raw(text, values))
  return rows.map(({ row }) => row)
}

/** Every column by which a table of ours refers to people: a table that is new is found by itself. */
async function referringTo(db: Db): Promise<{ table: string; column: string }[]> {
  const { rows } = await sql<{ table: string; column: string }>`
    select c.conrelid::regclass::text as table, a.attname::text as column
    from pg_constraint c join pg_attribute a on a.attrelid = c.conrelid and a.attnum = c.conkey[1]
    where c.contype = 'f' and c.confrelid = 'people'::regclass and c.conparentid = 0 and array_length(c.conkey, 1) = 1
    order by 1, 2`.execute(db)
  return rows
}

/** Tables that name a person's records without a reference, and how. */
const others: [table: string, where: string][] = [
  ['external_ids', 't.record_id = any($1::uuid[])'],
  ['record_merges', 't.primary_id = any($1::uuid[])'],
  ['webhook_deliveries', 't.person_id = any($1::uuid[]) or t.subject_id = any($1::uuid[])'],
  [
    'events',
    `t.person_id = any($1::uuid[]) or t.subject_id = any($1::uuid[])
      or exists (select from event_subjects s where s.event_id = t.id and s.subject_id = any($1::uuid[]))`,
  ],
]

export interface PersonalData {
  about: unknown
  company: string
  exportedAt: string
  person: Row
  /** Rows by table. */
  tables: Record<string, Row[]>
}

/** All that is stored about a person, wherever it stands; noted in the ledger, without what it was. */
export function personalDataOf(context: Context, id: string): Promise<PersonalData> {
  return atomically(context, async (inner) => {
    const { db } = inner.database
    const { ids, marks, theirs } = await belongingsOf(db, typesOf(inner.database), id)
    const [person] = await rowsOf(db, 'people', 't.id = $1', [id])
    if (!person) throw notFound('person')
    const tables = new Map<string, Row[]>()
    const add = (table: string, rows: Row[]) =>
      rows.length > 0 && tables.set(table, [...(tables.get(table) ?? []), ...rows])
    for (const { table, column } of await referringTo(db))
      add(table, await rowsOf(db, table, `t.${column} = any($1::uuid[])`, [ids]))
    for (const [table, where] of others) add(table, await rowsOf(db, table, where, [ids]))
    add(
      'files',
      await rowsOf(db, 'files', 't.record_id = any($1::uuid[])', [[...ids, ...[...theirs.values()].flat()]]),
    )
    add(
      'outgoing_mail',
      await rowsOf(db, 'outgoing_mail', 'lower(t.recipient) = any($1::text[])', [marks.certain]),
    )
    await record(db, inner.caller, inner.now, [
      { type: 'person.exported', subject: { type: 'person', id, version: null }, personId: id },
    ])
    inner.database.notify('ledger')
    return {
      about: person['title'],
      company: inner.organisation.name,
      exportedAt: inner.now,
      person,
      tables: Object.fromEntries([...tables].toSorted(([a], [b]) => a.localeCompare(b))),
    }
  })
}

/** The same as text, with the content of the person's files behind it by their ids: base64, piece by piece. */
export async function* personalDataText(data: PersonalData, stores: Stores): AsyncGenerator<string> {
  const whole = JSON.stringify(data, null, 2)
  yield `${whole.slice(0, -2)},\n  "contents": {`
  let between = ''
  for (const { id, store } of (data.tables.files ?? []) as unknown as { id: string; store: StoreName }[]) {
    const content = await stores.of(store).open(id)
    if (!content) continue
    yield `${between}\n    "${id}": "`
    between = ','
    let rest = Buffer.alloc(0)
    for await (const piece of content as AsyncIterable<Buffer>) {
      // Three bytes are four signs; what is left over waits for the next piece.
      const all = Buffer.concat([rest, piece])
      const end = all.length - (all.length % 3)
      yield all.toString('base64', 0, end)
      rest = all.subarray(end)
    }
    yield `${rest.toString('base64')}"`
  }
  yield `${between ? '\n  ' : ''}}\n}`
}
