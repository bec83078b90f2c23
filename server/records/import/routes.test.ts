import { mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Writable } from 'node:stream'
import { sql } from 'kysely'
import { afterAll, describe, expect, test } from 'vitest'
import type { Import } from '../../../contract/records/import.ts'
import type { ImportDetail, ImportFile, Inspection } from '../../../contract/records/import-routes.ts'
import { testCompany, type TestCaller } from '../../../tests/builders.ts'
import { prepareJobs, runJobs } from '../../db/jobs.ts'
import { silent } from '../../db/log.ts'
import { importCommand } from './command.ts'
import { importJobs } from './jobs.ts'
import { registerFile } from './prepare.ts'
import { deleteOldFiles } from './retention.ts'

const folder = await mkdtemp(join(tmpdir(), 'throughline-imports-'))
const company = await testCompany({ dataFolder: folder })
const { ask, call, owner, database } = company
await prepareJobs(database.pool)
const jobs = await runJobs(database, importJobs(folder), silent)
afterAll(async () => {
  await jobs.stop()
  await rm(folder, { recursive: true, force: true })
})

const csv =
  'Contact ID;Name;E-Mail;Signed up\n1;Ana;ana@api.example;31/01/2026\n2;Bo;not a mail;01/02/2026\n3;=cmd();cy@api.example;02/02/2026\n'
const upload = (who: TestCaller, name: string, text: string) =>
  ask<ImportFile>(who, 'POST', '/imports/files', {
    query: { name },
    body: text,
    headers: { 'content-type': 'text/csv' },
  })
const mapping = {
  name: 'Contacts',
  source: 'api',
  files: [
    {
      match: 'contacts.csv',
      recordType: 'person',
      sourceId: 'Contact ID',
      fields: [
        { field: 'firstName', column: 'Name' },
        { field: 'email', column: 'E-Mail' },
        { field: 'createdAt', column: 'Signed up', format: 'dd/MM/yyyy' },
      ],
    },
  ],
}
const until = (id: string, state: string) =>
  expect
    .poll(async () => (await ask<Import>(owner, 'GET', `/imports/${id}`)).state, { timeout: 15_000 })
    .toBe(state)

