import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import type { Problem } from '../../../contract/http/problem.ts'
import { canonical } from '../../../contract/sales/quote-document.ts'
import type { PublicQuote, QuoteContent } from '../../../contract/sales/quote-routes.ts'
import { addDays, dayOf } from '../../../contract/values/day.ts'
import { anonymous, contextFor, fresh, testCompany, type TestCaller } from '../../../tests/builders.ts'
import { openQuote } from './answers/commands.ts'
import { expireQuotes } from './jobs.ts'

const company = await testCompany()
const { owner, ask, call, db, database } = company
const today = dayOf(new Date().toISOString(), 'Europe/Lisbon')

const vat = await ask(owner, 'POST', '/taxes', { body: { name: 'VAT', standard: true } })
await ask(owner, 'PUT', `/taxes/${vat.id}/rates/2020-01-01`, { body: { rate: 2_300 } })
const bike = await ask(owner, 'POST', '/products', {
  body: { name: 'Bike', price: eur('1000.00'), cost: eur('700.00'), tax: vat.id },
})

function eur(amount: string) {
  return { amount, currency: 'EUR' }
}
const bikes = (values: Record<string, unknown> = {}) => ({
  product: bike.id,
  name: 'Bike',
  quantity: '2',
  price: '1000.00',
  tax: vat.id,
  ...values,
})
const linesOf = (...lines: Record<string, unknown>[]) => ({
  lines: lines.length > 0 ? lines : [bikes()],
  validUntil: addDays(today, 30),
})

/** A quote for a deal of its own, with two bikes on its draft. */
async function drafted(who: TestCaller = owner, input: object = linesOf()) {
  const customer = await company.company()
  const person = await company.person({ company: customer.id })
  const deal = await company.deal({ company: customer.id, person: person.id, amount: eur('5.00') }, who)
  const quote = await ask(who, 'POST', '/quotes', { body: { deal: deal.id } })
  const content = await ask<QuoteContent>(who, 'PUT', `/quotes/${quote.id}/draft`, { body: input })
  return { id: quote.id, deal: deal.id, customer, person, content }
}
const send = async (id: string, who: TestCaller = owner) => {
  const { link, number } = await ask<{ link: string; number: string }>(who, 'POST', `/quotes/${id}/send`)
  return { number, token: new URL(link).hash.slice(1), link }
}
const open = (token: string, who: TestCaller = anonymous) =>
  ask<PublicQuote>(who, 'POST', '/public/quotes/open', { body: { token } })
const read = (id: string, who: TestCaller = owner) => ask(who, 'GET', `/quotes/${id}`)
const signature = { name: 'Ana Duarte', signature: 'Ana Duarte' }
const eventsOf = async (id: string): Promise<string[]> => {
  const { rows } = await sql<{ type: string }>`
    select type from events where subject_id = ${id} order by recorded_at, id`.execute(db)
  return rows.map(({ type }) => type)
}
const refused = async (answer: Promise<{ status: number; body: Problem }>) => {
  const { status, body } = await answer
  return [status, body.errors?.[0]?.path ?? body.detail]
}

