import { sql } from 'kysely'
import { afterAll, describe, expect, test } from 'vitest'
import type { Problem } from '../../../contract/http/problem.ts'
import type { OwnField } from '../../../contract/records/own-field.ts'
import type { AnyRecord } from '../../../contract/records/value.ts'
import { openDatabase } from '../../db/database.ts'
import { prepareJobs } from '../../db/jobs.ts'
import { fresh, testApp, testCompany, type TestCaller } from '../../../tests/builders.ts'

const company = await testCompany()
const { owner, call, ask, db } = company
await prepareJobs(company.database.pool)

/** As much of an operation as is looked at. */
interface Described {
  requestBody: { content: Record<string, { schema: { properties: Record<string, unknown> } }> }
}

interface List {
  data: AnyRecord[]
}

const add = (input: Record<string, unknown>, who: TestCaller = owner) =>
  ask<OwnField>(who, 'POST', '/fields', { body: { recordType: 'person', ...input } })

const listed = async (filter: unknown, path = '/people', sort = 'createdAt') =>
  (await ask<List>(owner, 'GET', path, { query: { filter, sort } })).data

describe('a field that is added', () => {
  test('is there at once: written, read, filtered, sorted, chosen as a column, exported', async () => {
    const field = await add({ type: 'date', label: 'Renewal date', help: 'When the contract ends' })
    expect(field).toMatchObject({ name: 'own_renewal_date', version: 1, required: false, retiredAt: null })
    const late = await company.person({ own_renewal_date: '2027-05-01' })
    const soon = await company.person({ own_renewal_date: '2026-12-31' })
    const never = await company.person()
    expect([late.own_renewal_date, never.own_renewal_date]).toEqual(['2027-05-01', null])

    expect(await ask(owner, 'GET', `/people/${soon.id}`)).toMatchObject({ own_renewal_date: '2026-12-31' })
    const before = { field: 'own_renewal_date', op: 'lessThan', value: '2027-01-01' }
    expect((await listed(before)).map(({ id }) => id)).toEqual([soon.id])
    expect((await listed({ field: 'own_renewal_date', op: 'empty' })).map(({ id }) => id)).toEqual([never.id])
    const query = { sort: '-own_renewal_date', fields: 'title,own_renewal_date', limit: 2 }
    const page = await ask<List & { next: string }>(owner, 'GET', '/people', { query })
    expect(page.data).toEqual([
      { id: late.id, version: 1, title: late.title, own_renewal_date: '2027-05-01' },
      { id: soon.id, version: 1, title: soon.title, own_renewal_date: '2026-12-31' },
    ])
    const rest = await ask<List>(owner, 'GET', '/people', { query: { ...query, after: page.next } })
    expect(rest.data.map(({ id }) => id)).toEqual([never.id])
    const { text } = await call(owner, 'GET', '/people/export', { query })
    expect(text.split('\r\n').slice(0, 2)).toEqual(['\uFEFFPerson,Renewal date', `${late.title},2027-05-01`])
  })

  test('stands in the OpenAPI document, and unknown ones are refused by name', async () => {
    await add({ type: 'number', label: 'Shoe size' })
    const document = await ask<{ paths: Record<string, Record<string, Described>> }>(
      owner,
      'GET',
      '/openapi.json',
    )
    const body = document.paths['/people']?.post?.requestBody.content['application/json']?.schema
    expect(body?.properties.own_shoe_size).toMatchObject({ type: ['number', 'null'], title: 'Shoe size' })
    const refused = await call(owner, 'POST', '/people', { body: { own_nothing: 1, own_shoe_size: 'big' } })
    expect(refused.status).toBe(422)
    expect(refused.body.errors?.map(({ path }) => path).sort()).toEqual(['own_nothing', 'own_shoe_size'])
  })

  test('is changed, told in the history with its values, and undone', async () => {
    await add({ type: 'text', label: 'Nickname' })
    const person = await company.person({ own_nickname: 'Annie' })
    const change = await call(owner, 'PATCH', `/people/${person.id}`, {
      body: { own_nickname: 'Nan' },
      headers: { 'if-match': '"1"' },
    })
    expect(change.body).toMatchObject({ own_nickname: 'Nan', own_renewal_date: null, version: 2 })
    const stale = { body: { own_nickname: 'X' }, headers: { 'if-match': '"1"' } }
    expect((await call(owner, 'PATCH', `/people/${person.id}`, stale)).status).toBe(412)
    const history = await ask<{ data: { changes: unknown }[] }>(owner, 'GET', `/people/${person.id}/history`)
    expect(history.data[0]?.changes).toEqual({ own_nickname: ['Annie', 'Nan'] })
    await ask(owner, 'POST', '/undo', { body: { events: [change.headers.event] } })
    expect(await ask(owner, 'GET', `/people/${person.id}`)).toMatchObject({ own_nickname: 'Annie' })
    await ask(owner, 'PATCH', `/people/${person.id}`, { body: { own_nickname: null } })
    const { rows } = await sql<{
      custom: unknown
    }>`select custom from people where id = ${person.id}`.execute(db)
    expect(rows[0]?.custom).toEqual({})
  })

  test('is for administrators to add, and tells in the ledger who did', async () => {
    const seller = await company.member('seller')
    const refused = await call(seller, 'POST', '/fields', {
      body: { recordType: 'person', type: 'text', label: 'No' },
    })
    expect(refused.status).toBe(403)
    const { id } = await add({ type: 'text', label: 'Told' })
    const { rows } =
      await sql`select type, actor_id, data ->> 'name' as name from events where subject_id = ${id}`.execute(
        db,
      )
    expect(rows).toEqual([{ type: 'field.added', actor_id: owner.id, name: 'own_told' }])
  })

  test.each([
    [{ type: 'text', label: '' }, 422, 'label'],
    [{ type: 'text', label: 'First name' }, 409, 'label'],
    [{ type: 'secret', label: 'X' }, 422, 'type'],
    [{ type: 'text', label: 'X', recordType: 'stage' }, 422, 'recordType'],
    [{ type: 'text', label: 'X', recordType: 'constructor' }, 422, 'recordType'],
    [{ type: 'choice', label: 'X' }, 422, 'options'],
    [{ type: 'choice', label: 'X', options: [{ label: 'A' }, { label: 'a ' }] }, 422, 'options'],
    [{ type: 'choice', label: 'X', options: [{ label: 'A', value: "a'; drop" }] }, 422, 'options.0.value'],
    [{ type: 'reference', label: 'X' }, 422, 'to'],
    [{ type: 'reference', label: 'X', to: 'nonsense' }, 422, 'to'],
    [{ type: 'number', label: 'X', default: 'many' }, 422, 'default'],
    [{ type: 'yesNo', label: 'X', unique: true }, 422, 'unique'],
    [{ type: 'number', label: 'X', searched: true }, 422, 'searched'],
  ])('%o is refused', async (input, status, path) => {
    const refused = await call(owner, 'POST', '/fields', { body: { recordType: 'person', ...input } })
    expect([refused.status, refused.body.errors?.[0]?.path]).toEqual([status, path])
  })
})

