import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import type { Page } from '../../contract/records/routes.ts'
import type { AnyRecord } from '../../contract/records/value.ts'
import { testCompany } from '../../tests/builders.ts'

const company = await testCompany()
const { owner, call, ask, db } = company

const listed = async (plural: string, query = {}) =>
  (await ask<Page>(owner, 'GET', `/${plural}`, { query })).data.map(({ id }) => id)
const found = async (q: string) =>
  (await ask<{ data: { id: string }[] }>(owner, 'GET', '/search', { query: { q } })).data.map(({ id }) => id)

describe('the bin', () => {
  test('takes a record out of lists and search and gives it back as it was', async () => {
    const made = await company.person({ lastName: 'Binnable' })
    const put = await call(owner, 'DELETE', `/people/${made.id}`)
    expect([put.status, put.text, put.headers.etag]).toEqual([204, '', '"2"'])
    expect(await listed('people')).not.toContain(made.id)
    expect(await listed('people', { bin: true })).toEqual([made.id])
    expect(await found('Binnable')).toEqual([])
    expect((await ask(owner, 'GET', `/people/${made.id}`)).deletedAt).not.toBeNull()

    const back = await ask(owner, 'POST', `/people/${made.id}/restore`)
    expect(back).toEqual({ ...made, version: 3, updatedAt: back.updatedAt })
    expect(await listed('people')).toContain(made.id)
    expect(await found('Binnable')).toEqual([made.id])
    const { rows } = await sql<{
      type: string
    }>`select type from events where subject_id = ${made.id} order by id`.execute(db)
    expect(rows.map(({ type }) => type)).toEqual(['person.created', 'person.deleted', 'person.restored'])
  })

  test('is entered once: again changes nothing', async () => {
    const made = await company.person()
    await ask(owner, 'DELETE', `/people/${made.id}`)
    const again = await call(owner, 'DELETE', `/people/${made.id}`)
    expect([again.status, again.headers.etag, again.headers.event]).toEqual([204, '"2"', undefined])
    const back = await call(owner, 'POST', `/people/${made.id}/restore`)
    expect(back.body.version).toBe(3)
    expect((await call(owner, 'POST', `/people/${made.id}/restore`)).body.version).toBe(3)
  })

  test('keeps what is changed there out of search until it is back', async () => {
    const made = await company.person()
    await ask(owner, 'DELETE', `/people/${made.id}`)
    await ask(owner, 'PATCH', `/people/${made.id}`, { body: { lastName: 'Hidden' } })
    expect(await found('Hidden')).toEqual([])
    await ask(owner, 'POST', `/people/${made.id}/restore`)
    expect(await found('Hidden')).toEqual([made.id])
  })

  test('does not take stages and pipelines that deals still use', async () => {
    const { Proposal, Discovery } = (await company.stages()) as { Proposal: AnyRecord; Discovery: AnyRecord }
    const deal = await company.deal({ stage: Proposal.id })
    for (const path of [`/stages/${Proposal.id}`, `/pipelines/${String(Proposal.pipeline)}`]) {
      const refused = await call(owner, 'DELETE', path)
      expect([refused.status, refused.body.detail]).toEqual([
        409,
        expect.stringContaining('Deals still use this'),
      ])
    }
    await ask(owner, 'PATCH', `/deals/${deal.id}`, { body: { stage: Discovery.id } })
    expect((await call(owner, 'DELETE', `/stages/${Proposal.id}`)).status).toBe(204)
    expect(
      (await call(owner, 'PATCH', `/deals/${deal.id}`, { body: { stage: Proposal.id } })).body.errors?.[0]
        ?.path,
    ).toBe('stage')
  })

  test('of one record among many is not theirs', async () => {
    const viewer = await company.member('viewer')
    const seller = await company.member('seller')
    const made = await company.person()
    expect((await call(viewer, 'DELETE', `/people/${made.id}`)).status).toBe(403)
    // A seller sees all people and deletes their own.
    expect((await call(seller, 'DELETE', `/people/${made.id}`)).status).toBe(403)
    const own = await company.person({}, seller)
    expect((await call(seller, 'DELETE', `/people/${own.id}`)).status).toBe(204)
    expect((await call(seller, 'POST', `/people/${own.id}/restore`)).status).toBe(200)
  })
})
