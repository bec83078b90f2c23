import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import { testCompany } from '../../../tests/builders.ts'
import type { FormulaFill } from '../../../contract/records/formula-routes.ts'
import type { OwnField } from '../../../contract/records/own-field.ts'
import type { AnyRecord } from '../../../contract/records/value.ts'
import { prepareJobs } from '../../db/jobs.ts'
import { consume } from '../../ledger/consumer.ts'
import { readFills } from './fill.ts'
import { keepFormulas } from './follow.ts'
import { settleFormulas } from './install.ts'
import { beginDay, fill } from './jobs.ts'

const app = await testCompany()
const { owner, ask, call, db, database } = app
await prepareJobs(database.pool)
const stages = await app.stages()

const follow = async () => {
  while (await consume(db, keepFormulas));
}
const fillAll = async () => {
  for (const { recordType, finishedAt } of await readFills(db))
    if (!finishedAt) await fill(database, recordType)
}
const add = (recordType: string, label: string, formula: string, more: object = {}) =>
  ask<OwnField>(owner, 'POST', '/fields', { body: { recordType, type: 'formula', label, formula, ...more } })
const refused = async (method: 'POST' | 'PATCH', path: string, body?: object) => {
  const answer = await call(owner, method, path, { body })
  return { status: answer.status, detail: answer.body.detail, errors: answer.body.errors }
}
const EUR = (amount: string) => ({ amount, currency: 'EUR' })
const shown = (deal: AnyRecord) => ask(owner, 'GET', `/deals/${deal.id}`)
const company = (record: AnyRecord) => ask(owner, 'GET', `/companies/${record.id}`)

describe('a formula of a record’s own fields', () => {
  test('is right in the answer to the write', async () => {
    const net = await add('deal', 'Net', 'amount*0.9')
    expect(net).toMatchObject({ name: 'own_net', type: 'formula', result: 'money', formula: 'amount*0.9' })
    const deal = await app.deal({ amount: { amount: '100.05', currency: 'USD' } })
    expect(deal.own_net).toEqual({ amount: '90.04', currency: 'USD' })
    const changed = await ask(owner, 'PATCH', `/deals/${deal.id}`, { body: { amount: null } })
    expect(changed.own_net).toBeNull()
    const { data } = await ask<{ data: AnyRecord[] }>(owner, 'POST', '/deals/batch', {
      body: {
        create: [
          { name: 'One', amount: EUR('10.00') },
          { name: 'Two', amount: EUR('20.00') },
        ],
      },
    }).catch(() => ({ data: [] as AnyRecord[] }))
    for (const one of data) if ('own_net' in one) expect(one.own_net).not.toBeNull()
  })

  test('is filtered, sorted, exported and described as what it gives', async () => {
    await app.deal({ name: 'Small', amount: EUR('1000.00') })
    await app.deal({ name: 'Large', amount: EUR('5000.00') })
    const filter = { field: 'own_net', op: 'atLeast', value: 900 }
    const list = await ask<{ data: AnyRecord[] }>(owner, 'GET', '/deals', {
      query: { filter, sort: '-own_net' },
    })
    expect(list.data.map(({ name, own_net }) => [name, own_net])).toEqual([
      ['Large', EUR('4500.00')],
      ['Small', EUR('900.00')],
    ])
    const { text } = await call(owner, 'GET', '/deals/export', { query: { fields: 'name,own_net', filter } })
    expect(text).toContain('Large,4500.00')
    const { data } = await ask<{ data: { fields: object[] }[] }>(owner, 'GET', '/record-types', {
      query: { type: 'deal' },
    })
    expect(data[0]?.fields).toContainEqual(
      expect.objectContaining({ name: 'own_net', type: 'money', readOnly: true }),
    )
    const document = await ask<{ paths: Record<string, never> }>(owner, 'GET', '/openapi.json')
    const deal = JSON.stringify(document.paths['/deals/{id}'])
    expect(deal).toMatch(/"own_net":\{[^}]*(\}[^}]*)*?"readOnly":true/)
    const body = JSON.stringify(
      (document.paths['/deals'] as unknown as { post: { requestBody: object } }).post.requestBody,
    )
    expect(body).not.toContain('own_net')
  })

  test('is written by nobody', async () => {
    const said = {
      path: 'own_net',
      message: 'This is calculated by its formula. Write what it is calculated from.',
    }
    expect(await refused('POST', '/deals', { name: 'x', own_net: EUR('1') })).toMatchObject({
      status: 422,
      errors: [said],
    })
    const deal = await app.deal()
    expect((await refused('PATCH', `/deals/${deal.id}`, { own_net: null })).errors).toEqual([said])
    // Nor by a statement that means to.
    await sql`update deals set amount = 1000, amount_currency = 'EUR', custom = custom || '{"own_net": 7}' where id = ${deal.id}`.execute(
      db,
    )
    expect((await shown(deal)).own_net).toEqual(EUR('9.00'))
  })

  test('may read another, which is calculated first', async () => {
    await add('deal', 'After tax', 'if(own_rest > 1000, own_rest * 0.8, own_rest)').catch(() => null)
    await add('deal', 'Rest', "own_net - money(10, 'EUR')")
    await add('deal', 'After tax', 'if(own_rest > 1000, own_rest * 0.8, own_rest)')
    expect(await app.deal({ amount: EUR('2000.00') })).toMatchObject({
      own_rest: EUR('1790.00'),
      own_after_tax: EUR('1432.00'),
    })
  })
})