describe('a required field', () => {
  test('is asked of new records, stays away from old ones, and cannot be cleared', async () => {
    const before = await company.company()
    await add({ recordType: 'company', type: 'text', label: 'Register number', required: true })
    const refused = await call(owner, 'POST', '/companies', { body: { name: 'Without' } })
    expect([refused.status, refused.body.errors?.[0]?.path]).toEqual([422, 'own_register_number'])
    const made = await company.company({ own_register_number: '123' })
    const cleared = await call(owner, 'PATCH', `/companies/${made.id}`, {
      body: { own_register_number: null },
    })
    expect([cleared.status, cleared.body.errors?.[0]?.path]).toEqual([422, 'own_register_number'])
    expect((await call(owner, 'PATCH', `/companies/${before.id}`, { body: { name: 'Old' } })).status).toBe(
      200,
    )
    const { data } = await ask<{ data: OwnField[] }>(owner, 'GET', '/fields')
    const { id } = data.find(({ name }) => name === 'own_register_number') as OwnField
    await ask(owner, 'PATCH', `/fields/${id}`, { body: { required: false } })
    expect((await call(owner, 'POST', '/companies', { body: { name: 'Without' } })).status).toBe(201)
  })

  test('with a default is filled in', async () => {
    await add({ recordType: 'company', type: 'number', label: 'Rating', required: true, default: 3 })
    expect(await company.company()).toMatchObject({ own_rating: 3 })
  })
})

