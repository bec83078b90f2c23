import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import type { AnyRecord } from '../../contract/records/value.ts'
import { contextFor, testCompany } from '../../tests/builders.ts'
import { person } from '../../contract/customer/person.ts'
import { updateRecords } from './write.ts'

const company = await testCompany()
const { owner, call, ask, db } = company
const { Proposal, Won } = (await company.stages()) as { Proposal: AnyRecord; Won: AnyRecord }

const eventsOf = async (id: unknown) =>
  (
    await sql<{
      type: string
      version: number
      data: { changes: object }
      personal: { changes: object } | null
    }>`
    select type, subject_version as version, data, personal from events where subject_id = ${id} order by id`.execute(
      db,
    )
  ).rows

describe('a new record', () => {
  test('comes back as it will be read, belongs to who made it, and is on the ledger once', async () => {
    const made = await call(owner, 'POST', '/people', {
      body: {
        firstName: ' Ana ',
        lastName: 'Duarte',
        email: 'Ana.Duarte@Example.com',
        phone: '+351 912 345 678',
        birthday: '1990-02-28',
        tags: ['vip', 'lisbon'],
        address: { street: 'Rua A 1', city: 'Lisbon' },
        website: 'duarte.example',
        source: 'Newsletter',
        description: '<p>Likes <strong>tea</strong><script>alert(1)</script></p>',
        lifecycleStage: 'lead',
        timeZone: 'Europe/Lisbon',
      },
    })
    expect(made.status).toBe(201)
    expect(made.headers.etag).toBe('"1"')
    expect(made.body).toMatchObject({
      version: 1,
      title: 'Ana Duarte',
      firstName: 'Ana',
      email: 'ana.duarte@example.com',
      phone: '+351912345678',
      birthday: '1990-02-28',
      tags: ['vip', 'lisbon'],
      address: { street: 'Rua A 1', city: 'Lisbon' },
      website: 'https://duarte.example',
      source: 'Newsletter',
      channel: 'email',
      description: '<p>Likes <strong>tea</strong></p>',
      owner: owner.id,
      createdBy: owner.id,
      deletedAt: null,
    })
    expect(await ask(owner, 'GET', `/people/${made.body.id}`)).toEqual(made.body)
    const [event, ...more] = await eventsOf(made.body.id)
    expect(more).toEqual([])
    expect(event).toMatchObject({ type: 'person.created', version: 1 })
    expect(event?.data.changes).toMatchObject({ source: [null, 'Newsletter'] })
    // What is personal stands apart, so that it can be blanked.
    expect(event?.personal?.changes).toMatchObject({
      firstName: [null, 'Ana'],
      email: [null, 'ana.duarte@example.com'],
    })
    expect(JSON.stringify(event?.data)).not.toContain('Ana')
  })

  test('needs neither name nor mail, and still has a title', async () => {
    const { title } = await ask(owner, 'POST', '/people', { body: {} })
    expect(title).toMatch(/^Person [0-9A-F]{6}$/)
  })

  test('takes defaults, and null where a default is not wanted', async () => {
    expect(await ask(owner, 'POST', '/tasks', { body: { subject: 'Call' } })).toMatchObject({
      status: 'open',
      priority: 'normal',
      doneAt: null,
      owner: owner.id,
    })
    expect(
      await ask(owner, 'POST', '/tasks', { body: { subject: 'Call', priority: null, owner: null } }),
    ).toMatchObject({ priority: null, owner: null })
  })

  test('keeps references to many in their order, each once', async () => {
    const [a, b] = [await company.person(), await company.person()]
    const meeting = await ask(owner, 'POST', '/meetings', {
      body: { subject: 'Demo', startsAt: '2026-03-31T10:00:00+01:00', attendees: [b.id, a.id, b.id] },
    })
    expect(meeting).toMatchObject({ startsAt: '2026-03-31T09:00:00.000Z', attendees: [b.id, a.id] })
    expect(await ask(owner, 'GET', `/meetings/${meeting.id}`)).toEqual(meeting)
    const fewer = await ask(owner, 'PATCH', `/meetings/${meeting.id}`, { body: { attendees: [] } })
    expect(fewer.attendees).toBeNull()
  })
})