describe('a formula that makes no sense', () => {
  test('is refused at the place', async () => {
    expect(
      await refused('POST', '/fields', {
        recordType: 'deal',
        type: 'formula',
        label: 'Odd',
        formula: 'amont * 2',
      }),
    ).toEqual({
      status: 422,
      detail: 'Deals have no field “amont”. Did you mean amount?',
      errors: [
        {
          path: 'formula',
          message: 'Deals have no field “amont”. Did you mean amount?',
          at: { start: 0, end: 5 },
        },
      ],
    })
  })

  test('is refused when it leads back to itself, also by way of other records', async () => {
    const share = await add('deal', 'Share', 'number(amount) / 2')
    await add('company', 'Shares', 'sum(deals.own_share)')
    const change = { formula: 'number(amount) / company.own_shares' }
    const answer = await refused('PATCH', `/fields/${share.id}`, change)
    expect(answer).toMatchObject({ status: 422, errors: [{ path: 'formula' }] })
    expect(answer.detail).toMatch(
      /lead in a circle: .*“Share” of deals.*“Shares” of companies|lead in a circle: .*“Shares” of companies.*“Share” of deals/,
    )
    expect((await refused('PATCH', `/fields/${share.id}`, { formula: 'own_share + 1' })).detail).toContain(
      'uses itself',
    )
  })

  test('keeps its type', async () => {
    const field = await add('deal', 'Word', "'a' & name")
    const { detail } = await refused('PATCH', `/fields/${field.id}`, { formula: 'amount' })
    expect(detail).toContain('A field’s type stays')
    const rate = await add('deal', 'Rate', 'probability')
    const changed = await ask<OwnField>(owner, 'PATCH', `/fields/${rate.id}`, {
      body: { result: 'percentage' },
    })
    expect(changed.result).toBe('percentage')
  })
})

test('a field that formulas read is not retired before they are, and says which', async () => {
  const size = await ask<OwnField>(owner, 'POST', '/fields', {
    body: { recordType: 'company', type: 'number', label: 'Size' },
  })
  const double = await add('company', 'Double size', 'own_size * 2')
  await add('person', 'Firm size', 'company.own_size')
  const { status, detail } = await refused('POST', `/fields/${size.id}/retire`)
  expect([status, detail]).toEqual([
    409,
    'Formulas use “Size”: “Firm size” of people, “Double size” of companies. Change or retire them first.',
  ])
  expect(await ask(owner, 'GET', `/fields/${size.id}/use`)).toMatchObject({
    formulas: [
      { recordType: 'person', label: 'Firm size' },
      { recordType: 'company', label: 'Double size' },
    ],
  })
  // Retired itself, a formula is calculated no more, and back it is what it would have been.
  const made = await app.company({ own_size: 4 })
  expect(made.own_double_size).toBe(8)
  await ask(owner, 'POST', `/fields/${double.id}/retire`)
  await ask(owner, 'PATCH', `/companies/${made.id}`, { body: { own_size: 5 } })
  await ask(owner, 'POST', `/fields/${double.id}/restore`)
  await fillAll()
  expect((await company(made)).own_double_size).toBe(10)
})

