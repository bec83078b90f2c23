import { CompiledQuery, sql } from 'kysely'
import { person } from '../../contract/customer/person.ts'
import { isChoice, type ChoiceOption } from '../../contract/records/field.ts'
import type { RecordType } from '../../contract/records/record-type.ts'
import type { Db } from '../db/database.ts'
import { atomically, type Context } from '../http/context.ts'
import { conflict, notFound } from '../http/problem.ts'
import { record } from '../ledger/record.ts'
import { columnsOf, type Column } from '../records/column.ts'
import { deleteFilesOf } from '../records/files/commands.ts'
import { searchColumns, searchEntry } from '../records/search.ts'
import { typesOf } from '../records/types.ts'
import { liftLimits } from './backup.ts'
import { belongingsOf, fateOf, textColumns, type Belongings } from './personal.ts'
import { erased, scrubber, type Scrubber } from './scrub.ts'
import { sweep } from './sweep.ts'
import { scrubUploads } from './uploads.ts'

const run = (db: Db, text: string, values: unknown[]) => db.executeQuery(CompiledQuery.raw(text, values))

/**
 * Erases a person for good: what names them, what was written about them, and their mention wherever it stands. What
 * stays is what figures count, with nobody in it. All of it, or nothing.
 */
export function erasePerson(context: Context, id: string, dataFolder: string): Promise<void> {
  return atomically(context, async (inner) => {
    const { db } = inner.database
    await liftLimits(db)
    // What else never changes, such as a quote that was sent, loses the person's name.
    await sql`select set_config('throughline.erasing', 'on', true)`.execute(db)
    const { rows } = await sql<{ erased_at: string | null }>`
      select erased_at from people where id = ${id} for update`.execute(db)
    if (!rows[0]) throw notFound('person')
    if (rows[0].erased_at !== null) throw conflict('This person has been erased already.')
    const types = typesOf(inner.database)
    const belongings = await belongingsOf(db, types, id)
    const scrub = scrubber(belongings.marks)
    await blank(inner, types.of(person.name), belongings.ids, ', erased_at = $2')
    for (const [type, ids] of belongings.theirs)
      await blank(inner, type, ids, '', belongings.shared.get(type))
    for (const type of types.all) await scrubRecords(inner, type, belongings, scrub)
    await renameFiles(db, belongings, scrub)
    await eraseEvents(db, belongings, scrub)
    await eraseRows(db, belongings)
    await scrubRows(db, belongings, scrub)
    await sweep(db, belongings.ids, scrub)
    await scrubUploads(db, dataFolder, scrub)
    await sql`insert into erasures (person, erased_at) select sha256(one::text::bytea), ${inner.now}
      from unnest(${belongings.ids}::uuid[]) as one on conflict do nothing`.execute(db)
    await record(db, inner.caller, inner.now, [
      { type: 'person.erased', subject: { type: 'person', id, version: null }, personId: id },
    ])
    for (const channel of ['ledger', 'notifications']) inner.database.notify(channel)
  })
}

const literals = (options: readonly ChoiceOption[]) =>
  options.map(({ value }) => `'${value.replaceAll("'", "''")}'`).join(', ')

/** The own fields of a record that stay, as its `custom` is from then on. */
function customLeft(type: RecordType): string {
  const kept = columnsOf(type).flatMap(({ own, linked, declared, name }) => {
    if (!own || linked || fateOf(declared) !== 'stays') {
      const options =
        own && declared.type === 'choice' && !declared.personal ? literals(declared.options) : ''
      return options
        ? [`'${name}', case when t.custom ->> '${name}' in (${options}) then t.custom -> '${name}' end`]
        : []
    }
    return [`'${name}', t.custom -> '${name}'`]
  })
  return `jsonb_strip_nulls(jsonb_build_object(${kept.join(', ')}))`
}

/** What a column of a record about an erased person is set to. */
function blanked(type: RecordType, { declared, name, type: kind }: Column): string | null {
  const fate = fateOf(declared)
  if (fate === 'stays') return null
  if (fate === 'goes') return `${name} = null`
  if (fate === 'is called erased') return `${name} = '${erased}'`
  if (isChoice(declared)) {
    const among = `in (${literals(declared.options)})`
    if (kind === 'text[]')
      return `${name} = (select array_agg(one) from unnest(t.${name}) one where one ${among})`
    return declared.required ? null : `${name} = case when t.${name} ${among} then t.${name} end`
  }
  return `${name} = (select t.${name} where exists (select from ${type.plural} o
    where o.${name} = t.${name} and o.id <> all($3::uuid[])))`
}

