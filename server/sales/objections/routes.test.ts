import { expect, test } from 'vitest'
import type { AnyRecord } from '../../../contract/records/value.ts'
import type { Play, Raised } from '../../../contract/sales/objection-routes.ts'
import { fresh, testCompany } from '../../../tests/builders.ts'

const app = await testCompany()
const { owner, ask, call } = app

async function play(answers: string[]) {
  const objection = await ask(owner, 'POST', '/objections', { body: { name: `Too dear ${fresh()}` } })
  await ask(owner, 'PUT', `/objections/${objection.id}/answers`, {
    body: { answers: answers.map((text) => ({ text })) },
  })
  return objection
}
const inBook = async ({ id }: AnyRecord, who = owner): Promise<Play> => {
  const { data } = await ask<{ data: Play[] }>(who, 'GET', '/objections/playbook')
  return data.find((one) => one.id === id)!
}
const raise = (deal: AnyRecord, objection: AnyRecord, more: Record<string, unknown> = {}) =>
  ask<Raised>(owner, 'POST', `/deals/${deal.id}/objections`, { body: { objection: objection.id, ...more } })
const answer = (deal: AnyRecord, raised: Raised, body: unknown) =>
  call<Raised>(owner, 'PATCH', `/deals/${deal.id}/objections/${raised.id}`, { body })

test('the playbook says how often each was raised and how often which answer held', async () => {
  const objection = await play(['Costs over five years', 'Lease it'])
  const [five, lease] = (await inBook(objection)).answers
  const deals = [await app.deal(), await app.deal()]
  const raised = [
    await raise(deals[0]!, objection),
    await raise(deals[0]!, objection),
    await raise(deals[1]!, objection),
    await raise(deals[1]!, objection),
  ]
  await answer(deals[0]!, raised[0]!, { answer: five?.id, held: true })
  await answer(deals[0]!, raised[1]!, { answer: five?.id, held: false })
  await answer(deals[1]!, raised[2]!, { answer: null, held: true })
  expect(await inBook(objection)).toMatchObject({
    deals: 2,
    raised: 4,
    answered: 3,
    held: 2,
    failed: 1,
    answers: [
      { id: five?.id, given: 2, held: 1, failed: 1 },
      { id: lease?.id, given: 0, held: 0, failed: 0 },
    ],
  })
})

test('counted is what was raised on deals that the reader may see', async () => {
  const objection = await play([])
  const seller = await app.member('seller')
  await raise(await app.deal(), objection)
  await raise(await app.deal({ owner: seller.id }), objection)
  expect((await inBook(objection)).raised).toBe(2)
  expect((await inBook(objection, seller)).raised).toBe(1)
})

test('what was raised and answered stands on the timelines of deal, person and company', async () => {
  const objection = await play(['Lease it'])
  const company = await app.company()
  const person = await app.person({ company: company.id })
  const deal = await app.deal({ person: person.id, company: company.id })
  const raised = await raise(deal, objection, { note: 'Compared it with the cheapest' })
  expect(raised).toMatchObject({ person: { id: person.id }, answer: null, held: null, answeredAt: null })
  const [lease] = (await inBook(objection)).answers
  const { body } = await answer(deal, raised, { answer: lease?.id, held: true })
  expect(body).toMatchObject({ answer: { text: 'Lease it' }, held: true })
  for (const path of [`/people/${person.id}/timeline`, `/companies/${company.id}/timeline`]) {
    const { data } = await ask<{ data: { type: string; data: unknown }[] }>(owner, 'GET', path)
    expect(data.slice(0, 2), path).toMatchObject([
      { type: 'deal.objection-answered', data: { answer: 'Lease it', held: true } },
      { type: 'deal.objection-raised', data: { objection: { id: objection.id, title: objection.title } } },
    ])
  }
})

test('an answer that is left out is no longer offered; what was said with it stays', async () => {
  const objection = await play(['Old', 'New'])
  const [old, fine] = (await inBook(objection)).answers
  const deal = await app.deal()
  const raised = await raise(deal, objection)
  await answer(deal, raised, { answer: old?.id })
  await ask(owner, 'PUT', `/objections/${objection.id}/answers`, {
    body: { answers: [{ id: fine?.id, text: 'Newer' }] },
  })
  expect((await inBook(objection)).answers).toMatchObject([{ id: fine?.id, text: 'Newer' }])
  const { data } = await ask<{ data: Raised[] }>(owner, 'GET', `/deals/${deal.id}/objections`)
  expect(data[0]).toMatchObject({ answer: { text: 'Old' } })
})

test('an answer to another objection, another deal’s objection and who may not are refused', async () => {
  const [one, other] = [await play(['A']), await play(['B'])]
  const [deal, another] = [await app.deal(), await app.deal()]
  const raised = await raise(deal, one)
  const [foreign] = (await inBook(other)).answers
  expect((await answer(deal, raised, { answer: foreign?.id })).status).toBe(422)
  expect((await answer(another, raised, { answer: null })).status).toBe(404)
  const seller = await app.member('seller')
  expect((await call(seller, 'GET', `/deals/${deal.id}/objections`)).status).toBe(404)
  expect((await call(seller, 'PUT', `/objections/${one.id}/answers`, { body: { answers: [] } })).status).toBe(
    403,
  )
})

test('taken back, it counts no more; answered by two at once, the moment of the first stays', async () => {
  const objection = await play(['A'])
  const deal = await app.deal()
  const raised = await raise(deal, objection)
  const [a] = (await inBook(objection)).answers
  const both = await Promise.all([
    answer(deal, raised, { answer: a?.id, held: true }),
    answer(deal, raised, { answer: a?.id, held: true }),
  ])
  expect(both[0].body.answeredAt).toBe(both[1].body.answeredAt)
  await ask(owner, 'DELETE', `/deals/${deal.id}/objections/${raised.id}`)
  expect((await inBook(objection)).raised).toBe(0)
})
