import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import type { AnyRecord } from '../../../contract/records/value.ts'
import type { DealCompetitor } from '../../../contract/sales/deal-competitors.ts'
import type { DealPerson, PersonDeal } from '../../../contract/sales/deal-people.ts'
import { defaultDealSettings } from '../../../contract/sales/deal-settings.ts'
import { fresh, testCompany } from '../../../tests/builders.ts'

const app = await testCompany()
const { owner, ask, call, db } = app
const stages = await app.stages()
const list = async <T>(path: string) => (await ask<{ data: T[] }>(owner, 'GET', path)).data
const move = (deal: AnyRecord, stage: string, more: Record<string, unknown> = {}) =>
  ask(owner, 'PATCH', `/deals/${deal.id}`, { body: { stage: stages[stage]?.id, ...more } })

describe('parts in buying', () => {
  const people = (deal: AnyRecord) => list<DealPerson>(`/deals/${deal.id}/people`)
  const set = (deal: AnyRecord, person: AnyRecord, body: unknown) =>
    call(owner, 'PUT', `/deals/${deal.id}/people/${person.id}`, { body })

  test('are shown on the deal and on the person, and stand on the person’s timeline', async () => {
    const [deal, ana] = [await app.deal(), await app.person({ jobTitle: 'Buyer' })]
    await set(deal, ana, { role: 'champion', attitude: 'supporting', note: 'Tried it' })
    expect(await people(deal)).toEqual([
      {
        person: { id: ana.id, title: ana.title, jobTitle: 'Buyer' },
        role: 'champion',
        attitude: 'supporting',
        note: 'Tried it',
      },
    ])
    expect(await list<PersonDeal>(`/people/${ana.id}/deal-roles`)).toMatchObject([
      { deal: { id: deal.id, status: 'open' }, role: 'champion' },
    ])
    const timeline = await list<{ type: string; data: unknown }>(`/people/${ana.id}/timeline`)
    expect(timeline.map(({ type }) => type)).toContain('deal.person-added')
    await ask(owner, 'DELETE', `/deals/${deal.id}/people/${ana.id}`)
    expect(await people(deal)).toEqual([])
  })

  test('are the company’s to name; one that is no longer listed stays with who has it', async () => {
    const [deal, ana, bo] = [await app.deal(), await app.person(), await app.person()]
    expect((await set(deal, ana, { role: 'legal' })).body.errors?.[0]?.path).toBe('role')
    await ask(owner, 'PATCH', '/deal-settings', {
      body: { buyingRoles: [{ key: 'champion' }, { key: 'legal', label: 'Legal' }] },
    })
    expect((await set(deal, ana, { role: 'legal' })).status).toBe(204)
    await ask(owner, 'PATCH', '/deal-settings', { body: { buyingRoles: [{ key: 'champion' }] } })
    expect((await set(deal, ana, { role: 'legal', attitude: 'opposing' })).status).toBe(204)
    expect((await set(deal, bo, { role: 'legal' })).status).toBe(422)
    await ask(owner, 'PATCH', '/deal-settings', { body: defaultDealSettings })
  })

  test('of two people who are merged become one part', async () => {
    const [deal, other, ana, anna] = [
      await app.deal(),
      await app.deal(),
      await app.person(),
      await app.person(),
    ]
    const given = [
      await set(deal, ana, { role: 'champion' }),
      await set(deal, anna, { role: 'blocker' }),
      await set(other, anna, { role: 'user' }),
    ]
    expect(given.map(({ status }) => status)).toEqual([204, 204, 204])
    await ask(owner, 'POST', `/people/${ana.id}/merge`, { body: { others: [anna.id] } })
    expect((await people(deal)).map(({ person, role }) => [person.id, role])).toEqual([[ana.id, 'champion']])
    expect((await people(other)).map(({ person, role }) => [person.id, role])).toEqual([[ana.id, 'user']])
  })

  test('set by two at once are one part each', async () => {
    const [deal, ana] = [await app.deal(), await app.person()]
    const roles = ['champion', 'champion', 'champion', 'champion']
    const answers = await Promise.all(roles.map((role) => set(deal, ana, { role })))
    expect(answers.map(({ status }) => status)).toEqual([204, 204, 204, 204])
    expect(await people(deal)).toHaveLength(1)
  })
})