describe('a refusal names the field', () => {
  const nobody = '01a2014b-d59b-786b-936d-31538f84bb8c'
  test.each<[string, string, Record<string, unknown>, number, string]>([
    ['POST', '/people', { nonsense: 1 }, 422, 'nonsense'],
    ['POST', '/people', { email: 'ana' }, 422, 'email'],
    ['POST', '/people', { channel: 'email' }, 422, 'channel'],
    ['POST', '/people', { company: nobody }, 422, 'company'],
    ['POST', '/people', { owner: nobody }, 422, 'owner'],
    ['POST', '/people', { timeZone: 'Moon/Base' }, 422, 'timeZone'],
    ['POST', '/people', { firstName: 'nul\0' }, 422, 'firstName'],
    ['POST', '/people', { birthday: '0000-01-01' }, 422, ''],
    ['POST', '/people', { address: { planet: 'x', city: 7 } }, 422, 'address.city'],
    ['POST', '/companies', {}, 422, 'name'],
    ['POST', '/companies', { name: '   ' }, 422, 'name'],
    [
      'POST',
      '/companies',
      { name: 'A', annualRevenue: { amount: '999999999999999', currency: 'EUR' } },
      422,
      'annualRevenue.amount',
    ],
    [
      'POST',
      '/companies',
      { name: 'A', annualRevenue: { amount: '1.001', currency: 'EUR' } },
      422,
      'annualRevenue.amount',
    ],
    ['POST', '/notes', { body: '<script>x</script>' }, 422, 'body'],
    [
      'POST',
      '/meetings',
      { subject: 'A', startsAt: '2026-03-31T10:00:00Z', endsAt: '2026-03-31T09:00:00Z' },
      422,
      'endsAt',
    ],
    [
      'POST',
      '/meetings',
      { subject: 'A', startsAt: '2026-03-31T10:00:00Z', attendees: [nobody] },
      422,
      'attendees',
    ],
    ['POST', '/stages', { name: 'Odd', pipeline: nobody }, 422, 'pipeline'],
    ['POST', '/users', { name: 'A', email: 'olga@acme.example' }, 409, 'email'],
    ['POST', '/products', { name: 'A', price: { amount: 'x', currency: 'EUR' } }, 422, 'price.amount'],
    ['POST', '/calls', { duration: 1.5 }, 422, 'duration'],
    ['POST', '/deals', { name: 'A', stage: nobody }, 422, 'stage'],
    ['POST', '/deals', { name: 'A', person: nobody }, 422, 'person'],
    ['POST', '/deals', { name: 'A', probability: 7 }, 422, 'probability'],
  ])('%s %s %o', async (method, path, body, status, field) => {
    const answer = await call(owner, method as 'POST', path, { body })
    expect([answer.status, answer.body.errors?.map((error) => error.path)]).toEqual([status, [field]])
    expect(answer.headers['content-type']).toMatch(/application\/problem\+json/)
  })

  test('an e-mail that is taken, also by a record in the bin or as a further address', async () => {
    const taken = await company.person()
    await ask(owner, 'DELETE', `/people/${taken.id}`)
    const again = await call(owner, 'POST', '/people', { body: { email: String(taken.email).toUpperCase() } })
    expect(again.status).toBe(409)
    expect(again.body.errors).toEqual([{ path: 'email', message: 'Already taken' }])
    const other = await company.person()
    await sql`insert into identities (kind, value, person_id) values ('email', 'second@example.com', ${other.id})`.execute(
      db,
    )
    const third = await call(owner, 'POST', '/people', { body: { email: 'second@example.com' } })
    expect([third.status, third.body.errors?.[0]?.path]).toEqual([409, 'email'])
  })

  test('a record or member that refers to itself', async () => {
    const own = await company.company()
    const answer = await call(owner, 'PATCH', `/companies/${own.id}`, { body: { parent: own.id } })
    expect([answer.status, answer.body.errors?.[0]?.path]).toEqual([422, 'parent'])
    const member = await call(owner, 'PATCH', `/users/${owner.id}`, { body: { manager: owner.id } })
    expect([member.status, member.body.errors?.[0]?.path]).toEqual([422, 'manager'])
  })
})