describe('a draft', () => {
  test('takes after its deal, counts what its lines come to, and says so to the deal', async () => {
    const { id, deal, customer, person, content } = await drafted()
    expect(await read(id)).toMatchObject({
      company: customer.id,
      person: person.id,
      currency: 'EUR',
      status: 'draft',
      number: null,
      net: eur('2000.00'),
      total: eur('2460.00'),
      marginRate: 0.3,
      approval: null,
    })
    expect(content.draft).toMatchObject({ edition: 1, saves: 1, lines: [{ taxRate: 2_300, cost: '700.00' }] })
    expect(await ask(owner, 'GET', `/deals/${deal}`)).toMatchObject({ amount: eur('2000.00') })
  })

  test('of a second quote the deal’s amount stays, until somebody says otherwise', async () => {
    const { deal } = await drafted()
    const second = await ask(owner, 'POST', '/quotes', { body: { deal } })
    expect(second['setsAmount']).toBe(false)
    await ask(owner, 'PUT', `/quotes/${second.id}/draft`, { body: linesOf(bikes({ quantity: '9' })) })
    expect(await ask(owner, 'GET', `/deals/${deal}`)).toMatchObject({ amount: eur('2000.00') })
    expect(
      await refused(call(owner, 'PATCH', `/quotes/${second.id}`, { body: { setsAmount: true } })),
    ).toEqual([409, 'setsAmount'])
  })

  test('written by two at once keeps what the first wrote', async () => {
    const { id } = await drafted()
    const body = { ...linesOf(bikes({ quantity: '3' })), saves: 1 }
    const answers = await Promise.all([1, 2].map(() => call(owner, 'PUT', `/quotes/${id}/draft`, { body })))
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 412])
  })

  test('names the line that does not fit', async () => {
    const { id } = await drafted()
    const save = (line: Record<string, unknown>) =>
      refused(call(owner, 'PUT', `/quotes/${id}/draft`, { body: linesOf(bikes(), bikes(line)) }))
    expect(await save({ price: '1.005' })).toEqual([422, 'lines.1.price'])
    expect(await save({ quantity: '0' })).toEqual([422, 'lines.1.quantity'])
    expect(await save({ product: vat.id })).toEqual([422, 'lines.1.product'])
    expect(await save({ tax: bike.id })).toEqual([422, 'lines.1.tax'])
    expect(await save({ discount: { percent: 10_001 } })).toEqual([422, 'lines.1.discount.percent'])
  })

  test('is not for whoever may not see its deal', async () => {
    const [one, other] = [await company.member('seller'), await company.member('seller')]
    const { id, deal } = await drafted(one)
    expect((await call(other, 'GET', `/quotes/${id}/content`)).status).toBe(404)
    expect(await refused(call(other, 'POST', '/quotes', { body: { deal } }))).toEqual([422, 'deal'])
  })
})