describe('the API', () => {
  test('a file goes in, is looked at, tried out, imported, and what was refused comes back', async () => {
    const file = await upload(owner, 'contacts.csv', csv)
    expect(file).toMatchObject({
      name: 'contacts.csv',
      rows: 3,
      bytes: csv.length,
      dialect: { encoding: 'utf-8', delimiter: ';', header: true },
    })

    const seen = await ask<Inspection>(owner, 'POST', `/imports/files/${file.id}/inspect`, { body: {} })
    expect(seen.columns.map(({ name, look }) => [name, look])).toEqual([
      ['Contact ID', 'number'],
      ['Name', 'text'],
      ['E-Mail', 'text'],
      ['Signed up', 'date'],
    ])
    expect(seen.sample[0]).toEqual(['1', 'Ana', 'ana@api.example', '31/01/2026'])
    expect(seen.suggestions[0]?.recordType).toBe('person')
    expect(seen.suggestions[0]?.file.sourceId).toBe('Contact ID')

    const made = await ask<Import>(owner, 'POST', '/imports', { body: { mapping, files: [file.id] } })
    expect(made).toMatchObject({ state: 'draft', total: 3, done: 0 })
    expect((await call(owner, 'POST', `/imports/${made.id}/check`)).status).toBe(202)
    await until(made.id, 'checked')
    expect(await ask<Import>(owner, 'GET', `/imports/${made.id}`)).toMatchObject({
      done: 3,
      passes: [{ counts: { created: 2, refused: 1 } }],
    })
    expect((await ask<{ data: unknown[] }>(owner, 'GET', `/imports/${made.id}/refusals`)).data).toEqual([
      {
        pass: 0,
        file: 'contacts.csv',
        row: 3,
        column: 'E-Mail',
        value: 'not a mail',
        reason: 'is not an e-mail address',
      },
    ])

    await ask(owner, 'POST', `/imports/${made.id}/start`)
    await until(made.id, 'done')
    const { data } = await ask<{ data: { email: string; createdAt: string }[] }>(owner, 'GET', '/people', {
      query: { filter: { field: 'email', op: 'is', value: 'ana@api.example' } },
    })
    expect(data).toMatchObject([{ email: 'ana@api.example', createdAt: '2026-01-31T00:00:00.000Z' }])
    const rows = await call(owner, 'GET', `/imports/${made.id}/refused-rows`, { query: { pass: 0 } })
    expect(rows.text).toBe(
      '\uFEFFContact ID,Name,E-Mail,Signed up,Row,Why it was refused\r\n2,Bo,not a mail,01/02/2026,3,"E-Mail: ""not a mail"" is not an e-mail address"\r\n',
    )
    expect((await call(owner, 'POST', `/imports/${made.id}/start`)).status).toBe(409)
    expect((await ask<{ data: Import[] }>(owner, 'GET', '/imports')).data[0]?.id).toBe(made.id)
  })

  test('a draft is kept though it is not whole, changed by one at a time, and checked when it is tried out', async () => {
    const file = await upload(owner, 'contacts.csv', csv)
    const half = { name: '', source: '', files: [] }
    const { id, version } = await ask<ImportDetail>(owner, 'POST', '/imports', {
      body: { mapping: half, files: [], draft: true },
    })
    expect((await call(owner, 'POST', '/imports', { body: { mapping: half, files: [] } })).status).toBe(422)
    const refused = await call(owner, 'POST', `/imports/${id}/check`)
    expect([refused.status, refused.body.errors?.[0]?.path]).toEqual([422, 'mapping.name'])

    const put = (ifMatch: number, name: string) =>
      call<ImportDetail & { current: ImportDetail }>(owner, 'PUT', `/imports/${id}`, {
        body: { mapping: { ...mapping, name }, files: [file.id] },
        headers: { 'if-match': `"${ifMatch}"` },
      })
    const first = await put(version, 'Contacts of ours')
    expect([first.status, first.headers.etag]).toEqual([200, `"${first.body.version}"`])
    const second = await put(version, 'Contacts of theirs')
    expect([second.status, second.body.current.mapping.name]).toEqual([412, 'Contacts of ours'])
    expect(await ask<ImportDetail>(owner, 'GET', `/imports/${id}`)).toMatchObject({
      name: 'Contacts of ours',
      state: 'draft',
      editable: true,
      mapping: { files: mapping.files },
      files: [{ id: file.id, name: 'contacts.csv' }],
    })

    await ask(owner, 'POST', `/imports/${id}/check`)
    await until(id, 'checked')
    // Said anew, it has to be tried out anew.
    const { version: checked } = await ask<ImportDetail>(owner, 'GET', `/imports/${id}`)
    expect((await put(checked, 'Contacts')).body).toMatchObject({ state: 'draft', done: 0, report: null })
    expect((await call(owner, 'DELETE', `/imports/${id}`)).status).toBe(204)
    expect((await call(owner, 'GET', `/imports/${id}`)).status).toBe(404)
  })

  test('what has begun is changed and deleted no more, and what is stopped while tried out begins anew', async () => {
    const file = await upload(owner, 'contacts.csv', csv)
    const { id } = await ask<ImportDetail>(owner, 'POST', '/imports', {
      body: { mapping: { ...mapping, source: 'begun' }, files: [file.id] },
    })
    await sql`create function stop_check() returns trigger language plpgsql as $$ begin
      if new.state = 'checking' and new.at_row > 0 then new.cancelling := true; end if; return new; end $$`.execute(
      company.db,
    )
    await sql`create trigger a_stop_check before update on imports for each row execute function stop_check()`.execute(
      company.db,
    )
    await ask(owner, 'POST', `/imports/${id}/check`)
    await expect
      .poll(async () => (await ask<ImportDetail>(owner, 'GET', `/imports/${id}`)).finishedAt, {
        timeout: 15_000,
      })
      .not.toBeNull()
    await sql`drop trigger a_stop_check on imports`.execute(company.db)
    expect(await ask<ImportDetail>(owner, 'GET', `/imports/${id}`)).toMatchObject({ state: 'draft' })
    await ask(owner, 'POST', `/imports/${id}/start`)
    await until(id, 'done')
    expect(await ask<ImportDetail>(owner, 'GET', `/imports/${id}`)).toMatchObject({
      done: 3,
      editable: false,
    })
    const put = await call(owner, 'PUT', `/imports/${id}`, { body: { mapping, files: [file.id] } })
    expect([put.status, (await call(owner, 'DELETE', `/imports/${id}`)).status]).toEqual([409, 409])
  })

  test('files go thirty days after they were last of use, with what was refused of them; somebody’s own stay', async () => {
    const old = sql`now() - interval '31 days'`
    const make = async (name: string) => {
      const file = await upload(owner, 'contacts.csv', csv)
      const { id } = await ask<ImportDetail>(owner, 'POST', '/imports', {
        body: { mapping: { ...mapping, name, source: name }, files: [file.id] },
      })
      await ask(owner, 'POST', `/imports/${id}/start`)
      await until(id, 'done')
      return { id, file }
    }
    const [aged, recent] = [await make('aged'), await make('recent')]
    const unused = await upload(owner, 'contacts.csv', csv)
    const own = join(folder, 'own.csv')
    await writeFile(own, csv)
    const registered = await registerFile(company.db, own, null)
    await writeFile(join(folder, 'imports', 'half-sent.csv'), 'x')
    await utimes(join(folder, 'imports', 'half-sent.csv'), 0, 0)
    const before = await readdir(join(folder, 'imports'))
    await sql`update import_files set created_at = ${old} where id <> ${recent.file.id}`.execute(company.db)
    await sql`alter table imports disable trigger imports_counted`.execute(company.db)
    await sql`update imports set updated_at = ${old} where id = ${aged.id}`.execute(company.db)
    await sql`alter table imports enable trigger imports_counted`.execute(company.db)

    await deleteOldFiles(company.db, folder)
    const { rows: left } = await sql<{ id: string }>`select id from import_files`.execute(company.db)
    const ids = left.map(({ id }) => id)
    expect(ids).toContain(recent.file.id)
    for (const gone of [aged.file.id, unused.id, registered.id]) expect(ids).not.toContain(gone)
    expect((await readdir(join(folder, 'imports'))).length).toBeLessThanOrEqual(before.length - 3)
    expect(await readdir(folder)).toContain('own.csv')
    const refusals = async (id: string) =>
      (await ask<{ data: unknown[] }>(owner, 'GET', `/imports/${id}/refusals`)).data.length
    expect([await refusals(aged.id), await refusals(recent.id)]).toEqual([0, 1])
    expect(await ask<ImportDetail>(owner, 'GET', `/imports/${aged.id}`)).toMatchObject({
      files: [],
      filesUntil: null,
    })
    const { filesUntil, finishedAt } = await ask<ImportDetail>(owner, 'GET', `/imports/${recent.id}`)
    expect(Math.round((Date.parse(filesUntil!) - Date.parse(finishedAt!)) / 86_400_000)).toBe(30)
  })

  test('mappings are saved by name and used again', async () => {
    const saved = await ask<{ id: string }>(owner, 'PUT', '/imports/mappings', { body: mapping })
    expect(
      (
        await ask<{ id: string }>(owner, 'PUT', '/imports/mappings', {
          body: { ...mapping, source: 'other' },
        })
      ).id,
    ).toBe(saved.id)
    expect(
      (await ask<{ data: { mapping: { source: string } }[] }>(owner, 'GET', '/imports/mappings')).data,
    ).toMatchObject([{ mapping: { source: 'other' } }])
    expect((await call(owner, 'DELETE', `/imports/mappings/${saved.id}`)).status).toBe(204)
  })

  test('what cannot work is said before anything is done, field by field', async () => {
    const file = await upload(owner, 'contacts.csv', csv)
    const wrong = {
      ...mapping,
      files: [
        { ...mapping.files[0], sourceId: 'Customer' },
        { match: 'orders.csv', recordType: 'deal', fields: [] },
      ],
    }
    const answer = await call(owner, 'POST', '/imports', { body: { mapping: wrong, files: [file.id] } })
    expect(answer.status).toBe(422)
    expect(answer.body.errors).toEqual([
      { path: 'files.0', message: expect.stringContaining('no column "Customer"') as string },
      { path: 'files.1.match', message: 'No file given is called orders.csv' },
    ])
    expect(
      (
        await call(owner, 'POST', '/imports/files', {
          query: { name: 'x.csv' },
          body: '',
          headers: { 'content-type': 'text/csv' },
        })
      ).status,
    ).toBe(422)
  })

  test('roles import what they may create and change, and see their own imports', async () => {
    const seller = await company.member('seller')
    const file = await upload(seller, 'contacts.csv', csv)
    expect((await call(seller, 'POST', '/imports', { body: { mapping, files: [file.id] } })).status).toBe(201)
    const users = {
      ...mapping,
      files: [{ match: 'contacts.csv', recordType: 'user', fields: [{ field: 'name', column: 'Name' }] }],
    }
    const answer = await call(seller, 'POST', '/imports', { body: { mapping: users, files: [file.id] } })
    expect([answer.status, answer.body.detail]).toEqual([
      403,
      'Your role may not import team members. Ask an administrator.',
    ])
    const viewer = await company.member('viewer')
    expect((await call(viewer, 'POST', '/imports', { body: { mapping, files: [file.id] } })).status).toBe(403)
    expect((await ask<{ data: Import[] }>(viewer, 'GET', '/imports')).data).toEqual([])
    expect((await call(viewer, 'GET', `/imports/files/${file.id}/inspect`)).status).toBe(404)
  })
})