describe('a change', () => {
  test('counts the version up and says from what to what', async () => {
    const made = await company.deal({ amount: { amount: '100', currency: 'EUR' }, stage: Proposal.id })
    const changed = await call(owner, 'PATCH', `/deals/${made.id}`, {
      body: { amount: { amount: '250.5', currency: 'EUR' }, tags: ['big'] },
    })
    expect(changed.headers.etag).toBe('"2"')
    expect(changed.body).toMatchObject({
      version: 2,
      amount: { amount: '250.50', currency: 'EUR' },
      tags: ['big'],
      createdAt: made.createdAt,
    })
    expect((await eventsOf(made.id))[1]?.data.changes).toEqual({
      amount: [
        { amount: '100.00', currency: 'EUR' },
        { amount: '250.50', currency: 'EUR' },
      ],
      tags: [null, ['big']],
    })
  })

  test('clears with null and with nothing, and leaves alone what is not named', async () => {
    const made = await company.person({
      jobTitle: 'CTO',
      tags: ['a'],
      segment: 'smb',
      description: '<p>x</p>',
    })
    const changed = await ask(owner, 'PATCH', `/people/${made.id}`, {
      body: { jobTitle: null, tags: [], description: '' },
    })
    expect(changed).toMatchObject({
      jobTitle: null,
      tags: null,
      description: null,
      segment: 'smb',
      firstName: made.firstName,
    })
  })

  test('that changes nothing leaves version and ledger alone, however it is written', async () => {
    const attendee = await company.person()
    const made = await company.person({
      address: { street: 'A', city: 'B', country: 'PT' },
      tags: ['x'],
      phone: '+351 912 345 679',
      birthday: '1990-01-01',
    })
    const deal = await company.deal({
      amount: { amount: '10.50', currency: 'EUR' },
      person: attendee.id,
      closedAt: '2026-03-31T07:30:00Z',
      stage: Won.id,
      openedOn: '2026-03-01',
    })
    const meeting = await ask(owner, 'POST', '/meetings', {
      body: { subject: 'A', startsAt: '2026-03-31T09:00:00Z', attendees: [attendee.id] },
    })
    const same: [string, AnyRecord, Record<string, unknown>][] = [
      [
        'people',
        made,
        {
          address: { country: 'PT', city: 'B', street: 'A' },
          tags: ['x'],
          phone: '00351912345679'.replace('00', '+'),
          email: String(made.email).toUpperCase(),
        },
      ],
      ['people', made, {}],
      [
        'deals',
        deal,
        {
          amount: { amount: '10.5', currency: 'EUR' },
          person: attendee.id.toUpperCase(),
          closedAt: '2026-03-31T09:30:00+02:00',
          closedOn: '2026-03-31',
        },
      ],
      [
        'meetings',
        meeting,
        {
          startsAt: '2026-03-31T11:00:00.000+02:00',
          attendees: [attendee.id.toUpperCase(), attendee.id],
          location: '',
          endsAt: null,
        },
      ],
    ]
    for (const [plural, record, body] of same) {
      const answer = await call(owner, 'PATCH', `/${plural}/${record.id.toUpperCase()}`, { body })
      expect(answer.body, plural).toEqual(record)
      expect(answer.headers.etag).toBe('"1"')
      expect(answer.headers.event).toBeUndefined()
      expect(await eventsOf(record.id), plural).toHaveLength(1)
    }
  })

  test('sent back whole as it was read changes nothing, for every type', async () => {
    const team = await ask(owner, 'POST', '/teams', { body: { name: 'North' } })
    const whom = await company.company({
      annualRevenue: { amount: '5', currency: 'JPY' },
      employees: 12.5,
      domain: 'WWW.Acme.co.uk',
      phone: '+1 415 555 2671',
    })
    const who = await company.person({
      company: whom.id,
      website: 'example.com',
      address: { city: 'B', postalCode: '1' },
      birthday: '2000-02-29',
    })
    const records: Record<string, AnyRecord> = {
      people: who,
      companies: whom,
      deals: await company.deal({
        stage: Won.id,
        closedAt: '2026-01-05T10:00:00.123Z',
        openedOn: '2026-01-01',
        amount: { amount: '7', currency: 'USD' },
        probability: 0.3,
        company: whom.id,
      }),
      tasks: await ask(owner, 'POST', '/tasks', {
        body: { subject: 'Do', dueAt: '2026-05-01T10:00:00Z', status: 'done', body: '<p>a &amp; b</p>' },
      }),
      notes: await ask(owner, 'POST', '/notes', {
        body: { body: '<p>x<br>y</p>', person: who.id, pinned: true },
      }),
      calls: await ask(owner, 'POST', '/calls', {
        body: { duration: 61, startedAt: '2026-05-01T10:00:00+05:30' },
      }),
      meetings: await ask(owner, 'POST', '/meetings', {
        body: { subject: 'M', startsAt: '2026-05-01T10:00:00Z', attendees: [who.id] },
      }),
      products: await ask(owner, 'POST', '/products', {
        body: { name: 'GTX', price: { amount: '1.234', currency: 'BHD' }, active: false },
      }),
      stages: Proposal,
      users: await ask(owner, 'POST', '/users', {
        body: { name: 'M', role: 'seller', team: team.id, manager: owner.id },
      }),
      teams: team,
    }
    const { paths } = await ask<{
      paths: Record<
        string,
        { patch: { requestBody: { content: Record<string, { schema: { properties: object } }> } } }
      >
    }>(owner, 'GET', '/openapi.json')
    for (const [plural, record] of Object.entries(records)) {
      const writable = Object.keys(
        paths[`/${plural}/{id}`]?.patch.requestBody.content['application/json']?.schema.properties ?? {},
      )
      const body = Object.fromEntries(
        writable.filter((name) => record[name] !== null).map((name) => [name, record[name]]),
      )
      expect(writable.length, plural).toBeGreaterThan(1)
      expect(await ask(owner, 'PATCH', `/${plural}/${record.id}`, { body }), plural).toEqual(record)
    }
  })

  test('of the same record twice in one write is refused before it is half done', async () => {
    const { id } = await company.person()
    await expect(
      updateRecords(contextFor(company.database), person, [
        { id, values: { jobTitle: 'A' } },
        { id, values: { jobTitle: 'B' } },
      ]),
    ).rejects.toThrow(/once/)
  })

  test('of a record that is not there, or whose id is none, is refused', async () => {
    expect(
      (await call(owner, 'PATCH', '/people/01a2014b-d59b-786b-936d-31538f84bb8c', { body: {} })).status,
    ).toBe(404)
    expect((await call(owner, 'GET', '/people/01a2014b-d59b-786b-936d-31538f84bb8c')).status).toBe(404)
    const odd = await call(owner, 'GET', "/people/1'%20or%20'1'='1")
    expect([odd.status, odd.body.errors?.[0]?.path]).toEqual([422, 'id'])
  })
})