describe('a unique field', () => {
  test('is kept by the database: one of many writers at once wins, and it can be upserted by', async () => {
    await add({ recordType: 'product', type: 'text', label: 'Article code', unique: true })
    const name = () => `Product ${fresh()}`
    const answers = await Promise.all(
      Array.from({ length: 8 }, () =>
        call(owner, 'POST', '/products', { body: { name: name(), own_article_code: 'A-1' } }),
      ),
    )
    expect(answers.map(({ status }) => String(status)).toSorted()).toEqual([
      '201',
      ...Array.from({ length: 7 }, () => '409'),
    ])
    const refused = answers.find(({ status }) => status === 409)
    expect(refused?.body.errors).toEqual([{ path: 'own_article_code', message: 'Already taken' }])
    const body = { own_article_code: 'A-1', description: 'Found' }
    const found = await call(owner, 'PUT', '/products/by/own_article_code', { body })
    expect([found.status, found.body.description]).toEqual([200, 'Found'])
    const made = await call(owner, 'PUT', '/products/by/own_article_code', {
      body: { own_article_code: 'A-2', name: name() },
    })
    expect(made.status).toBe(201)
  })

  test('cannot become unique while two have the same value', async () => {
    const { id } = await add({ recordType: 'product', type: 'number', label: 'Bin number' })
    const [one] = [
      await ask(owner, 'POST', '/products', { body: { name: `P${fresh()}`, own_bin_number: 7 } }),
      await ask(owner, 'POST', '/products', { body: { name: `P${fresh()}`, own_bin_number: 7 } }),
    ]
    const refused = await call(owner, 'PATCH', `/fields/${id}`, { body: { unique: true } })
    expect([refused.status, refused.body.errors?.[0]?.message]).toEqual([409, '“7” is there twice'])
    await ask(owner, 'PATCH', `/products/${one.id}`, { body: { own_bin_number: 8 } })
    expect(await ask(owner, 'PATCH', `/fields/${id}`, { body: { unique: true } })).toMatchObject({
      unique: true,
    })
    const again = await call(owner, 'POST', '/products', { body: { name: 'Again', own_bin_number: 8 } })
    expect([again.status, again.body.errors?.[0]?.path]).toEqual([409, 'own_bin_number'])
    await ask(owner, 'PATCH', `/fields/${id}`, { body: { unique: false } })
    expect(
      (await call(owner, 'POST', '/products', { body: { name: 'Again', own_bin_number: 8 } })).status,
    ).toBe(201)
  })
})

describe('a choice', () => {
  test('gains, renames and retires options; records keep what they have', async () => {
    const field = await add({
      recordType: 'deal',
      type: 'choice',
      label: 'Contract kind',
      options: [{ label: 'New business' }, { label: 'Rahmenvertrag für Öl' }],
      default: 'new_business',
    })
    const { id, options } = field
    expect(options?.map(({ value }) => value)).toEqual(['new_business', 'rahmenvertrag_fur_ol'])
    const deal = await company.deal()
    expect(deal.own_contract_kind).toBe('new_business')
    // Leaving it out retires it.
    const changed = await ask<OwnField>(owner, 'PATCH', `/fields/${id}`, {
      body: {
        default: null,
        options: [{ value: 'rahmenvertrag_fur_ol', label: 'Frame' }, { label: 'Renewal' }],
      },
    })
    expect(changed.options).toEqual([
      { value: 'rahmenvertrag_fur_ol', label: 'Frame' },
      { value: 'renewal', label: 'Renewal' },
      { value: 'new_business', label: 'New business', retired: true },
    ])
    expect(await ask(owner, 'GET', `/deals/${deal.id}`)).toMatchObject({ own_contract_kind: 'new_business' })
    const refused = await call(owner, 'PATCH', `/deals/${deal.id}`, {
      body: { own_contract_kind: 'new_business' },
    })
    expect([refused.status, refused.body.errors?.[0]?.path]).toEqual([422, 'own_contract_kind'])
    expect(await ask(owner, 'PATCH', `/deals/${deal.id}`, { body: { name: 'Renamed' } })).toMatchObject({
      own_contract_kind: 'new_business',
    })
    await company.deal({ own_contract_kind: 'renewal', amount: { amount: '10', currency: 'EUR' } })
    const summary = await ask<{ groups: unknown[] }>(owner, 'GET', '/deals/summary', {
      query: { groupBy: 'own_contract_kind', sum: 'amount' },
    })
    expect(summary.groups).toMatchObject([
      { key: 'new_business', count: 1 },
      { key: 'renewal', count: 1, total: { amount: '10.00', currency: 'EUR' } },
    ])
    const metric = await ask<{ data: { slug: string; dimensions: { name: string }[] }[] }>(
      owner,
      'GET',
      '/metrics',
    )
    expect(metric.data.find(({ slug }) => slug === 'sales.weighted-pipeline')?.dimensions).toContainEqual(
      expect.objectContaining({ name: 'own_contract_kind' }),
    )
  })
})