/** Blanks records that are about the person alone, and what finds them. */
async function blank(
  { database: { db }, now }: Context,
  type: RecordType,
  ids: string[],
  more = '',
  near: string[] = [],
): Promise<void> {
  if (ids.length === 0) return
  const set = columnsOf(type)
    .filter(({ linked, own }) => !linked && !own)
    .flatMap((column) => blanked(type, column) ?? [])
  await run(
    db,
    `update ${type.plural} t set version = version + 1, updated_at = $2, custom = ${customLeft(type)}, ${set.join(', ')}${more}
      where id = any($1::uuid[]) and $3::uuid[] is not null`,
    [ids, now, [...ids, ...near]],
  )
  await findAnew(db, type, ids)
}

async function findAnew(db: Db, type: RecordType, ids: string[]): Promise<void> {
  await run(
    db,
    `insert into search_entries as entry (${searchColumns}) ${searchEntry(type)} from ${type.plural} t
      where t.id = any($1::uuid[]) and t.deleted_at is null
      on conflict (record_id) do update set title = excluded.title, document = excluded.document`,
    [ids],
  )
}

/** Takes the person out of what others are about as well: near them every mark of theirs, elsewhere the certain ones. */
async function scrubRecords(
  { database: { db }, now }: Context,
  type: RecordType,
  { ids, theirs, shared }: Belongings,
  scrub: Scrubber,
): Promise<void> {
  if (type.setting) return
  const columns = [...textColumns(type).map(({ name }) => name), 'custom']
  const near = new Set([...ids, ...(theirs.get(type) ?? []), ...(shared.get(type) ?? [])])
  const mention = columns.map((name) => `${name}::text ~* $2`).join(' or ')
  const { rows } = await db.executeQuery<Record<string, unknown> & { id: string }>(
    CompiledQuery.raw(
      `select id, ${columns.join(', ')} from ${type.plural}
        where id = any($1::uuid[]) or ${mention}`,
      [[...near], scrub.pattern],
    ),
  )
  const changed: string[] = []
  for (const { id, ...before } of rows) {
    const after = Object.entries(before).map(
      ([name, value]) => [name, scrub.json(value, near.has(id))] as const,
    )
    const different = after.filter(([name, value]) => JSON.stringify(value) !== JSON.stringify(before[name]))
    if (different.length === 0) continue
    const set = different.map(([name], i) => `${name} = $${i + 3}`)
    await run(
      db,
      `update ${type.plural} set version = version + 1, updated_at = $2, ${set.join(', ')} where id = $1`,
      [id, now, ...different.map(([name, value]) => stored(type, name, value))],
    )
    changed.push(id)
  }
  await findAnew(db, type, changed)
}

/** The files of others keep their content; what they are called by loses the person, as in their records. */
async function renameFiles(db: Db, { shared }: Belongings, scrub: Scrubber): Promise<void> {
  const near = new Set([...shared.values()].flat())
  const { rows } = await sql<{ id: string; name: string; record: string | null }>`
    select id, name, record_id as record from files
    where record_id = any(${[...near]}::uuid[]) or name ~* ${scrub.pattern}::text`.execute(db)
  for (const { id, name, record: of } of rows) {
    const left = scrub.fileName(name, of !== null && near.has(of))
    if (left !== name) await sql`update files set name = ${left} where id = ${id}`.execute(db)
  }
}

const stored = (type: RecordType, name: string, value: unknown): unknown =>
  name === 'custom' || textColumns(type).find((column) => column.name === name)?.type === 'jsonb'
    ? JSON.stringify(value)
    : value