describe('two at one record', () => {
  test('If-Match refuses the second and shows it how the record stands', async () => {
    const made = await company.person({ jobTitle: 'A' })
    const first = await call(owner, 'PATCH', `/people/${made.id}`, {
      body: { jobTitle: 'B' },
      headers: { 'if-match': '"1"' },
    })
    expect(first.status).toBe(200)
    const second = await call(owner, 'PATCH', `/people/${made.id}`, {
      body: { jobTitle: 'C' },
      headers: { 'if-match': '"1"' },
    })
    expect(second.status).toBe(412)
    expect(second.body.current).toMatchObject({ version: 2, jobTitle: 'B', email: made.email })
    expect(await ask(owner, 'GET', `/people/${made.id}`)).toEqual(first.body)
    for (const header of ['*', 'W/"2"'])
      expect(
        (
          await call(owner, 'PATCH', `/people/${made.id}`, {
            body: { jobTitle: 'B' },
            headers: { 'if-match': header },
          })
        ).status,
      ).toBe(200)
    const odd = await call(owner, 'PATCH', `/people/${made.id}`, { body: {}, headers: { 'if-match': '2' } })
    expect([odd.status, odd.body.errors?.[0]?.path]).toEqual([422, 'If-Match'])
  })

  test('of many at once with the same version exactly one wins', async () => {
    const made = await company.person()
    const answers = await Promise.all(
      Array.from({ length: 12 }, (_, i) =>
        call(owner, 'PATCH', `/people/${made.id}`, {
          body: { jobTitle: `T${i}` },
          headers: { 'if-match': '"1"' },
        }),
      ),
    )
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
    expect(answers.filter(({ status }) => status === 412)).toHaveLength(11)
    expect(await eventsOf(made.id)).toHaveLength(2)
  })

  test('without If-Match none is lost: versions and events follow each other without a gap', async () => {
    const made = await company.person()
    const fields = ['jobTitle', 'segment', 'source', 'language', 'landingPage', 'lastName']
    await Promise.all(
      fields.map((field) => ask(owner, 'PATCH', `/people/${made.id}`, { body: { [field]: 'new' } })),
    )
    const now = await ask(owner, 'GET', `/people/${made.id}`)
    expect(now.version).toBe(7)
    for (const field of fields) expect(now[field], field).toBe('new')
    expect((await eventsOf(made.id)).map(({ version }) => version).sort((a, b) => a - b)).toEqual([
      1, 2, 3, 4, 5, 6, 7,
    ])
  })

  test('of two that claim one e-mail at once, one gets it', async () => {
    for (let round = 0; round < 5; round++) {
      const body = { email: `race${round}@example.com` }
      const answers = await Promise.all([1, 2, 3].map(() => call(owner, 'POST', '/people', { body })))
      expect(answers.map(({ status }) => status).sort((a, b) => a - b)).toEqual([201, 409, 409])
      expect(answers.find(({ status }) => status === 409)?.body.errors?.[0]?.path).toBe('email')
    }
  })
})

