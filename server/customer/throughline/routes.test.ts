import { expect, test } from 'vitest'
import type { Throughline } from '../../../contract/customer/throughline.ts'
import { testCompany, type TestCaller } from '../../../tests/builders.ts'

const app = await testCompany()
const { owner, ask, call } = app
const line = (path: string, who: TestCaller = owner) => ask<Throughline>(who, 'GET', `${path}/throughline`)

test('a customer’s line from the first touch to today, with what is open beside it', async () => {
  const { Won, Proposal } = await app.stages()
  const company = await app.company({ source: 'trade fair' })
  const won = await app.deal({
    name: '40 e-bikes',
    company: company.id,
    stage: Won?.id,
    openedOn: '2026-02-14',
    closedOn: '2026-04-02',
    amount: { amount: '39900', currency: 'EUR' },
  })
  const open = await app.deal({
    name: 'Upsell',
    company: company.id,
    stage: Proposal?.id,
    amount: { amount: '18400', currency: 'EUR' },
  })
  const person = await app.person({ company: company.id })
  await ask(owner, 'POST', '/notes', { body: { body: 'Hello', person: person.id } })
  await ask(owner, 'POST', '/calls', { body: { person: person.id } })

  const found = await line(`/companies/${company.id}`)
  expect(found.segments.at(-1)).toMatchObject({ wing: 'service' })
  expect(found.from.slice(0, 10)).toBe('2026-04-01') // the start of 2 April in Lisbon
  expect(found.branches).toEqual([
    {
      from: expect.any(String),
      wing: 'sales',
      title: 'Upsell',
      amount: { amount: '18400.00', currency: 'EUR' },
      subject: { type: 'deal', id: open.id },
    },
  ])
  expect(found.moments[0]).toMatchObject({
    kind: 'first',
    type: 'deal.won',
    subject: { type: 'deal', id: won.id },
  })
  expect(found.moments.find(({ kind }) => kind === 'activity')).toMatchObject({
    label: 'Call, Note',
    count: 2,
  })
  const own = await line(`/people/${person.id}`)
  expect(own.segments.map(({ wing }) => wing)).toEqual(['marketing'])
})

test('deals in the bin and deals beyond the caller’s reach are not on it', async () => {
  const person = await app.person()
  const binned = await app.deal({ person: person.id })
  await app.deal({ name: 'Not for them', person: person.id })
  await ask(owner, 'DELETE', `/deals/${binned.id}`)
  expect((await line(`/people/${person.id}`)).branches.map(({ title }) => title)).toEqual(['Not for them'])
  const seller = await app.member('seller')
  expect((await line(`/people/${person.id}`, seller)).branches).toEqual([])
})

test('somebody who is not there has no line', async () => {
  expect((await call(owner, 'GET', '/people/019a0000-0000-7000-8000-000000000000/throughline')).status).toBe(
    404,
  )
})