/** The ledger keeps that something happened and when. Of what is theirs it forgets each word, of the rest their marks. */
async function eraseEvents(db: Db, { ids, theirs, shared }: Belongings, scrub: Scrubber): Promise<void> {
  const about = [...ids, ...[...theirs.values()].flat()]
  const near = [...about, ...[...shared.values()].flat()]
  const { rows } = await sql<{
    id: string
    data: Record<string, unknown>
    personal: unknown
    theirs: boolean
  }>`
    select id, data, personal, subject_id = any(${about}::uuid[]) as theirs from events
    where subject_id = any(${near}::uuid[]) or person_id = any(${ids}::uuid[])
      or data::text ~* ${scrub.pattern}::text or personal::text ~* ${scrub.pattern}::text`.execute(db)
  const changes = rows.map((row) => {
    const { changes: by = {}, ...data } = row.data
    const kept = row.theirs
      ? Object.fromEntries(Object.entries(by as object).filter(([, pair]) => factual(pair)))
      : (by as Record<string, unknown>)
    return {
      id: row.id,
      data: scrub.json({ ...data, ...('changes' in row.data ? { changes: kept } : {}) }, true),
      personal: row.theirs ? null : scrub.json(row.personal, true),
    }
  })
  for (let at = 0; at < changes.length; at += 1_000)
    await sql`update events e set data = new.data, personal = new.personal
      from json_to_recordset(${JSON.stringify(changes.slice(at, at + 1_000))}) as new (id uuid, data jsonb, personal jsonb)
      where e.id = new.id and (e.data, e.personal) is distinct from (new.data, new.personal)`.execute(db)
}

