import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import type { AnyRecord } from '../../contract/records/value.ts'
import { testCompany, type TestCaller } from '../../tests/builders.ts'

const company = await testCompany()
const { owner, call, ask, db } = company

interface Result {
  status: number
  event?: string | null
  record?: AnyRecord
  problem?: { title: string; errors?: { path: string }[]; current?: AnyRecord }
}
const batch = async (plural: string, operations: unknown[], who: TestCaller = owner) =>
  (await ask<{ results: Result[] }>(who, 'POST', `/${plural}/batch`, { body: { operations } })).results
const upsert = (plural: string, by: string, body: unknown, who: TestCaller = owner) =>
  call(who, 'PUT', `/${plural}/by/${by}`, { body })
const count = async (statement: string) =>
  (await sql<{ n: number }>`select count(*)::int as n from ${sql.raw(statement)}`.execute(db)).rows[0]?.n

describe('a batch', () => {
  test('carries each operation out by itself: what is refused says why, and the others stand', async () => {
    const kept = await company.person({ email: 'taken@example.com' })
    const gone = await company.person()
    const results = await batch('people', [
      { do: 'create', values: { firstName: 'New' } },
      { do: 'create', values: { email: 'taken@example.com' } },
      { do: 'create', values: { nonsense: 1 } },
      { do: 'create', values: { firstName: 'nul\0' } },
      { do: 'create', values: { company: '01a2014b-d59b-786b-936d-31538f84bb8c' } },
      { do: 'update', id: kept.id, values: { jobTitle: 'CTO' }, version: 1 },
      { do: 'update', id: kept.id, values: { jobTitle: 'CEO' }, version: 1 },
      { do: 'update', id: '01a2014b-d59b-786b-936d-31538f84bb8c', values: {} },
      { do: 'upsert', by: 'email', values: { email: 'TAKEN@example.com', segment: 'smb' } },
      { do: 'upsert', by: 'email', values: { email: 'fresh@example.com' } },
      { do: 'upsert', by: 'jobTitle', values: { jobTitle: 'x' } },
      { do: 'upsert', by: 'constructor', values: {} },
      { do: 'delete', id: gone.id },
      { do: 'restore', id: gone.id },
    ])
    expect(results.map(({ status }) => status)).toEqual([
      201, 409, 422, 422, 422, 200, 412, 404, 200, 201, 422, 422, 200, 200,
    ])
    expect(results.map(({ problem }) => problem?.errors?.[0]?.path)).toEqual([
      undefined,
      'email',
      'nonsense',
      'firstName',
      'company',
      undefined,
      undefined,
      undefined,
      undefined,
      undefined,
      'field',
      'field',
      undefined,
      undefined,
    ])
    expect(results[6]?.problem?.current).toMatchObject({ jobTitle: 'CTO', version: 2 })
    expect(await ask(owner, 'GET', `/people/${kept.id}`)).toMatchObject({
      jobTitle: 'CTO',
      segment: 'smb',
      version: 3,
    })
    expect(await ask(owner, 'GET', `/people/${gone.id}`)).toMatchObject({ version: 3, deletedAt: null })
  })

  test('changes one record twice, one after the other', async () => {
    const { id } = await company.person()
    const results = await batch('people', [
      { do: 'update', id, values: { jobTitle: 'A' } },
      { do: 'update', id, values: { segment: 'B' } },
    ])
    expect(results.map(({ record }) => record?.version)).toEqual([2, 3])
    expect(results[1]?.record).toMatchObject({ jobTitle: 'A', segment: 'B' })
  })

  test('moves an address from one person to another', async () => {
    const [a, b] = [await company.person({ email: 'moving@example.com' }), await company.person()]
    const results = await batch('people', [
      { do: 'update', id: a.id, values: { email: null } },
      { do: 'update', id: b.id, values: { email: 'moving@example.com' } },
    ])
    expect(results.map(({ status }) => status)).toEqual([200, 200])
    const { rows } = await sql<{
      id: string
    }>`select person_id as id from identities where value = 'moving@example.com'`.execute(db)
    expect(rows).toEqual([{ id: b.id }])
  })

  test('of a thousand new records makes a thousand, each with event, identity and search entry', async () => {
    const operations = Array.from({ length: 1_000 }, (_, i) => ({
      do: 'create',
      values: { firstName: 'Bulk', email: `bulk${i}@example.com` },
    }))
    const results = await batch('people', operations)
    expect(results.every(({ status, event }) => status === 201 && event)).toBe(true)
    expect(results.map(({ record }) => record?.email)).toEqual(operations.map(({ values }) => values.email))
    for (const table of [
      "people where email like 'bulk%'",
      "identities where value like 'bulk%'",
      "search_entries where title = 'Bulk'",
      "events where type = 'person.created' and personal::text like '%Bulk%'",
    ])
      expect(await count(table), table).toBe(1_000)
  })

  test('of a thousand in which two share an address makes the other nine hundred and ninety-nine', async () => {
    const operations = Array.from({ length: 1_000 }, (_, i) => ({
      do: 'create',
      values: { email: `half${i === 700 ? 3 : i}@example.com` },
    }))
    const results = await batch('people', operations)
    expect(results.filter(({ status }) => status === 201)).toHaveLength(999)
    expect(results[700]).toMatchObject({ status: 409, problem: { errors: [{ path: 'email' }] } })
    expect(await count("people where email like 'half%'")).toBe(999)
  })

  test('gives for each change what undoes it', async () => {
    const people = [await company.person({ segment: 'a' }), await company.person({ segment: 'b' })]
    const results = await batch(
      'people',
      people.map(({ id }) => ({ do: 'update', id, values: { segment: 'c' } })),
    )
    await ask(owner, 'POST', '/undo', { body: { events: results.map(({ event }) => event) } })
    for (const { id, segment } of people)
      expect(await ask(owner, 'GET', `/people/${id}`)).toMatchObject({ segment })
  })

  test('is refused when empty, too long or of unknown verbs', async () => {
    for (const operations of [
      [],
      Array.from({ length: 1_001 }, () => ({ do: 'create', values: {} })),
      [{ do: 'drop', id: 'x' }],
    ])
      expect((await call(owner, 'POST', '/people/batch', { body: { operations } })).status).toBe(422)
  })

  test('of those who may not, is refused operation by operation', async () => {
    const viewer = await company.member('viewer')
    const { id } = await company.person()
    const results = await batch(
      'people',
      [
        { do: 'create', values: {} },
        { do: 'update', id, values: {} },
        { do: 'delete', id },
      ],
      viewer,
    )
    expect(results.map(({ status }) => status)).toEqual([403, 403, 403])
    expect(await batch('people', [{ do: 'create', values: {} }], viewer)).toMatchObject([{ status: 403 }])
  })

  test('crosses with others in any order without a deadlock', async () => {
    const people = await Promise.all(
      Array.from({ length: 12 }, (_, i) => company.person({ email: `cross${i}@example.com` })),
    )
    const change = (record: AnyRecord, i: number) =>
      i % 2
        ? { do: 'update', id: record.id, values: { segment: `s${i}` } }
        : { do: 'upsert', by: 'email', values: { email: record.email, segment: `u${i}` } }
    const orders = [
      people,
      people.toReversed(),
      [...people.slice(6), ...people.slice(0, 6)],
      [...people.slice(3).toReversed(), ...people.slice(0, 3)],
    ]
    for (let round = 0; round < 4; round++) {
      const answers = await Promise.all(
        orders.map((order, i) =>
          batch(
            'people',
            order.map((record, at) => change(record, at + i + round)),
          ),
        ),
      )
      for (const results of answers) expect(results.every(({ status }) => status === 200)).toBe(true)
    }
  })
})

