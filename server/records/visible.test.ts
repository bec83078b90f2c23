import { describe, expect, test } from 'vitest'
import type { Page, Summary } from '../../contract/records/routes.ts'
import type { SearchHit } from '../../contract/records/search.ts'
import type { AnyRecord } from '../../contract/records/value.ts'
import { testCompany, type TestCaller } from '../../tests/builders.ts'

const company = await testCompany()
const { owner, call, ask } = company

/** North is above Coast; South is apart. Each seller has a deal. */
const team = async (name: string, values = {}) =>
  (await ask(owner, 'POST', '/teams', { body: { name, ...values } })).id
const north = await team('North')
const coast = await team('Coast', { parent: north })
const south = await team('South')
const nora = await company.member('seller', { team: north })
const cleo = await company.member('seller', { team: coast })
const sam = await company.member('seller', { team: south })
const boss = await company.member('manager')

const secret = 'Operation Nightingale'
const firm = await company.company({ name: 'Shared Ltd' })
const contact = await company.person({ company: firm.id })
const theirs = await company.deal(
  {
    name: secret,
    company: firm.id,
    person: contact.id,
    amount: { amount: '7654321.09', currency: 'EUR' },
    source: 'secret-source',
    tags: ['secret-tag'],
  },
  sam,
)
const hers = await company.deal({ name: 'Northern light', company: firm.id }, nora)
const below = await company.deal({ name: 'Coastal', company: firm.id }, cleo)
const unowned = await company.deal({ name: 'Nobody’s', owner: null })
const task = await ask(sam, 'POST', '/tasks', {
  body: { subject: 'Prepare', deal: theirs.id, company: firm.id },
})
await ask(nora, 'POST', '/tasks', { body: { subject: 'Other', deal: hers.id } })

const ids = ({ data }: Page) => data.map(({ id }) => id).sort()
const seenBy = async (who: TestCaller, query = {}) =>
  ids(await ask<Page>(who, 'GET', '/deals', { query: { limit: 200, ...query } }))

describe('the reach of a team', () => {
  test('is one’s own team and those below, never beside or above', async () => {
    expect(await seenBy(nora)).toEqual([hers.id, below.id].sort())
    expect(await seenBy(cleo)).toEqual([below.id])
    expect(await seenBy(sam)).toEqual([theirs.id])
    expect(await seenBy(boss)).toEqual([theirs.id, hers.id, below.id, unowned.id].sort())
    expect((await call(nora, 'PATCH', `/deals/${below.id}`, { body: { source: 'x' } })).status).toBe(200)
    expect((await call(cleo, 'PATCH', `/deals/${hers.id}`, { body: { source: 'x' } })).status).toBe(404)
  })

  test('follows who manages whom and who moves where', async () => {
    const lead = await company.member('seller')
    expect(await seenBy(lead)).toEqual([])
    await ask(owner, 'PATCH', `/users/${cleo.id}`, { body: { manager: lead.id } })
    await expect.poll(() => seenBy(lead)).toEqual([below.id])
    await ask(owner, 'PATCH', `/users/${lead.id}`, { body: { team: south } })
    await expect.poll(() => seenBy(lead)).toEqual([theirs.id, below.id].sort())
    await ask(owner, 'PATCH', `/users/${cleo.id}`, { body: { manager: null } })
    await expect.poll(() => seenBy(lead)).toEqual([theirs.id])
  })
})