/** Ids, days, moments, numbers and the words of choices say nothing of who it was. */
const fact = /^([0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|\d{4}-\d\d-\d\d(T[\d:.]+Z)?|[\d.]+)$/
const factual = (value: unknown): boolean =>
  typeof value === 'string'
    ? fact.test(value)
    : Array.isArray(value)
      ? value.every(factual)
      : typeof value !== 'object' || value === null

/** Words in rows of other tables that belong to a record, and speak of those whom it is about without naming them by an id. */
const ofQuotes = 'edition_id in (select id from quote_editions where quote_id = any($1::uuid[]))'
const ofDeals = `deal_id = any($1::uuid[]) or deal_id in (
  select deal_id from deal_people where person_id = any($1::uuid[])
  union all select deal_id from deal_objections where person_id = any($1::uuid[]))`
const spoken = [
  { table: 'lead_answers', of: 'lead_id = any($1::uuid[])', columns: ['note'] },
  { table: 'lead_status_entries', of: 'lead_id = any($1::uuid[])', columns: ['reason'] },
  {
    table: 'quote_editions',
    of: 'quote_id = any($1::uuid[])',
    columns: ['intro', 'terms', 'answered_by', 'signature', 'reason', 'document'],
  },
  { table: 'mail_messages', of: 'email_id = any($1::uuid[])', columns: ['html'] },
  { table: 'quote_lines', of: ofQuotes, columns: ['name', 'description', 'unit'] },
  { table: 'quote_approvals', of: ofQuotes, columns: ['reason', 'answer'] },
  { table: 'deal_people', of: ofDeals, columns: ['note'] },
  { table: 'deal_competitors', of: ofDeals, columns: ['note'] },
  { table: 'deal_objections', of: ofDeals, columns: ['note'] },
  { table: 'orderlines', of: 'order_id = any($1::uuid[])', columns: ['name', 'description', 'unit'] },
  { table: 'order_reductions', of: 'order_id = any($1::uuid[])', columns: ['reason'] },
  { table: 'invoices', of: 'id = any($1::uuid[]) or order_id = any($1::uuid[])', columns: ['document'] },
  { table: 'contract_changes', of: 'contract_id = any($1::uuid[])', columns: ['reason'] },
] as const

/** Takes the person out of what was said of records that stay: near them, every mark of theirs. */
async function scrubRows(db: Db, { ids, theirs, shared }: Belongings, scrub: Scrubber): Promise<void> {
  const near = [...ids, ...[...theirs.values(), ...shared.values()].flat()]
  for (const { table, of, columns } of spoken) {
    const { rows } = await db.executeQuery<{ row: string } & Record<string, unknown>>(
      CompiledQuery.raw(
        `select ctid::text as row, ${columns.join(', ')} from ${table} where ${of} for update`,
        [near],
      ),
    )
    for (const { row, ...said } of rows) {
      const left = columns.map((name) => scrub.json(said[name], true))
      if (JSON.stringify(left) === JSON.stringify(columns.map((name) => said[name]))) continue
      const written = left.map((value) =>
        typeof value === 'object' && value !== null ? JSON.stringify(value) : value,
      )
      const set = columns.map((name, at) => `${name} = $${at + 2}`).join(', ')
      await run(db, `update ${table} set ${set} where ctid = $1::tid`, [row, ...written])
    }
  }
}

/** Rows that are theirs in tables that are no record types. */
async function eraseRows(db: Db, { ids, theirs, shared }: Belongings): Promise<void> {
  const about = [...ids, ...[...theirs.values()].flat()]
  await sql`update quote_editions set address = null where quote_id in (select id from quotes
    where id = any(${about}::uuid[]) or person_id = any(${ids}::uuid[]))`.execute(db)
  // Where they live stands on what was sent and issued to them as people of no company.
  await sql`update quote_editions e set document = jsonb_set(document, '{customer,address}', 'null') from quotes q
    where q.id = e.quote_id and document is not null and q.person_id = any(${ids}::uuid[]) and q.company_id is null`.execute(
    db,
  )
  await sql`update invoices set document = jsonb_set(document, '{customer,address}', 'null')
    where document is not null and person_id = any(${ids}::uuid[]) and company_id is null`.execute(db)
  await sql`delete from identities where person_id = any(${ids}::uuid[])`.execute(db)
  await deleteFilesOf(db, about)
  await sql`delete from mail_messages where email_id = any(${about}::uuid[])`.execute(db)
  // How mail programs call a message may name who wrote it.
  await sql`update mail_messages set message_id = '<' || md5(message_id) || '@erased.invalid>', parents = '{}'
    where email_id = any(${[...shared.values()].flat()}::uuid[])`.execute(db)
  await sql`delete from mail_outgoing where person_id = any(${ids}::uuid[])`.execute(db)
  await sql`delete from mail_wanted where person_id = any(${ids}::uuid[])`.execute(db)
  await sql`delete from external_ids where record_id = any(${about}::uuid[])`.execute(db)
  await sql`delete from lead_answers where lead_id = any(${about}::uuid[])`.execute(db)
  await sql`update lead_status_entries set reason = null where lead_id = any(${about}::uuid[])`.execute(db)
  // That somebody had a part in buying and raised an objection stays, and what was said of them goes.
  await sql`update deal_people set note = '' where person_id = any(${ids}::uuid[]) or deal_id = any(${about}::uuid[])`.execute(
    db,
  )
  await sql`update deal_objections set note = '' where person_id = any(${ids}::uuid[]) or deal_id = any(${about}::uuid[])`.execute(
    db,
  )
  await sql`update deal_competitors set note = '' where deal_id = any(${about}::uuid[])`.execute(db)
  await sql`update employments set role = null where person_id = any(${ids}::uuid[])`.execute(db)
  await sql`delete from call_list_entries where person_id = any(${ids}::uuid[]) or lead_id = any(${about}::uuid[])`.execute(
    db,
  )
  await sql`delete from meeting_invitations where person_id = any(${ids}::uuid[])`.execute(db)
  await sql`delete from notifications where subject_id = any(${about}::uuid[])`.execute(db)
  await sql`delete from webhook_deliveries where person_id = any(${ids}::uuid[]) or subject_id = any(${about}::uuid[])`.execute(
    db,
  )
  await sql`delete from bulk_edit_records where record_id = any(${about}::uuid[])`.execute(db)
  await sql`delete from import_claims where record_id = any(${about}::uuid[])`.execute(db)
  await sql`delete from duplicate_pairs where first_id = any(${ids}::uuid[]) or second_id = any(${ids}::uuid[])`.execute(
    db,
  )
  await sql`delete from duplicate_keys where record_id = any(${ids}::uuid[])`.execute(db)
  await sql`delete from record_merge_rows where merge_id in (select id from record_merges where primary_id = any(${ids}::uuid[]))`.execute(
    db,
  )
  await sql`update record_merges set secondary_row = null, primary_before = null, primary_after = null, document = ''
    where primary_id = any(${ids}::uuid[])`.execute(db)
}