test('a roll-up follows its records: new ones, changed ones, moved ones, and those in the bin', async () => {
  await add('company', 'Open', "count(deals where status = 'open')")
  await add('company', 'Worth', "sum(deals.amount where status = 'won')")
  const [one, other] = [await app.company(), await app.company()]
  expect(one).toMatchObject({ own_open: 0, own_worth: EUR('0.00') })
  const deal = await app.deal({ company: one.id, amount: EUR('70.00') })
  await follow()
  expect((await company(one)).own_open).toBe(1)
  await ask(owner, 'PATCH', `/deals/${deal.id}`, { body: { company: other.id } })
  await follow()
  expect([(await company(one)).own_open, (await company(other)).own_open]).toEqual([0, 1])
  await ask(owner, 'PATCH', `/deals/${deal.id}`, { body: { stage: stages.Won?.id } })
  await follow()
  expect(await company(other)).toMatchObject({ own_open: 0, own_worth: EUR('70.00') })
  await ask(owner, 'DELETE', `/deals/${deal.id}`)
  await follow()
  expect((await company(other)).own_worth).toEqual(EUR('0.00'))
  await ask(owner, 'POST', `/deals/${deal.id}/restore`)
  await follow()
  expect((await company(other)).own_worth).toEqual(EUR('70.00'))
  // It is nobody's change: the version stays, so that nobody's editing meets it.
  expect((await company(other)).version).toBe(other.version)
})

test('what was won counts as it was frozen, whatever the rates do later; what is open by those of today', async () => {
  await ask(owner, 'PUT', '/exchange-rates/USD/2020-01-01', { body: { rate: '0.5' } })
  await add('company', 'All', 'sum(deals.amount)')
  const made = await app.company()
  const won = await app.deal({ company: made.id, amount: { amount: '100.00', currency: 'USD' } })
  await ask(owner, 'PATCH', `/deals/${won.id}`, { body: { stage: stages.Won?.id } })
  await app.deal({ company: made.id, amount: { amount: '100.00', currency: 'USD' } })
  await follow()
  await fillAll()
  expect(await company(made)).toMatchObject({ own_worth: EUR('50.00'), own_all: EUR('100.00') })
  await ask(owner, 'PUT', '/exchange-rates/USD/2020-01-02', { body: { rate: '0.8' } })
  await follow()
  await fillAll()
  expect(await company(made)).toMatchObject({ own_worth: EUR('50.00'), own_all: EUR('130.00') })
})

test('a reference is read through, and follows what it leads to', async () => {
  await add('deal', 'Customer', "upper(company.name) & ', ' & company.own_open")
  const made = await app.company({ name: 'Gull' })
  const deal = await app.deal({ company: made.id })
  await follow()
  expect((await shown(deal)).own_customer).toBe('GULL, 1')
  await ask(owner, 'PATCH', `/companies/${made.id}`, { body: { name: 'Tern' } })
  await follow()
  expect((await shown(deal)).own_customer).toBe('TERN, 1')
  await ask(owner, 'DELETE', `/companies/${made.id}`)
  await follow()
  expect((await shown(deal)).own_customer).toBe(', ')
})

test('an option that is called otherwise is so in formulas as well', async () => {
  const tier = await ask<OwnField>(owner, 'POST', '/fields', {
    body: { recordType: 'company', type: 'choice', label: 'Tier', options: [{ label: 'Gold' }] },
  })
  await add('company', 'Greeting', "'Dear ' & own_tier & ' customer'")
  const made = await app.company({ own_tier: 'gold' })
  expect(made.own_greeting).toBe('Dear Gold customer')
  await ask(owner, 'PATCH', `/fields/${tier.id}`, { body: { options: [{ value: 'gold', label: 'Golden' }] } })
  await fillAll()
  expect((await company(made)).own_greeting).toBe('Dear Golden customer')
})

