import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { CompiledQuery, sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { dimensionsOf } from '../contract/metrics/dimensions.ts'
import { metrics } from '../contract/metrics/metrics.ts'
import { recordTypeOf } from '../contract/record-types.ts'
import type { FileValue } from '../contract/records/file.ts'
import type { AnyRecord } from '../contract/records/value.ts'
import { contextFor, testCompany } from './builders.ts'
import { image } from './files.ts'
import { temporaryFolder } from './postgres.ts'
import { addJob, prepareJobs } from '../server/db/jobs.ts'
import { consumers } from '../server/composition.ts'
import { loadSample } from '../server/ecosystem/sample/load.ts'
import { consume } from '../server/ledger/consumer.ts'
import { emptyDeleted } from '../server/records/files/commands.ts'
import { openStores } from '../server/records/files/stores.ts'
import { schemas } from '../server/keeping/contents.ts'

const dataFolder = await temporaryFolder()
afterAll(() => rm(dataFolder, { recursive: true, force: true }))
const app = await testCompany({ dataFolder })
const { db, server, owner, ask, call } = app
const stores = openStores({ dataFolder })

/** What nobody else is called; it stands in every word about the person. */
const mark = 'Qzmarker'
const uploadPath = join(dataFolder, 'imports', 'q.csv')
let id = ''
let photo: FileValue
let offer: FileValue

interface Column {
  table: string
  name: string
  kind: string
}

const run = async <T>(text: string, values: unknown[] = []): Promise<T[]> =>
  (await db.executeQuery<T>(CompiledQuery.raw(text, values))).rows

async function columns(): Promise<Column[]> {
  return run<Column>(
    `select n.nspname || '.' || c.relname as table, a.attname::text as name, format_type(a.atttypid, a.atttypmod) as kind
      from pg_class c join pg_namespace n on n.oid = c.relnamespace join pg_attribute a on a.attrelid = c.oid
      where n.nspname = any($1) and c.relkind in ('r', 'p') and not c.relispartition and a.attnum > 0 and not a.attisdropped
        and a.attgenerated = '' order by 1, a.attnum`,
    [schemas],
  )
}

/** Words of the program's own, which nobody can type. */
const vocabulary = new Set([
  'type',
  'subject_type',
  'from_type',
  'field',
  'stage',
  'kind',
  'origin',
  'caller',
  'locked_by',
  'path',
  'record_type',
  'media_type',
  // Those are called by it above.
  'files',
])

/** What is put behind the value of a column, by the column's type. */
const added: Record<string, (name: string) => string> = {
  text: (name) => `concat_ws(' ', ${name}, $2::text)`,
  'text[]': (name) => `coalesce(${name}, '{}') || $2::text`,
  jsonb: (name) => `case when ${name} is null or jsonb_typeof(${name}) = 'object'
    then coalesce(${name}, '{}') || jsonb_build_object('deep', jsonb_build_array($2::text),
      'changes', coalesce(${name} -> 'changes', '{}') || jsonb_build_object('jobTitle', jsonb_build_array(null, $2::text)))
    else jsonb_build_array(${name}, $2::text) end`,
  json: (name) => `json_build_array(${name}, $2::text)`,
}

/** Puts the mark behind each text of each row that has to do with the person. */
async function plant(about: string[]): Promise<Set<string>> {
  const all = Map.groupBy(await columns(), ({ table }) => table)
  const reached = new Set<string>()
  for (const [table, found] of all) {
    const rows = await run<{ row: string }>(`select ctid from ${table} t where t::text ~ $1`, [
      about.join('|'),
    ])
    if (rows.length > 0) reached.add(table)
    for (const { name, kind } of rows.length > 0 ? found : []) {
      const put = vocabulary.has(name) ? undefined : added[kind]
      if (!put) continue
      const values = [about.join('|'), `to ${mark} at ${table}.${name}`]
      await run(`update ${table} t set "${name}" = ${put(`"${name}"`)} where t::text ~ $1`, values).catch(
        (error: unknown) => {
          // A choice is checked, an id refers to something, a template has a shape.
          if (!/^2[23]/.test((error as { code: string }).code)) throw error
        },
      )
    }
  }
  return reached
}

async function remains(): Promise<string[]> {
  const left: string[] = []
  for (const table of new Set((await columns()).map((column) => column.table)))
    for (const { row } of await run<{ row: string }>(
      `select t::text as row from ${table} t where t::text ilike $1`,
      [`%${mark}%`],
    ))
      left.push(`${table}: ${row}`)
  return left
}

const periods = { from: '2024-01-01', to: '2027-01-01' }
async function figures(): Promise<Record<string, unknown>> {
  const all: Record<string, unknown> = {}
  for (const { slug, recordType } of metrics)
    // By person the figures stay as well, under another name; by the rest of what is no word nobody is told apart.
    for (const by of [
      undefined,
      ...dimensionsOf(recordTypeOf(recordType)).flatMap(({ name, field }) =>
        field.type === 'text' || field.type === 'choice' ? [name] : [],
      ),
    ]) {
      const { status, body } = await call(owner, 'GET', `/metrics/${slug}`, { query: { ...periods, by } })
      all[`${slug} by ${by}`] = status === 200 ? body : status
    }
  return all
}

beforeAll(async () => {
  await prepareJobs(app.database.pool)
  await loadSample(contextFor(app.database))
  const company = await app.company({ name: 'Shared Ltd' })
  const values = {
    firstName: 'Zacharias',
    lastName: mark,
    email: `${mark.toLowerCase()}@x.example`,
    phone: '+351912345678',
  }
  const created = await call(owner, 'POST', '/people', {
    body: {
      ...values,
      company: company.id,
      jobTitle: 'Buyer',
      source: 'Google Ads',
      tags: ['vip'],
      address: { street: 'Rua Qzmarker 1' },
    },
    headers: { 'idempotency-key': 'k1' },
  })
  expect(created.status).toBe(201)
  id = created.body.id
  await app.person({ source: 'Google Ads' })
  const about = { person: id }
  const deals: AnyRecord[] = []
  for (const deal of [
    { ...about, company: company.id, name: `Bikes for ${mark}` },
    { ...about, name: 'Alone' },
  ])
    deals.push(await app.deal(deal))
  const upload = (name: string, content: string | Buffer) =>
    ask<FileValue>(owner, 'POST', '/files', {
      query: { name },
      body: Buffer.from(content),
      headers: { 'content-type': 'application/octet-stream' },
    })
  photo = await upload('me.png', await image())
  const [letter, minutes] = [await upload('letter.txt', 'About tea'), await upload(`${mark}.txt`, 'x')]
  offer = await upload(`Offer_zacharias-${mark}_2026.txt`, 'Bikes')
  await ask(owner, 'PATCH', `/people/${id}`, {
    body: { photo: { id: photo.id }, files: [{ id: letter.id }] },
  })
  await ask(owner, 'PATCH', `/deals/${deals[0]?.id}`, { body: { files: [{ id: offer.id }] } })
  await server.inject({ url: `/api/v1/files/${photo.id}/thumbnail`, headers: owner.headers })
  await ask(owner, 'POST', '/notes', { body: { ...about, body: 'Likes tea', files: [{ id: minutes.id }] } })
  await ask(owner, 'POST', '/notes', {
    body: { deal: deals[0]?.id, body: `Zacharias ${mark} asked for red ones` },
  })
  await ask(owner, 'POST', '/notes', { body: { company: company.id, body: 'Nothing of anybody' } })
  await ask(owner, 'POST', '/calls', {
    body: { ...about, subject: 'First', startedAt: '2026-01-01T10:00:00Z' },
  })
  await ask(owner, 'POST', '/meetings', {
    body: { ...about, subject: 'Alone', startsAt: '2026-01-01T10:00:00Z' },
  })
  await ask(owner, 'POST', '/tasks', { body: { ...about, subject: 'Send it' } })
  await sql`insert into meeting_invitations (calendar_uid, person_id, sequence, content, sent_at)
    select calendar_uid, ${id}, 0, 'x', now() from meetings where person_id = ${id}`.execute(db)
  await sql`
    with list as (insert into call_lists (name, record_type, reason, script)
        values (${`Round of ${mark}`}, 'person', ${`As ${values.email} asked`}, ${`Dear Zacharias ${mark}`}) returning id),
      entry as (insert into call_list_entries (list_id, position, person_id) select id, 1, ${id}::uuid from list returning *)
    insert into call_claims (person_id, entry_id, user_id, at) select person_id, id, ${owner.id}::uuid, now() from entry`.execute(
    db,
  )
  const told = await ask(owner, 'POST', '/emails', { body: { ...about, subject: 'Tea', body: 'Green' } })
  const copied = await ask(owner, 'POST', '/emails', {
    body: { company: company.id, others: [id], subject: 'To all', body: `With Zacharias ${mark}` },
  })
  const { rows: mailboxes } = await sql<{
    id: string
  }>`insert into mailboxes (user_id, address, name, imap_host, imap_port,
      imap_security, smtp_host, smtp_port, smtp_security, username, password, since)
    values (${owner.id}, 'olga@acme.example', 'Olga', 'x', 1, 'tls', 'x', 1, 'tls', 'x', 'x', '2026-01-01') returning id`.execute(
    db,
  )
  for (const email of [told, copied])
    await sql`insert into mail_messages (email_id, message_id, html, mailbox_id)
      values (${email.id}, ${`<${email.id}@x.example>`}, ${`<p>Dear Zacharias ${mark}</p>`}, ${mailboxes[0]?.id})`.execute(
      db,
    )
  await sql`insert into mail_wanted (mailbox_id, person_id) values (${mailboxes[0]?.id}, ${id})`.execute(db)
  await sql`insert into mail_outgoing (id, mailbox_id, person_id, recipients, subject, body, message_id, send_at)
    values (new_id(), ${mailboxes[0]?.id}, ${id}, ${[values.email]}, 'Soon', 'x', '<o@x.example>', now())`.execute(
    db,
  )
  await ask(owner, 'POST', '/meetings', {
    body: { company: company.id, subject: 'Round', startsAt: '2026-01-01T10:00:00Z', attendees: [id] },
  })
  const shared = await ask(owner, 'POST', '/leads', {
    body: { ...about, name: `Bikes for ${mark}`, interest: 'Red ones', source: 'Qz only' },
  })
  await ask(owner, 'PUT', `/leads/${shared.id}/qualification/budget`, {
    body: { answer: 'yes', note: `Says Zacharias ${mark}` },
  })
  const alone = await ask(owner, 'POST', '/leads', { body: { ...about, name: 'Alone' } })
  await ask(owner, 'PATCH', `/leads/${alone.id}`, { body: { company: null } })
  await ask(owner, 'POST', `/leads/${alone.id}/disqualify`, { body: { reason: `${mark} only looked` } })
  const rival = await ask(owner, 'POST', '/competitors', { body: { name: 'Velodrome' } })
  const objection = await ask(owner, 'POST', '/objections', { body: { name: 'Too late for us' } })
  for (const deal of [...deals, await app.deal({ name: 'Of others' })]) {
    const said = { note: `Says Zacharias ${mark}` }
    await ask(owner, 'PUT', `/deals/${deal.id}/people/${id}`, { body: { role: 'champion', ...said } })
    await ask(owner, 'PUT', `/deals/${deal.id}/competitors/${rival.id}`, { body: said })
    await ask(owner, 'POST', `/deals/${deal.id}/objections`, {
      body: { objection: objection.id, person: id, ...said },
    })
  }
  for (const deal of deals) {
    const quote = await ask(owner, 'POST', '/quotes', {
      body: { deal: deal.id, name: `For ${mark}`, setsAmount: false },
    })
    const lines = [{ name: `Red, as Zacharias ${mark} likes it`, quantity: '1', price: '100.00' }]
    const draft = { lines, intro: `Dear Zacharias ${mark}`, validUntil: '2999-12-31' }
    await ask(owner, 'PUT', `/quotes/${quote.id}/draft`, { body: draft })
    const { link } = await ask<{ link: string }>(owner, 'POST', `/quotes/${quote.id}/send`)
    const token = new URL(link).hash.slice(1)
    const { hash } = await ask<{ hash: string }>(owner, 'POST', '/public/quotes/open', { body: { token } })
    const name = `Zacharias ${mark}`
    const asked = { token, name, question: 'How red?' }
    await ask(owner, 'POST', '/public/quotes/ask', { body: asked })
    await ask(owner, 'POST', '/public/quotes/accept', { body: { token, hash, name, signature: name } })
    const { data } = await ask<{ data: AnyRecord[] }>(owner, 'GET', '/orders', {
      query: { filter: { field: 'quote', op: 'is', value: quote.id } },
    })
    const ordered = data[0]?.id ?? ''
    await ask(owner, 'POST', `/orders/${ordered}/invoices`, { body: { terms: `For Zacharias ${mark}` } })
    await ask(owner, 'POST', `/orders/${ordered}/refund`, {
      body: { amount: '1.00', reason: `Zacharias ${mark} was unhappy` },
    })
    await ask(owner, 'POST', '/contracts', {
      body: {
        person: id,
        name: `Plan of ${mark}`,
        startsOn: '2026-01-01',
        monthly: { amount: '1', currency: 'EUR' },
      },
    })
    await ask(owner, 'POST', '/payments', {
      body: {
        order: ordered,
        paidOn: '2026-01-01',
        reference: `From ${mark}`,
        amount: { amount: '1', currency: 'EUR' },
      },
    })
  }
  await ask(owner, 'PATCH', `/people/${id}`, { body: { lifecycleStage: 'lead', jobTitle: 'Head' } })
  await ask(owner, 'POST', `/people/${id}/identities`, {
    body: { kind: 'email', value: `${mark.toLowerCase()}@old.example` },
  })
  await sql`insert into external_ids (type, source, external_id, record_id) values ('person', 'old', ${mark}, ${id})`.execute(
    db,
  )
  await sql`insert into outgoing_mail (recipient, subject, body) values (${values.email}, 'Hello', 'x')`.execute(
    db,
  )
  await sql`insert into saved_views (type, name, owner_id, definition) values ('person', 'Theirs', ${owner.id},
    ${JSON.stringify({ columns: [], filter: { field: 'email', is: values.email } })})`.execute(db)
  await sql`insert into notifications (user_id, kind, subject_type, subject_id, due_at) values (${owner.id}, 'due', 'person', ${id}, now())`.execute(
    db,
  )
  await addJob(db, 'something', { to: values.email })
  await mkdir(join(dataFolder, 'imports'), { recursive: true })
  await writeFile(
    uploadPath,
    `First,Last,Mail\nAna,Duarte,ana@x.example\n"Zach\narias",${mark},${values.email}\nZacharias,${mark},\nBo,Li,bo@x.example\n`,
  )
  const dialect = { encoding: 'utf-8', delimiter: ',', quote: '"', escape: '"', skip: 0, header: true }
  await sql`insert into import_files (name, path, bytes, sha256, rows, dialect) values ('q.csv', 'q.csv', 1, 'x', 4, ${JSON.stringify(dialect)})`.execute(
    db,
  )
  const { rows: edits } = await sql<{ id: string }>`insert into bulk_edits (record_type, changes, caller)
    values ('person', ${JSON.stringify([{ field: 'email', do: 'set', value: values.email }])}, '{}') returning id`.execute(
    db,
  )
  await sql`insert into bulk_edit_records (edit_id, record_id, outcome, reason)
    values (${edits[0]?.id}, ${id}, 'refused', ${values.email})`.execute(db)
  const { rows } = await sql<{
    id: string
  }>`insert into imports (name, mapping, passes) values ('I', '{}', '[]') returning id`.execute(db)
  await sql`insert into import_refusals (import_id, pass, row, value, reason) values (${rows[0]?.id}, 0, 2, ${values.email}, 'Taken')`.execute(
    db,
  )
  for (const consumer of consumers) while (await consume(db, consumer));
}, 60_000)

const erase = (name: string, who = owner) => call(who, 'POST', `/people/${id}/erasure`, { body: { name } })

test('everything known about a person comes as one file', async () => {
  const answer = await call(owner, 'GET', `/people/${id}/personal-data`)
  expect(answer.headers['content-disposition']).toContain('attachment')
  const data = JSON.parse(answer.text) as {
    person: AnyRecord
    tables: Record<string, unknown[]>
    contents: Record<string, string>
  }
  expect(data.person).toMatchObject({ last_name: mark })
  expect(Object.keys(data.tables)).toEqual(
    expect.arrayContaining([
      'calls',
      'deals',
      'employments',
      'events',
      'external_ids',
      'identities',
      'lifecycle_entries',
      'notes',
      'outgoing_mail',
      'tasks',
    ]),
  )
  expect(answer.text).toContain('Likes tea')
  const files = (data.tables.files ?? []) as { id: string; name: string }[]
  expect(files.map(({ name }) => name).toSorted()).toEqual([`${mark}.txt`, 'letter.txt', 'me.png'])
  const letter = data.contents[files.find(({ name }) => name === 'letter.txt')?.id ?? '']
  expect(Buffer.from(letter ?? '', 'base64').toString()).toBe('About tea')
})

test('erasing asks for the name, and is for those who run the company', async () => {
  expect((await erase('Somebody Else')).status).toBe(422)
  expect((await erase(`Zacharias ${mark}`, await app.member('manager'))).status).toBe(403)
  expect(await ask(owner, 'GET', `/people/${id}`)).toMatchObject({ lastName: mark })
})

test('every word of an erased person is gone from every table and file; what is others’ stays', async () => {
  const { rows: theirs } = await sql<{ id: string }>`
    select id from notes where person_id = ${id} union select id from calls where person_id = ${id}
    union select id from tasks where person_id = ${id} union select id from meetings where person_id = ${id}`.execute(
    db,
  )
  const reached = await plant([id, `${mark.toLowerCase()}@`, mark, ...theirs.map((row) => row.id)])
  // A table that refers to people and has no row here was forgotten: give it one above.
  const referring = await run<{
    table: string
  }>(`select distinct 'public.' || conrelid::regclass as table from pg_constraint
    where contype = 'f' and confrelid = 'people'::regclass`)
  expect(referring.map(({ table }) => table).filter((table) => !reached.has(table))).toEqual([])
  expect((await remains()).length).toBeGreaterThan(20)

  const title = (await ask(owner, 'GET', `/people/${id}`)).title
  expect(await erase(title.toLowerCase())).toMatchObject({ status: 204 })
  expect(await remains()).toEqual([])
  expect(await readFile(uploadPath, 'utf8')).toBe(
    'First,Last,Mail\nAna,Duarte,ana@x.example\n"[erased]\n[erased]",[erased],[erased]\n[erased],[erased],\nBo,Li,bo@x.example\n',
  )
  await emptyDeleted(db, stores)
  const kept = await readdir(join(dataFolder, 'files'), { recursive: true })
  expect(kept.filter((path) => path.includes(photo.id))).toEqual([])
  // What is the company's stays, called by nobody's name.
  const { data: deals } = await ask<{ data: { files: FileValue[] | null }[] }>(owner, 'GET', '/deals', {
    query: { filter: { field: 'files', op: 'notEmpty' } },
  })
  expect(deals.flatMap(({ files }) => files ?? [])).toEqual([
    { ...offer, name: expect.stringMatching(/^Offer_\[erased\].*_2026\.txt$/) },
  ])
  const content = await server.inject({ url: `/api/v1/files/${offer.id}/content`, headers: owner.headers })
  expect(content.body).toBe('Bikes')
  const { title: after } = await ask(owner, 'GET', `/people/${id}`)
  expect(after).toMatch(/^Person [0-9A-F]{6}$/)
  const { data } = await ask<{ data: unknown[] }>(owner, 'GET', '/search', { query: { q: mark } })
  expect(data).toEqual([])
  const notes = (await ask<{ data: AnyRecord[] }>(owner, 'GET', '/notes')).data
  expect(notes.map(({ body }) => body)).toContain('Nothing of anybody')
}, 60_000)

test('past figures are what they were, whoever is erased', async () => {
  const { rows } = await sql<{ id: string; title: string }>`
    select distinct p.id, p.title from people p join lifecycle_entries e on e.person_id = p.id and e.stage = 'lead'
      join deals d on d.person_id = p.id and d.status = 'won' order by p.id limit 3`.execute(db)
  expect(rows).toHaveLength(3)
  const before = await figures()
  for (const person of rows)
    await ask(owner, 'POST', `/people/${person.id}/erasure`, { body: { name: person.title } })
  expect(await figures()).toEqual(before)
}, 60_000)

test('an erased person stays so', async () => {
  expect((await erase('x')).status).toBe(409)
  const { status, body } = await call(owner, 'PATCH', `/people/${id}`, { body: { firstName: 'Zach' } })
  expect(status).toBe(409)
  expect(body.detail).toContain('erased')
})