describe('a seller of another team learns nothing of a deal', () => {
  const tells = (text: string) =>
    [secret, '7654321', 'secret-source', 'secret-tag'].filter(
      (word) => text.includes(word) || Buffer.from(text, 'base64url').includes(word),
    )

  test('by reading, changing, deleting or restoring it: it is not there', async () => {
    for (const [method, path, body] of [
      ['GET', `/deals/${theirs.id}`],
      ['GET', `/deals/${theirs.id}/history`],
      ['GET', `/deals/${theirs.id}/timeline`],
      ['PATCH', `/deals/${theirs.id}`, { name: 'Mine' }],
      ['DELETE', `/deals/${theirs.id}`],
      ['POST', `/deals/${theirs.id}/restore`],
    ] as const) {
      const answer = await call(nora, method, path, body ? { body } : {})
      expect([answer.status, tells(answer.text)], `${method} ${path}`).toEqual([404, []])
    }
    expect(await ask(sam, 'GET', `/deals/${theirs.id}`)).toEqual(theirs)
  })

  test('by a batch, an If-Match or an undo', async () => {
    const { results } = await ask<{ results: { status: number }[] }>(nora, 'POST', '/deals/batch', {
      body: {
        operations: [
          { do: 'update', id: theirs.id, values: { owner: nora.id } },
          { do: 'update', id: theirs.id, values: {}, version: 99 },
          { do: 'delete', id: theirs.id },
          { do: 'restore', id: theirs.id },
        ],
      },
    })
    expect(results.map(({ status }) => status)).toEqual([404, 404, 404, 404])
    const guess = await call(nora, 'PATCH', `/deals/${theirs.id}`, {
      body: {},
      headers: { 'if-match': '"99"' },
    })
    expect([guess.status, guess.body.current]).toEqual([404, undefined])
    const change = await call(sam, 'PATCH', `/deals/${theirs.id}`, { body: { leadType: 'x' } })
    expect((await call(nora, 'POST', '/undo', { body: { events: [change.headers.event] } })).status).toBe(404)
    await ask(sam, 'POST', '/undo', { body: { events: [change.headers.event] } })
  })

  test('by undoing what was once hers and no longer is', async () => {
    const deal = await company.deal({ name: 'Passed on' }, nora)
    const change = await call(nora, 'PATCH', `/deals/${deal.id}`, { body: { leadType: 'x' } })
    await ask(owner, 'PATCH', `/deals/${deal.id}`, { body: { owner: sam.id } })
    expect((await call(nora, 'POST', '/undo', { body: { events: [change.headers.event] } })).status).toBe(404)
    await ask(owner, 'DELETE', `/deals/${deal.id}`)
  })

  test('by lists, filters, counts and sorting of deals', async () => {
    for (const query of [
      { filter: { field: 'id', op: 'is', value: theirs.id } },
      { filter: { field: 'name', op: 'contains', value: 'Nightingale' } },
      { filter: { not: { field: 'owner', op: 'is', value: 'me' } } },
      {
        filter: {
          or: [
            { field: 'id', op: 'is', value: theirs.id },
            { field: 'amount', op: 'moreThan', value: 700 },
          ],
        },
      },
      { q: 'Nightingale' },
      { sort: 'name', count: true },
      { bin: true },
    ]) {
      const answer = await call<Page>(nora, 'GET', '/deals', { query: { limit: 200, ...query } })
      expect(
        [answer.status, answer.text.includes(theirs.id), tells(answer.text)],
        JSON.stringify(query),
      ).toEqual([200, false, []])
      if (answer.body.count !== undefined) expect(answer.body.count).toBe(2)
    }
  })

  test('through the records around it: filters, references brought along, the order of a list and its cursor', async () => {
    const through = { related: 'deals', some: { field: 'name', op: 'contains', value: 'Nightingale' } }
    for (const [plural, filter] of [
      ['companies', through],
      ['people', through],
      ['tasks', { related: 'deal', some: { field: 'name', op: 'contains', value: 'Nightingale' } }],
      ['users', { related: 'nothing', some: { field: 'name', op: 'is', value: 'x' } }],
      ['companies', { related: 'people', some: through }],
      ['stages', through],
    ] as const) {
      const answer = await call<Page>(nora, 'GET', `/${plural}`, { query: { filter } })
      expect(answer.body.data ?? [], plural).toEqual([])
    }
    const none = await ask<Page>(nora, 'GET', '/people', {
      query: { filter: { not: { related: 'deals', none: { field: 'amount', op: 'moreThan', value: 700 } } } },
    })
    expect(none.data).toEqual([])

    const tasks = await ask<Page>(nora, 'GET', '/tasks', { query: { expand: 'deal,company' } })
    expect(tasks.data.map(({ id }) => id)).toContain(task.id)
    expect(Object.keys(tasks.expanded ?? {}).sort()).toEqual([firm.id, hers.id].sort())
    for (const sort of ['deal', '-deal']) {
      const page = await call<Page>(nora, 'GET', '/tasks', { query: { sort, limit: 1 } })
      expect(tells(page.text + page.body.next)).toEqual([])
      // What has no title for her stands last, like what has none.
      expect(page.body.data[0]?.subject).toBe('Other')
    }
  })

  test('by an export of deals, or of what refers to them', async () => {
    for (const [path, query] of [
      ['/deals/export', {}],
      ['/deals/export', { fields: 'id,name,amount,tags', q: 'Nightingale' }],
      ['/companies/export', {}],
    ] as const) {
      const answer = await call(nora, 'GET', path, { query })
      expect([answer.status, answer.text.includes(theirs.id), tells(answer.text)], path).toEqual([
        200,
        false,
        [],
      ])
    }
    const tasks = await call(boss, 'GET', '/tasks/export', { query: { fields: 'subject,deal' } })
    expect(tasks.text).toContain(secret)
  })

  test('by searching, in whole or by type', async () => {
    for (const q of [secret, 'nightin', 'nightingail', 'secret']) {
      const { data } = await ask<{ data: SearchHit[] }>(nora, 'GET', '/search', { query: { q } })
      expect(
        data.filter(({ type }) => type === 'deal').map(({ id }) => id),
        q,
      ).not.toContain(theirs.id)
      expect(
        (await ask<{ data: SearchHit[] }>(nora, 'GET', '/search', { query: { q, type: 'deal' } })).data,
        q,
      ).toEqual([])
    }
    expect(
      (await ask<{ data: SearchHit[] }>(sam, 'GET', '/search', { query: { q: 'nightin' } })).data[0]?.id,
    ).toBe(theirs.id)
  })

  test('by sums and counts', async () => {
    for (const groupBy of ['owner', 'source', 'status', 'stage', 'company', 'id']) {
      const { groups } = await ask<Summary>(nora, 'GET', '/deals/summary', {
        query: { groupBy, sum: 'amount' },
      })
      expect(
        groups.reduce((sum, { count }) => sum + count, 0),
        groupBy,
      ).toBe(2)
      expect(tells(JSON.stringify(groups))).toEqual([])
    }
  })

  test('on the timeline of the customer whom they share', async () => {
    for (const path of [
      `/companies/${firm.id}/timeline`,
      `/people/${contact.id}/timeline`,
      `/companies/${firm.id}/history`,
      `/companies/${firm.id}/throughline`,
    ]) {
      const answer = await call(nora, 'GET', path)
      expect([answer.status, tells(answer.text)], path).toEqual([200, []])
    }
  })

  test('even after it was given away: what she may no longer see is gone at once', async () => {
    const deal = await company.deal({ name: 'Handed over' }, nora)
    await ask(nora, 'PATCH', `/deals/${deal.id}`, { body: { owner: sam.id } })
    expect((await call(nora, 'GET', `/deals/${deal.id}`)).status).toBe(404)
    expect(
      (
        await ask<{ data: SearchHit[] }>(nora, 'GET', '/search', {
          query: { q: 'Handed over', type: 'deal' },
        })
      ).data,
    ).toEqual([])
  })
})

describe('own records', () => {
  test('are edited and deleted by their owner alone', async () => {
    const note: AnyRecord = await ask(nora, 'POST', '/notes', { body: { body: '<p>mine</p>' } })
    expect((await call(sam, 'GET', `/notes/${note.id}`)).status).toBe(200)
    expect((await call(sam, 'PATCH', `/notes/${note.id}`, { body: { body: '<p>yours</p>' } })).status).toBe(
      403,
    )
    expect((await call(sam, 'DELETE', `/notes/${note.id}`)).status).toBe(403)
    expect(
      (await call(nora, 'PATCH', `/notes/${note.id}`, { body: { body: '<p>still mine</p>' } })).status,
    ).toBe(200)
  })

  test('of a refused change are told nothing of, also not in the refusal', async () => {
    const note = await ask(nora, 'POST', '/notes', { body: { body: '<p>mine</p>' } })
    const refused = await call(sam, 'PATCH', `/notes/${note.id}`, {
      body: { pinned: true },
      headers: { 'if-match': '"7"' },
    })
    expect([refused.status, refused.body.current]).toEqual([403, undefined])
  })
})