describe('what was sent', () => {
  test('never changes, and its hash says what it was', async () => {
    const { id } = await drafted()
    const { number, token } = await send(id)
    expect(number).toMatch(/^Q-\d{4}-\d{4}$/)
    const first = await open(token)
    expect(first).toMatchObject({ status: 'viewed', document: { number, edition: 1, total: '2460.00' } })
    expect(first.hash).toBe(createHash('sha256').update(canonical(first.document)).digest('hex'))
    expect(JSON.stringify(first)).not.toMatch(/cost|margin/i)

    for (const change of [
      sql`update quote_editions set document = '{}' where quote_id = ${id}`,
      sql`update quote_lines set price = 1 where edition_id = (select id from quote_editions where quote_id = ${id})`,
      sql`delete from quote_lines where edition_id = (select id from quote_editions where quote_id = ${id})`,
    ])
      await expect(change.execute(db)).rejects.toThrow(/never change/)

    expect(await refused(call(owner, 'PUT', `/quotes/${id}/draft`, { body: linesOf() }))).toEqual([
      409,
      expect.stringMatching(/next version/),
    ])
    await ask(owner, 'POST', `/quotes/${id}/draft`)
    await ask(owner, 'PUT', `/quotes/${id}/draft`, { body: linesOf(bikes({ quantity: '1' })) })
    // The customer keeps what they have until the next one is sent.
    expect((await open(token)).document).toEqual(first.document)
    const second = await send(id)
    expect(second.number).toBe(number)
    expect(await open(token)).toMatchObject({ document: { edition: 2, total: '1230.00' } })
    const { editions } = await ask<QuoteContent>(owner, 'GET', `/quotes/${id}/content`)
    expect(editions.map(({ edition, status }) => [edition, status])).toEqual([
      [2, 'viewed'],
      [1, 'superseded'],
    ])
    expect(editions[1]?.document).toEqual(first.document)
  })

  test('has the next number of its year, with none missing when one fails', async () => {
    const year = today.slice(0, 4)
    const last = async () => {
      const { rows } = await sql<{
        last: number
      }>`select last from number_series where year = ${year}::int`.execute(db)
      return rows[0]?.last ?? 0
    }
    const before = await last()
    const empty = await drafted(owner, { lines: [] })
    expect((await call(owner, 'POST', `/quotes/${empty.id}/send`)).status).toBe(422)
    const several = await Promise.all([1, 2, 3, 4].map(() => drafted()))
    const numbers = await Promise.all(several.map(async ({ id }) => (await send(id)).number))
    expect(numbers.toSorted()).toEqual(
      [1, 2, 3, 4].map((at) => `Q-${year}-${String(before + at).padStart(4, '0')}`),
    )
    expect(await refused(call(owner, 'DELETE', `/quotes/${several[0]?.id}`))).toEqual([
      409,
      expect.stringMatching(/number/),
    ])
  })

  test('is viewed once in half an hour, and never by a member', async () => {
    const { id } = await drafted()
    const { token } = await send(id)
    await open(token, owner)
    expect((await read(id))['status']).toBe('sent')
    const at = (minutes: number) =>
      openQuote(
        {
          ...contextFor(database),
          caller: null as never,
          now: new Date(Date.now() + minutes * 60_000).toISOString(),
        },
        token,
      )
    await at(0)
    await at(29)
    await at(31)
    expect((await eventsOf(id)).filter((type) => type === 'quote.viewed')).toHaveLength(2)
    expect(
      (await call(anonymous, 'POST', '/public/quotes/open', { body: { token: 'x'.repeat(43) } })).status,
    ).toBe(404)
    const { rows } = await sql<{ found: boolean }>`
      select exists (select from quote_links where encode(hash, 'escape') like ${`%${token}%`}) as found`.execute(
      db,
    )
    expect(rows[0]?.found).toBe(false)
  })

  test('expires by itself after its last day, and is not to be had any more', async () => {
    const { id, deal } = await drafted(owner, { lines: [bikes()], validUntil: today })
    const { token } = await send(id)
    const { hash } = await open(token)
    await expireQuotes(database, new Date().toISOString())
    expect((await read(id))['status']).toBe('viewed')
    await expireQuotes(database, `${addDays(today, 1)}T12:00:00Z`)
    expect((await read(id))['status']).toBe('expired')
    expect(
      await refused(
        call(anonymous, 'POST', '/public/quotes/accept', { body: { token, hash, ...signature } }),
      ),
    ).toEqual([409, expect.stringMatching(/expired/)])
    expect(await ask(owner, 'GET', `/deals/${deal}`)).toMatchObject({ status: 'open' })
  })
})

