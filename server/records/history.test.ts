import { expect, test } from 'vitest'
import type { LedgerEvent } from '../../contract/ledger/event-type.ts'
import { testCompany } from '../../tests/builders.ts'

const app = await testCompany()
const { owner, ask, call } = app
type History = { data: LedgerEvent[]; next: string | null; titles: Record<string, string> }

test('tells who changed what of a record, from what to what, when and how', async () => {
  const { Proposal, ...stages } = await app.stages()
  const first = Object.values(stages)[0]
  const key = await app.key(['deal:write'])
  const deal = await app.deal({ stage: first?.id })
  await ask(key, 'PATCH', `/deals/${deal.id}`, {
    body: { stage: Proposal?.id, amount: { amount: '12.50', currency: 'EUR' } },
  })
  await ask(owner, 'DELETE', `/deals/${deal.id}`)
  const { data, titles, next } = await ask<History>(owner, 'GET', `/deals/${deal.id}/history`)
  expect(data.map(({ type, origin }) => [type, origin])).toEqual([
    ['deal.deleted', 'web'],
    ['deal.stage-changed', 'api'],
    ['deal.created', 'web'],
  ])
  expect(data[1]?.changes).toEqual({
    stage: [first?.id, Proposal?.id],
    stageSince: [expect.any(String), expect.any(String)],
    touchedAt: [expect.any(String), expect.any(String)],
    amount: [null, { amount: '12.50', currency: 'EUR' }],
  })
  expect(data[2]?.actor).toEqual({ id: owner.id, title: 'Olga Owner' })
  expect(titles[String(Proposal?.id)]).toBe('Proposal')
  expect(next).toBeNull()
})

test('personal values are part of it', async () => {
  const person = await app.person({ phone: '+351225550142' })
  await ask(owner, 'PATCH', `/people/${person.id}`, { body: { phone: '+351225550143' } })
  const { data } = await ask<History>(owner, 'GET', `/people/${person.id}/history`, { query: { limit: 1 } })
  expect(data[0]?.changes).toEqual({ phone: ['+351225550142', '+351225550143'] })
})

test('settings have one too, and it pages', async () => {
  const team = await ask(owner, 'POST', '/teams', { body: { name: 'North' } })
  for (const name of ['South', 'East', 'West'])
    await ask(owner, 'PATCH', `/teams/${team.id}`, { body: { name } })
  const first = await ask<History>(owner, 'GET', `/teams/${team.id}/history`, { query: { limit: 3 } })
  const rest = await ask<History>(owner, 'GET', `/teams/${team.id}/history`, {
    query: { limit: 3, after: first.next ?? '' },
  })
  expect([...first.data, ...rest.data].map(({ changes }) => changes.name?.[1])).toEqual([
    'West',
    'East',
    'South',
    'North',
  ])
  expect(rest.next).toBeNull()
})

test('what the caller may not see has no history for them', async () => {
  const deal = await app.deal()
  const seller = await app.member('seller')
  expect((await call(seller, 'GET', `/deals/${deal.id}/history`)).status).toBe(404)
})