describe('a reference', () => {
  test('leads to records of any type, and lets go of what is deleted for good', async () => {
    await add({ recordType: 'deal', type: 'reference', to: 'person', label: 'Champion' })
    await add({ recordType: 'deal', type: 'references', to: 'task', label: 'Blocked by' })
    await add({ recordType: 'deal', type: 'user', label: 'Lawyer' })
    const champion = await company.person({ lastName: 'Champion' })
    const tasks = await Promise.all(
      ['One', 'Two'].map((subject) => ask(owner, 'POST', '/tasks', { body: { subject } })),
    )
    const ids = tasks.map(({ id }) => id)
    const deal = await company.deal({
      own_champion: champion.id,
      own_blocked_by: [ids[1], ids[0]],
      own_lawyer: owner.id,
    })
    expect(deal).toMatchObject({
      own_champion: champion.id,
      own_blocked_by: [ids[1], ids[0]],
      own_lawyer: owner.id,
    })
    const read = await ask<AnyRecord & { expanded: Record<string, AnyRecord> }>(
      owner,
      'GET',
      `/deals/${deal.id}`,
      {
        query: { expand: 'own_champion,own_blocked_by' },
      },
    )
    expect(read).toMatchObject({
      own_champion: champion.id,
      own_blocked_by: [ids[1], ids[0]],
      own_lawyer: owner.id,
    })
    expect(Object.keys(read.expanded).sort()).toEqual([champion.id, ...ids].sort())
    const asked: [unknown, number][] = [
      [{ field: 'own_champion', op: 'is', value: champion.id }, 1],
      [{ field: 'own_champion', op: 'isNot', value: owner.id }, 1],
      [{ field: 'own_lawyer', op: 'is', value: 'me' }, 1],
      [{ field: 'own_blocked_by', op: 'anyOf', value: [ids[0]] }, 1],
      [{ field: 'own_blocked_by', op: 'empty' }, 0],
      [{ related: 'own_champion', some: { field: 'lastName', op: 'is', value: 'Champion' } }, 1],
    ]
    for (const [filter, count] of asked) {
      const found = await listed(
        { and: [filter, { field: 'id', op: 'is', value: deal.id }] },
        '/deals',
        'own_champion',
      )
      expect(found.length, JSON.stringify(filter)).toBe(count)
    }
    const back = { related: 'own_champion_of_deals', some: { field: 'id', op: 'is', value: deal.id } }
    expect((await listed(back)).map(({ id }) => id)).toEqual([champion.id])
    const refused = await call(owner, 'PATCH', `/deals/${deal.id}`, { body: { own_champion: ids[0] } })
    expect([refused.status, refused.body.errors?.[0]?.path]).toEqual([422, 'own_champion'])
    await sql`delete from tasks where id = ${ids[1]}`.execute(db)
    await sql`delete from people where id = ${champion.id}`.execute(db)
    expect(await ask(owner, 'GET', `/deals/${deal.id}`)).toMatchObject({
      own_champion: null,
      own_blocked_by: [ids[0]],
    })
  })
})