describe('two people in one batch', () => {
  test('do not swap their addresses: each is told that the other has it, and keeps their own', async () => {
    const [a, b] = [
      await company.person({ email: 'a@swap.example' }),
      await company.person({ email: 'b@swap.example' }),
    ]
    const results = await batch('people', [
      { do: 'update', id: a.id, values: { email: 'b@swap.example' } },
      { do: 'update', id: b.id, values: { email: 'a@swap.example' } },
    ])
    expect(results.map(({ status, problem }) => [status, problem?.errors?.[0]?.path])).toEqual([
      [409, 'email'],
      [409, 'email'],
    ])
    expect((await ask(owner, 'GET', `/people/${a.id}`)).email).toBe('a@swap.example')
    // Letting go first makes room, in the same batch.
    const steps = await batch('people', [
      { do: 'update', id: a.id, values: { email: null } },
      { do: 'update', id: b.id, values: { email: 'a@swap.example' } },
      { do: 'update', id: a.id, values: { email: 'b@swap.example' } },
    ])
    expect(steps.map(({ status }) => status)).toEqual([200, 200, 200])
  })
})

describe('an upsert', () => {
  test('finds a person by a further address, and leaves the first one where it is', async () => {
    const known = await company.person({ email: 'first@upsert.example' })
    await ask(owner, 'POST', `/people/${known.id}/identities`, {
      body: { kind: 'email', value: 'second@upsert.example' },
    })
    const found = await upsert('people', 'email', { email: 'Second@upsert.example', jobTitle: 'CTO' })
    expect([found.status, found.body]).toMatchObject([
      200,
      { id: known.id, email: 'first@upsert.example', jobTitle: 'CTO' },
    ])
    const [same, other] = await batch('people', [
      { do: 'upsert', by: 'email', values: { email: 'second@upsert.example', segment: 'smb' } },
      { do: 'upsert', by: 'email', values: { email: 'first@upsert.example', segment: 'mid' } },
    ])
    expect([same?.status, same?.record?.id, other?.record?.id]).toEqual([200, known.id, known.id])
    await ask(owner, 'DELETE', `/people/${known.id}`)
    expect((await upsert('people', 'email', { email: 'second@upsert.example' })).status).toBe(409)
  })

  test('creates at first and changes afterwards, whatever the spelling', async () => {
    const first = await upsert('people', 'email', { email: 'Up@Example.com', firstName: 'Up' })
    expect([first.status, first.body.version, first.headers.etag]).toEqual([201, 1, '"1"'])
    const second = await upsert('people', 'email', { email: ' up@example.COM', jobTitle: 'CTO' })
    expect(second.status).toBe(200)
    expect(second.body).toMatchObject({ id: first.body.id, version: 2, firstName: 'Up', jobTitle: 'CTO' })
    const third = await upsert('people', 'email', { email: 'up@example.com', jobTitle: 'CTO' })
    expect([third.status, third.body.version, third.headers.event]).toEqual([200, 2, undefined])
  })

  test('of many at once makes one record', async () => {
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, i) =>
        upsert('products', 'sku', { sku: 'RACE', name: 'Race', family: `f${i}` }),
      ),
    )
    expect(answers.map(({ status }) => status).sort((a, b) => a - b)).toEqual([
      200, 200, 200, 200, 200, 200, 200, 200, 200, 201,
    ])
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1)
    expect(await count("products where sku = 'RACE'")).toBe(1)
  })

  test('is refused without the key, by a field that is not unique, and for a record in the bin', async () => {
    expect((await upsert('people', 'email', { firstName: 'x' })).body.errors?.[0]?.path).toBe('email')
    expect((await upsert('people', 'firstName', { firstName: 'x' })).body.errors?.[0]?.path).toBe('field')
    expect((await upsert('people', '__proto__', { firstName: 'x' })).body.errors?.[0]?.path).toBe('field')
    expect((await upsert('products', 'sku', { sku: 'NEW' })).body.errors?.[0]?.path).toBe('name')
    const binned = await company.person()
    await ask(owner, 'DELETE', `/people/${binned.id}`)
    expect((await upsert('people', 'email', { email: binned.email })).status).toBe(409)
  })
})
