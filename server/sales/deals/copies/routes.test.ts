import { expect, test } from 'vitest'
import type { AnyRecord } from '../../../../contract/records/value.ts'
import type { DealPerson } from '../../../../contract/sales/deal-people.ts'
import type { DealStage } from '../../../../contract/sales/deal-stages.ts'
import type { Money } from '../../../../contract/values/money.ts'
import { testCompany } from '../../../../tests/builders.ts'

const app = await testCompany()
const { owner, ask, call } = app
const stages = await app.stages()
const euros = (amount: string): Money => ({ amount, currency: 'EUR' })
const undo = (events: unknown[]) => ask(owner, 'POST', '/undo', { body: { events } })
const list = async <T>(path: string) => (await ask<{ data: T[] }>(owner, 'GET', path)).data

interface Split {
  deal: AnyRecord
  part: AnyRecord
  events: string[]
}
const split = (deal: AnyRecord, amount: string, more: Record<string, unknown> = {}) =>
  call<Split>(owner, 'POST', `/deals/${deal.id}/split`, { body: { amount: euros(amount), ...more } })

test('a duplicate takes people and product along, begins anew, and is undone with one step', async () => {
  const [ana, bo, company] = [await app.person(), await app.person(), await app.company()]
  const product = await ask(owner, 'POST', '/products', { body: { name: 'Kit' } })
  const deal = await app.deal({
    name: 'Spring',
    person: ana.id,
    company: company.id,
    product: product.id,
    amount: euros('1000.00'),
    openedOn: '2026-01-05',
  })
  await ask(owner, 'PUT', `/deals/${deal.id}/people/${bo.id}`, { body: { role: 'champion' } })
  await ask(owner, 'POST', '/quotes', { body: { deal: deal.id } })
  await ask(owner, 'PATCH', `/deals/${deal.id}`, {
    body: { stage: stages.Lost?.id, closedOn: '2026-02-01', lossReason: 'Price' },
  })
  const made = await call(owner, 'POST', `/deals/${deal.id}/duplicate`, { body: { name: 'Autumn' } })
  expect(made.status).toBe(201)
  expect(made.body).toMatchObject({
    name: 'Autumn',
    person: ana.id,
    company: company.id,
    product: product.id,
    amount: euros('1000.00'),
    stage: stages.Qualified?.id,
    status: 'open',
    closedOn: null,
    lossReason: null,
  })
  expect(made.body.openedOn).not.toBe('2026-01-05')
  const people = await list<DealPerson>(`/deals/${made.body.id}/people`)
  expect(people.map(({ person, role }) => [person.id, role])).toEqual([[bo.id, 'champion']])
  const quotes = await ask<{ data: unknown[] }>(owner, 'GET', '/quotes', {
    query: { filter: { field: 'deal', op: 'is', value: made.body.id } },
  })
  expect(quotes.data).toEqual([])
  await undo([made.headers.event])
  expect((await ask(owner, 'GET', `/deals/${made.body.id}`)).deletedAt).not.toBeNull()
})

test('a split divides the amount, links both, keeps the way and leaves the quotes; it is undone with one step', async () => {
  const deal = await app.deal({ amount: euros('1000.01'), openedOn: '2026-01-05' })
  await ask(owner, 'PATCH', `/deals/${deal.id}`, { body: { stage: stages.Proposal?.id } })
  const quote = await ask(owner, 'POST', '/quotes', { body: { deal: deal.id } })
  const { status, body } = await split(deal, '333.34', { name: 'Second site' })
  expect(status).toBe(201)
  expect(body.deal).toMatchObject({ id: deal.id, amount: euros('666.67') })
  expect(body.part).toMatchObject({
    name: 'Second site',
    amount: euros('333.34'),
    splitFrom: deal.id,
    stage: stages.Proposal?.id,
    openedOn: '2026-01-05',
    stageSince: body.deal.stageSince,
  })
  const way = (of: AnyRecord) => list<DealStage>(`/deals/${of.id}/stages`)
  expect((await way(body.part)).map(({ name, enteredAt }) => [name, enteredAt])).toEqual(
    (await way(deal)).map(({ name, enteredAt }) => [name, enteredAt]),
  )
  expect((await ask(owner, 'GET', `/quotes/${quote.id}`)).deal).toBe(deal.id)
  const splits = await ask<{ data: AnyRecord[] }>(owner, 'GET', '/deals', {
    query: { filter: { field: 'splitFrom', op: 'is', value: deal.id } },
  })
  expect(splits.data.map(({ id }) => id)).toEqual([body.part.id])
  await undo(body.events)
  expect((await ask(owner, 'GET', `/deals/${deal.id}`)).amount).toEqual(euros('1000.01'))
  expect((await ask(owner, 'GET', `/deals/${body.part.id}`)).deletedAt).not.toBeNull()
})

test('split by many at once, a deal never gives away more than it is worth', async () => {
  const deal = await app.deal({ amount: euros('10.00') })
  const answers = await Promise.all(Array.from({ length: 6 }, () => split(deal, '3.00')))
  expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([
    201, 201, 201, 422, 422, 422,
  ])
  expect((await ask(owner, 'GET', `/deals/${deal.id}`)).amount).toEqual(euros('1.00'))
})

test('a closed deal is not split', async () => {
  const deal = await app.deal({ amount: euros('10.00'), stage: stages.Won?.id })
  expect((await split(deal, '3.00')).status).toBe(409)
})