describe('the customer', () => {
  test('accepts once, however often and from wherever at the same time, and the deal is won with it', async () => {
    const { id, deal } = await drafted()
    const other = await ask(owner, 'POST', '/quotes', { body: { deal } })
    await ask(owner, 'PUT', `/quotes/${other.id}/draft`, { body: linesOf() })
    await send(other.id)
    const { token } = await send(id)
    const { link } = await ask<{ link: string }>(owner, 'POST', `/quotes/${id}/links`)
    const { hash } = await open(token)
    const tokens = [token, new URL(link).hash.slice(1)]
    const accept = (by: string, at: number) =>
      call<PublicQuote>(anonymous, 'POST', '/public/quotes/accept', {
        body: { token: by, hash, name: `Ana ${at}`, signature: 'Ana Duarte' },
      })
    // The quote is held until all of them wait for it, so that they are there at the same time.
    const waiting = async () => {
      const { rows } = await sql<{ count: number }>`select count(*)::int as count from pg_stat_activity
        where datname = current_database() and wait_event_type = 'Lock'`.execute(db)
      return rows[0]?.count
    }
    const sent = await db.transaction().execute(async (tx) => {
      await sql`select from quotes where id = ${id} for update`.execute(tx)
      const accepting = tokens.map(accept)
      await expect.poll(waiting, { timeout: 10_000 }).toBe(tokens.length)
      return { accepting }
    })
    const answers = [...(await Promise.all(sent.accepting)), await accept(token, 3)]
    expect(answers.map(({ status, body }) => [status, body.status])).toEqual(
      [1, 2, 3].map(() => [200, 'accepted']),
    )
    const [signedBy, ...others] = new Set(answers.map(({ body }) => body.signedBy))
    expect(others).toEqual([])

    expect(await ask(owner, 'GET', `/deals/${deal}`)).toMatchObject({ status: 'won', amount: eur('2000.00') })
    expect((await eventsOf(id)).filter((type) => type === 'quote.accepted')).toHaveLength(1)
    expect((await eventsOf(deal)).filter((type) => type === 'deal.won')).toHaveLength(1)
    expect((await read(other.id))['status']).toBe('superseded')
    const { editions } = await ask<QuoteContent>(owner, 'GET', `/quotes/${id}/content`)
    expect(editions[0]?.answer).toMatchObject({
      kind: 'accepted',
      name: signedBy,
      signature: 'Ana Duarte',
      hash,
      address: '127.0.0.1',
    })
    expect(await refused(call(owner, 'POST', `/quotes/${id}/draft`))).toEqual([
      409,
      expect.stringMatching(/accepted/i),
    ])
  })

  test('accepts only what they have read', async () => {
    const { id, deal } = await drafted()
    const { token } = await send(id)
    const { hash } = await open(token)
    await ask(owner, 'POST', `/quotes/${id}/draft`)
    await ask(owner, 'PUT', `/quotes/${id}/draft`, { body: linesOf(bikes({ price: '5000.00' })) })
    await send(id)
    const answer = call(anonymous, 'POST', '/public/quotes/accept', { body: { token, hash, ...signature } })
    expect(await refused(answer)).toEqual([409, expect.stringMatching(/newer version/)])
    expect(await ask(owner, 'GET', `/deals/${deal}`)).toMatchObject({ status: 'open' })
  })

  test('declines with a reason, and the deal stays open for another try', async () => {
    const { id, deal } = await drafted()
    const { token } = await send(id)
    const { hash } = await open(token)
    const decline = () =>
      ask<PublicQuote>(anonymous, 'POST', '/public/quotes/decline', {
        body: { token, hash, reason: 'Too dear' },
      })
    expect((await decline()).status).toBe('declined')
    expect((await decline()).status).toBe('declined')
    expect(await read(id)).toMatchObject({ status: 'declined', declineReason: 'Too dear' })
    expect(await ask(owner, 'GET', `/deals/${deal}`)).toMatchObject({ status: 'open' })
    await ask(owner, 'POST', `/quotes/${id}/draft`)
    await send(id)
    expect(await read(id)).toMatchObject({ status: 'sent', declineReason: null })
  })

  test('asks, and whoever sent it has it as a task and on the timeline', async () => {
    const { id, person } = await drafted()
    const { token } = await send(id)
    await ask(anonymous, 'POST', '/public/quotes/ask', {
      body: { token, name: 'Ana', question: 'Is delivery <b>included</b>?' },
    })
    const { data } = await ask<{ data: { type: string; data: object }[] }>(
      owner,
      'GET',
      `/people/${person.id}/timeline`,
    )
    expect(data.find(({ type }) => type === 'quote.asked')?.data).toMatchObject({
      question: 'Is delivery <b>included</b>?',
    })
    const tasks = await ask<{ data: { title: string; body: string }[] }>(owner, 'GET', '/tasks', {
      query: { filter: { field: 'person', op: 'is', value: person.id } },
    })
    expect(tasks.data).toMatchObject([
      { owner: owner.id, body: '<p>Ana: Is delivery &lt;b&gt;included&lt;/b&gt;?</p>' },
    ])
  })
})