describe('competitors', () => {
  const named = () => ask(owner, 'POST', '/competitors', { body: { name: `Rapidrad ${fresh()}` } })
  const standing = async (deal: AnyRecord) =>
    (await list<DealCompetitor>(`/deals/${deal.id}/competitors`)).map(({ competitor, status }) => [
      competitor.id,
      status,
    ])
  const set = (deal: AnyRecord, competitor: AnyRecord, status: string) =>
    call(owner, 'PUT', `/deals/${deal.id}/competitors/${competitor.id}`, { body: { status } })

  test('are beaten when the deal is won, and named again when it is re-opened', async () => {
    const [deal, one, two] = [await app.deal(), await named(), await named()]
    await set(deal, one, 'named')
    await set(deal, two, 'ahead')
    await move(deal, 'Won')
    expect(await standing(deal)).toEqual([
      [one.id, 'beaten'],
      [two.id, 'beaten'],
    ])
    await move(deal, 'Proposal')
    expect(await standing(deal)).toEqual([
      [one.id, 'named'],
      [two.id, 'named'],
    ])
  })

  test('a lost deal is lost to one at the most, and an open one to none', async () => {
    const [deal, one, two] = [await app.deal(), await named(), await named()]
    expect((await set(deal, one, 'lost_to')).status).toBe(422)
    await move(deal, 'Lost', { lossReason: 'Price', closingNote: 'They were cheaper' })
    await set(deal, one, 'lost_to')
    await set(deal, two, 'lost_to')
    expect(await standing(deal)).toEqual([
      [one.id, 'named'],
      [two.id, 'lost_to'],
    ])
    const { rows } = await sql<{ status: string; dated: boolean }>`
      select status, status_at >= named_at as dated from deal_competitors where deal_id = ${deal.id}`.execute(
      db,
    )
    expect(rows).toContainEqual({ status: 'lost_to', dated: true })
    const events = await list<{ type: string; data: { competitor?: unknown } }>(`/deals/${deal.id}/history`)
    expect(events[0]).toMatchObject({
      type: 'deal.competitor-set',
      data: { competitor: { id: two.id, title: two.title }, status: 'lost_to' },
    })
  })
})

test('a deal that is re-opened keeps where it has been, what was said and when; the words of its closing go', async () => {
  const deal = await app.deal()
  await move(deal, 'Lost', { lossReason: 'Price', closingNote: 'They were cheaper' })
  expect(await move(deal, 'Proposal')).toMatchObject({
    status: 'open',
    lossReason: null,
    closingNote: null,
  })
  const stays = await list<{ name: string }>(`/deals/${deal.id}/stages`)
  expect(stays.map(({ name }) => name)).toEqual(['Qualified', 'Lost', 'Proposal'])
  const events = await list<{ type: string; changes: Record<string, unknown> }>(`/deals/${deal.id}/history`)
  expect(events.map(({ type }) => type)).toEqual(['deal.reopened', 'deal.lost', 'deal.created'])
  expect(events[1]?.changes).toMatchObject({
    lossReason: [null, 'Price'],
    closingNote: [null, 'They were cheaper'],
  })
})

describe('gone quiet', () => {
  const quiet = (who = owner) => ask<{ data: AnyRecord[] }>(who, 'GET', '/deals/quiet')
  const untouched = async (id: string, days: number) =>
    sql`update deals d set touched_at = now() - make_interval(days => ${days}),
      quiet_on = quiet_day(now() - make_interval(days => ${days}), s.quiet_after, 'Europe/Lisbon')
      from stages s where d.id = ${id} and s.id = d.stage_id`.execute(db)

  test('is what nobody touched for longer than its stage allows, whoever’s it is; a move touches it', async () => {
    const seller = await app.member('seller')
    await ask(owner, 'PATCH', `/stages/${stages.Discovery?.id}`, { body: { quietAfter: 10 } })
    const mine = await app.deal({ stage: stages.Discovery?.id, owner: owner.id })
    const theirs = await app.deal({ stage: stages.Discovery?.id, owner: seller.id })
    const never = await app.deal({ stage: stages.Proposal?.id, owner: owner.id })
    for (const { id } of [mine, theirs, never]) await untouched(id, 10)
    expect((await quiet()).data.map(({ id }) => id)).toEqual([mine.id])
    expect((await quiet(seller)).data.map(({ id }) => id)).toEqual([theirs.id])
    await untouched(theirs.id, 9)
    expect((await quiet(seller)).data).toEqual([])
    await move(mine, 'Negotiation')
    expect((await quiet()).data).toEqual([])
  })

  test('a stage’s other time holds for the deals that are in it, and none leaves none quiet', async () => {
    const deal = await app.deal({ stage: stages.Negotiation?.id, owner: owner.id })
    const set = (quietAfter: number | null) =>
      ask(owner, 'PATCH', `/stages/${stages.Negotiation?.id}`, { body: { quietAfter } })
    await set(30)
    await untouched(deal.id, 12)
    expect((await quiet()).data.map(({ id }) => id)).not.toContain(deal.id)
    await set(12)
    expect((await quiet()).data.map(({ id }) => id)).toContain(deal.id)
    await set(null)
    expect((await ask(owner, 'GET', `/deals/${deal.id}`)).quietOn).toBeNull()
    expect(
      (await call(owner, 'PATCH', `/stages/${stages.Won?.id}`, { body: { quietAfter: 3 } })).body.quietAfter,
    ).toBeNull()
    expect(
      (await call(owner, 'PATCH', `/stages/${stages.Proposal?.id}`, { body: { quietAfter: 1.5 } })).status,
    ).toBe(422)
  })

  test('the database and the rules say the same day', async () => {
    await ask(owner, 'PATCH', `/stages/${stages.Qualified?.id}`, { body: { quietAfter: 7 } })
    const deal = await app.deal({ stage: stages.Qualified?.id })
    const { rows } = await sql<{ same: boolean }>`
      select d.quiet_on = quiet_day(d.touched_at, 7, 'Europe/Lisbon') as same from deals d where d.id = ${deal.id}`.execute(
      db,
    )
    expect(rows[0]?.same).toBe(true)
    await ask(owner, 'PATCH', `/stages/${stages.Qualified?.id}`, { body: { quietAfter: null } })
  })
})