describe('a deal', () => {
  test('is won, lost and re-opened with events and stage entries that tell so', async () => {
    const made = await company.deal({ openedOn: '2026-01-01', amount: { amount: '100', currency: 'EUR' } })
    expect(
      await ask(owner, 'PATCH', `/deals/${made.id}`, { body: { stage: Won.id, closedOn: '2026-02-01' } }),
    ).toMatchObject({ status: 'won', closedOn: '2026-02-01', closedAt: '2026-02-01T00:00:00.000Z' })
    expect(await ask(owner, 'PATCH', `/deals/${made.id}`, { body: { stage: Proposal.id } })).toMatchObject({
      status: 'open',
      closedOn: null,
      closedAt: null,
    })
    const events = await eventsOf(made.id)
    expect(events.map(({ type }) => type)).toEqual(['deal.created', 'deal.won', 'deal.reopened'])
    const { rows } = await sql<{
      status: string
      on: string
    }>`select status, entered_on as on from deal_stage_entries
      where deal_id = ${made.id} order by recorded_at`.execute(db)
    expect(rows.map(({ status }) => status)).toEqual(['open', 'won', 'open'])
    expect(rows[1]?.on).toBe('2026-02-01')
  })

  test('closed in a foreign currency is counted at the rate of its day, and stays so when rates change', async () => {
    await sql`insert into exchange_rates values ('USD', '2026-01-01', 0.9), ('USD', '2026-03-01', 0.5)`.execute(
      db,
    )
    const made = await company.deal({
      openedOn: '2026-01-01',
      stage: Won.id,
      closedOn: '2026-02-28',
      amount: { amount: '100.01', currency: 'USD' },
    })
    const counted = async () =>
      (
        await sql<{
          amount: number
        }>`select closed_amount as amount from deals where id = ${made.id}`.execute(db)
      ).rows[0]?.amount
    expect(await counted()).toBe(9001)
    await sql`update exchange_rates set rate = 0.1 where from_on = '2026-01-01'`.execute(db)
    await ask(owner, 'PATCH', `/deals/${made.id}`, { body: { description: '<p>late remark</p>' } })
    expect(await counted()).toBe(9001)
    await ask(owner, 'PATCH', `/deals/${made.id}`, { body: { closedOn: '2026-03-01' } })
    expect(await counted()).toBe(5000)
  })
})