describe('records that were there before', () => {
  const fillOf = async (type: string) => {
    const { data } = await ask<{ data: FormulaFill[] }>(owner, 'GET', '/fields/calculations')
    return data.find(({ recordType }) => recordType === type)
  }

  test('are calculated in the background, with progress, and can be stopped and gone on with', async () => {
    await sql`insert into products (name) select 'Product ' || n from generate_series(1, 2500) n`.execute(db)
    await add('product', 'Letters', 'length(name)')
    expect(await fillOf('product')).toMatchObject({ total: 2500, done: 0, finishedAt: null })
    await ask(owner, 'DELETE', '/fields/calculations/product')
    await fill(database, 'product')
    expect(await fillOf('product')).toMatchObject({
      done: 0,
      finishedAt: null,
      stoppedAt: expect.any(String),
    })
    await ask(owner, 'POST', '/fields/calculations/product')
    await fill(database, 'product')
    expect(await fillOf('product')).toMatchObject({
      done: 2500,
      changed: 2500,
      stoppedAt: null,
      finishedAt: expect.any(String),
    })
    const filter = { field: 'own_letters', op: 'is', value: 12 }
    const { data } = await ask<{ data: AnyRecord[] }>(owner, 'GET', '/products', {
      query: { filter, limit: 1 },
    })
    expect(data[0]?.own_letters).toBe(12)
  })

  test('are calculated once when a day begins, if they follow the day', async () => {
    await fillAll()
    await add('task', 'Late by', 'daysBetween(dueAt, today())')
    await fillAll()
    await sql`update formula_day set day = formula_today() - 1`.execute(db)
    await beginDay(database)
    expect(await fillOf('task')).toMatchObject({ finishedAt: null })
    expect((await fillOf('product'))?.finishedAt).not.toBeNull()
    await fillAll()
    await beginDay(database)
    expect((await fillOf('task'))?.finishedAt).not.toBeNull()
  })

  test('are calculated when the company moves to another time zone', async () => {
    await ask(owner, 'PATCH', '/organisation', { body: { timeZone: 'Asia/Tokyo' } })
    expect(await fillOf('task')).toMatchObject({ finishedAt: null })
    await fillAll()
  })

  test('of a database that lost its functions, as one restored, are kept again from the start on', async () => {
    await sql`drop function formulas_of_products cascade`.execute(db)
    await sql`drop trigger products_formulas on products`.execute(db)
    const without = await ask(owner, 'POST', '/products', { body: { name: 'Abc' } })
    expect(without.own_letters).toBeNull()
    await settleFormulas(db, false)
    await fillAll()
    expect(await ask(owner, 'GET', `/products/${without.id}`)).toMatchObject({ own_letters: 3 })
  })
})

test('with its last formula gone, a table is as if it had never had one', async () => {
  const field = await add('note', 'Wide', "'a' & 'b'")
  await ask(owner, 'POST', `/fields/${field.id}/retire`)
  const { rows } = await sql`select tgname::text as name from pg_trigger where tgname = 'notes_formulas'
    union all select proname::text from pg_proc where proname like '%formulas_of_notes'`.execute(db)
  expect(rows).toEqual([])
})

test('a preview tries a formula on records and keeps nothing', async () => {
  const preview = (formula: string) =>
    ask<{ problem: object | null; kind: string; records: { title: string; value: unknown }[] }>(
      owner,
      'POST',
      '/fields/preview',
      {
        body: { recordType: 'deal', formula },
      },
    )
  await app.deal({ name: 'Tried', amount: EUR('12.00') })
  expect(await preview('amount / 3')).toMatchObject({
    problem: null,
    kind: 'money',
    records: expect.arrayContaining([]),
  })
  expect((await preview('amount / 3')).records[0]).toMatchObject({ title: 'Tried', value: EUR('4.00') })
  expect(await preview('amount /')).toMatchObject({ problem: { start: 7, end: 8 }, records: [] })
  const seller = await app.member('seller')
  expect(
    (await call(seller, 'POST', '/fields/preview', { body: { recordType: 'deal', formula: '1' } })).status,
  ).toBe(403)
})

test('with no formula the ledger is passed over unread', async () => {
  const empty = await testCompany()
  await empty.company()
  expect(await consume(empty.db, keepFormulas)).toBe(0)
  const { rows } = await sql<{ behind: boolean }>`select exists (select from events e, ledger_cursors c
    where c.consumer = 'formulas' and (e.tx, e.id) > (c.tx, c.event_id)) as behind`.execute(empty.db)
  expect(rows[0]?.behind).toBe(false)
})