describe('a retired field', () => {
  test('is gone everywhere, keeps what was written, and comes back with it', async () => {
    const field = await add({ recordType: 'company', type: 'text', label: 'Mascot', searched: true })
    const made = await company.company({ own_mascot: 'Heron' })
    await ask(owner, 'POST', '/views', {
      body: {
        type: 'company',
        name: 'Herons',
        definition: {
          filter: { field: 'own_mascot', op: 'is', value: 'Heron' },
          columns: [{ field: 'own_mascot' }],
        },
      },
    })
    expect(await ask(owner, 'GET', `/fields/${field.id}/use`)).toEqual({
      records: 1,
      views: [{ id: expect.any(String), name: 'Herons', filters: true }],
      viewsOfOthers: 0,
      mappings: [],
      formulas: [],
    })
    const search = async () => (await ask<List>(owner, 'GET', '/search', { query: { q: 'heron' } })).data
    expect(await search()).toHaveLength(1)
    await ask(owner, 'POST', `/fields/${field.id}/retire`)
    expect(await ask(owner, 'GET', `/companies/${made.id}`)).not.toHaveProperty('own_mascot')
    const refused = await call(owner, 'PATCH', `/companies/${made.id}`, { body: { own_mascot: 'Owl' } })
    expect(refused.status).toBe(422)
    const asked = await call(owner, 'GET', '/companies', {
      query: { filter: { field: 'own_mascot', op: 'notEmpty' } },
    })
    expect([asked.status, asked.body.errors?.[0]?.path]).toEqual([422, 'filter'])
    // Changed meanwhile, the record keeps it all the same.
    await ask(owner, 'PATCH', `/companies/${made.id}`, { body: { name: 'Changed', own_rating: 5 } })
    const successor = await add({ recordType: 'company', type: 'text', label: 'Mascot' })
    expect(successor.name).toBe('own_mascot_2')
    const meets = await call(owner, 'POST', `/fields/${field.id}/restore`)
    expect([meets.status, meets.body.errors?.[0]?.path]).toEqual([409, 'label'])
    await ask(owner, 'PATCH', `/fields/${successor.id}`, { body: { label: 'Totem' } })
    await ask(owner, 'POST', `/fields/${field.id}/restore`)
    expect(await ask(owner, 'GET', `/companies/${made.id}`)).toMatchObject({
      own_mascot: 'Heron',
      own_mascot_2: null,
      own_rating: 5,
    })
  })
})

test('fields stand in the order that they are put in', async () => {
  const names = ['Alpha', 'Beta', 'Gamma']
  const fields = []
  for (const label of names) fields.push(await add({ recordType: 'meeting', type: 'text', label }))
  const [alpha, beta, gamma] = fields as [OwnField, OwnField, OwnField]
  const body = { recordType: 'meeting', ids: [gamma.id, alpha.id] }
  const { data } = await ask<{ data: OwnField[] }>(owner, 'PUT', '/fields/order', { body })
  expect(data.map(({ id }) => id)).toEqual([gamma.id, alpha.id, beta.id])
  const meeting = await ask(owner, 'POST', '/meetings', {
    body: { subject: 'M', startsAt: '2026-01-01T10:00:00Z' },
  })
  expect(Object.keys(meeting).filter((name) => name.startsWith('own_'))).toEqual([
    'own_gamma',
    'own_alpha',
    'own_beta',
  ])
})

test('another server on the same database knows a field at once, in what it reads, refuses and writes', async () => {
  const database = openDatabase({ connection: company.connection, poolSize: 3 })
  afterAll(() => database.close())
  const other = await testApp({ database }, { ...company, database, db: database.db })
  const record = { body: { name: `Both ${fresh()}` } }
  await other.ask(owner, 'GET', '/products')
  await add({ recordType: 'product', type: 'text', label: 'Shelf' })
  // Written through the other one before its notice can have come.
  const made = await other.ask(owner, 'POST', '/products', { body: { ...record.body, own_shelf: 'B4' } })
  expect(made).toMatchObject({ own_shelf: 'B4' })
  const filter = { field: 'own_shelf', op: 'is', value: 'B4' }
  const field = await other.ask<OwnField>(owner, 'POST', '/fields', {
    body: { recordType: 'product', type: 'text', label: 'Row' },
  })
  expect(await ask<List>(owner, 'GET', '/products', { query: { filter, sort: 'own_row' } })).toMatchObject({
    data: [{ id: made.id, own_shelf: 'B4', own_row: null }],
  })
  // What one does not know of yet, it does not lose: added here, filled here, changed there.
  await ask(owner, 'PATCH', `/products/${made.id}`, { body: { own_row: '7' } })
  expect(
    await other.ask(owner, 'PATCH', `/products/${made.id}`, { body: { own_shelf: 'C1' } }),
  ).toMatchObject({
    own_shelf: 'C1',
    own_row: '7',
  })
  await other.ask(owner, 'POST', `/fields/${field.id}/retire`)
  await expect
    .poll(async () => Object.keys((await ask<List>(owner, 'GET', '/products')).data[0] ?? {}))
    .not.toContain('own_row')
  const refusedThere = await call<Problem>(owner, 'POST', '/products', { body: { name: 'N', own_row: '1' } })
  expect(refusedThere.status).toBe(422)
})