describe('approval', () => {
  test('is needed beyond the limits, given by another, and lapses with a change', async () => {
    await ask(owner, 'PATCH', '/quote-settings', { body: { discountLimit: 1_000, marginLimit: 2_000 } })
    const manager = await company.member('manager')
    const team = await ask(owner, 'POST', '/teams', {
      body: { name: `Team ${fresh()}`, manager: manager.id },
    })
    const seller = await company.member('seller', { team: team.id })
    const cheap = { ...linesOf(bikes({ discount: { percent: 1_500 } })) }
    const { id, content } = await drafted(seller, cheap)
    expect(content.draft?.causes).toEqual(['discount', 'margin'])
    expect((await read(id))['approval']).toBe('needed')
    expect(await refused(call(seller, 'POST', `/quotes/${id}/send`))).toEqual([
      409,
      expect.stringMatching(/approval/),
    ])

    const request = { body: { reason: 'They buy for five sites' } }
    const asked = await ask<QuoteContent>(seller, 'POST', `/quotes/${id}/approval`, request)
    expect(asked).toMatchObject({
      mayDecide: false,
      approvals: [{ outcome: null, reason: 'They buy for five sites' }],
    })
    const approve = (who: TestCaller) =>
      call(who, 'PUT', `/quotes/${id}/approval`, { body: { approve: true } })
    expect((await approve(seller)).status).toBe(403)
    const mine = await ask<{ data: { title: string; status: string }[] }>(manager, 'GET', '/tasks', {
      query: { filter: { field: 'owner', op: 'is', value: manager.id } },
    })
    expect(mine.data).toMatchObject([{ status: 'open', title: expect.stringMatching(/^Approve /) }])
    expect((await approve(manager)).status).toBe(200)
    expect(await read(id)).toMatchObject({ approval: 'approved' })

    // What was approved is not what is sent: it lapses. Saved unchanged it stays.
    await ask(seller, 'PUT', `/quotes/${id}/draft`, { body: cheap })
    expect(await read(id)).toMatchObject({ approval: 'approved' })
    await ask(seller, 'PUT', `/quotes/${id}/draft`, {
      body: linesOf(bikes({ discount: { percent: 2_000 } })),
    })
    expect(await read(id)).toMatchObject({ approval: 'needed' })
    await ask(seller, 'POST', `/quotes/${id}/approval`, request)
    expect(
      await refused(call(manager, 'PUT', `/quotes/${id}/approval`, { body: { approve: false } })),
    ).toEqual([422, 'answer'])
    await ask(manager, 'PUT', `/quotes/${id}/approval`, { body: { approve: false, answer: 'Half of it' } })
    expect((await call(seller, 'POST', `/quotes/${id}/send`)).status).toBe(409)
    await ask(seller, 'PUT', `/quotes/${id}/draft`, {
      body: linesOf(bikes({ discount: { percent: 1_000 } })),
    })
    expect((await send(id, seller)).number).toMatch(/^Q-/)
    expect(await eventsOf(id)).toEqual(
      expect.arrayContaining(['quote.approval-requested', 'quote.approved', 'quote.refused', 'quote.sent']),
    )
    await ask(owner, 'PATCH', '/quote-settings', { body: { discountLimit: null, marginLimit: null } })
  })
})

test('erasing a person takes them out of what was sent, and leaves the figures', async () => {
  const { id, person } = await drafted()
  const { token } = await send(id)
  const { hash } = await open(token)
  const name = 'Ana ' + String(person['lastName'])
  await ask(anonymous, 'POST', '/public/quotes/accept', { body: { token, hash, name, signature: name } })
  await ask(owner, 'POST', `/people/${person.id}/erasure`, { body: { name: person.title } })
  const { editions } = await ask<QuoteContent>(owner, 'GET', `/quotes/${id}/content`)
  expect(JSON.stringify(editions)).not.toContain(String(person['lastName']))
  expect(editions[0]).toMatchObject({
    document: { total: '2460.00' },
    answer: { address: null, kind: 'accepted' },
  })
})

test('who may not know costs sees no margin, and what they save keeps the product’s cost', async () => {
  const { key } = await ask<{ key: string }>(owner, 'POST', '/roles', {
    body: { name: `Desk ${fresh()}`, copyOf: 'seller' },
  })
  await ask(owner, 'PATCH', `/roles/${key}`, {
    body: { fields: { product: { cost: 'hidden' }, quote: { marginRate: 'hidden' } } },
  })
  const { id, content } = await drafted(await company.member(key))
  expect(content.draft?.lines[0]?.cost).toBeNull()
  expect(await read(id)).toMatchObject({ marginRate: 0.3 })
})