describe('the command line', () => {
  async function run(text: string, more: object = {}) {
    const [map, file] = [join(folder, 'map.json'), join(folder, 'contacts.csv')]
    await writeFile(map, JSON.stringify({ ...mapping, source: 'cli' }))
    await writeFile(file, text)
    let said = ''
    const out = new Writable({
      write(chunk, _, done) {
        said += String(chunk)
        done()
      },
    })
    const code = await importCommand({ map, files: [file], database, dataFolder: folder, out, ...more })
    return { code, said }
  }

  test('says what came in and what was refused, and why', async () => {
    const { code, said } = await run(csv.replaceAll('@api', '@cli'))
    expect(code).toBe(2)
    expect(said).toContain('Imported: Contacts')
    expect(said).toContain('contacts.csv → person: 2 created, 1 refused')
    expect(said).toContain('""not a mail"" is not an e-mail address')
  })
  test('a dry run says so; the same again changes nothing', async () => {
    const text = csv.replaceAll('@api', '@cli').replace('not a mail', 'bo@cli.example')
    expect((await run(text, { dryRun: true })).said).toContain(
      'nothing was written: Contacts\n  contacts.csv → person: 1 new, 2 unchanged',
    )
    expect(await run(text)).toMatchObject({ code: 0 })
    expect((await run(text)).said).toContain('3 unchanged')
  })
  test('a mapping that does not fit is explained', async () => {
    await expect(run('a,b\n1,2\n')).rejects.toThrow('no column "Name"; it has a, b')
    await expect(
      importCommand({
        map: join(folder, 'none.json'),
        files: [],
        database,
        dataFolder: folder,
        out: process.stdout,
      }),
    ).rejects.toThrow('cannot be read')
  })
})
