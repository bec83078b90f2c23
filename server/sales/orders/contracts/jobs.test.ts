import { expect, test } from 'vitest'
import type { AnyRecord } from '../../../../contract/records/value.ts'
import type { ContractChanges } from '../../../../contract/sales/contract-routes.ts'
import { addDays, dayOf } from '../../../../contract/values/day.ts'
import { testCompany } from '../../../../tests/builders.ts'
import { renewContracts } from './jobs.ts'
import { addMonths, endAfterNotice } from './rules.ts'

const { owner, ask, database } = await testCompany()
const today = dayOf(new Date().toISOString(), 'Europe/Lisbon')
const eur = (amount: string) => ({ amount, currency: 'EUR' })

const contract = (values: Record<string, unknown> = {}) =>
  ask(owner, 'POST', '/contracts', {
    body: { name: 'Service', monthly: eur('100.00'), startsOn: today, term: 12, renews: true, ...values },
  })
const read = (id: string) => ask(owner, 'GET', `/contracts/${id}`)
const changes = async ({ id }: AnyRecord) => {
  const { data } = await ask<ContractChanges>(owner, 'GET', `/contracts/${id}/changes`)
  return data.map(({ kind, on, before, after }) => [kind, on, before, after]).toReversed()
}
const run = (day: string) => renewContracts(database, `${day}T12:00:00Z`)

test('days that were missed are caught up in their order, each term at what it was worth then', async () => {
  const made = await contract()
  const later = addDays(addMonths(today, 12), 10)
  await ask(owner, 'POST', `/contracts/${made.id}/price`, { body: { monthly: '120.00', from: later } })
  await run(addDays(addMonths(today, 24), 3))
  expect(await changes(made)).toEqual([
    ['started', today, '0.00', '100.00'],
    ['renewed', addMonths(today, 12), '100.00', '100.00'],
    ['price', later, '100.00', '120.00'],
    ['renewed', addMonths(today, 24), '120.00', '120.00'],
  ])
  await run(addDays(addMonths(today, 24), 4))
  expect(await changes(made)).toHaveLength(4)
  expect(await read(made.id)).toMatchObject({ status: 'active', renewsOn: addMonths(today, 36) })
})

test('cancelled in time it ends with its term, is not renewed, and a price to come is in what is lost', async () => {
  const made = await contract({ noticeDays: 30 })
  const from = addDays(today, 40)
  await ask(owner, 'POST', `/contracts/${made.id}/price`, { body: { monthly: '150.00', from } })
  await ask(owner, 'POST', `/contracts/${made.id}/cancel`, { body: {} })
  const end = addMonths(today, 12)
  expect(await read(made.id)).toMatchObject({ status: 'cancelled', endsOn: end })
  await run(addDays(end, -1))
  expect(await read(made.id)).toMatchObject({ status: 'cancelled', monthly: eur('150.00') })
  await run(addDays(end, 400))
  expect(await read(made.id)).toMatchObject({ status: 'ended' })
  expect((await changes(made)).at(-1)).toEqual(['cancelled', end, '150.00', '0.00'])
})

test('one that does not renew ends by itself, and no price comes after that', async () => {
  const made = await contract({ term: 1, renews: false })
  const from = addMonths(today, 3)
  await ask(owner, 'POST', `/contracts/${made.id}/price`, { body: { monthly: '150.00', from } })
  await run(addMonths(today, 4))
  expect(await read(made.id)).toMatchObject({
    status: 'ended',
    endsOn: addMonths(today, 1),
    monthly: eur('100.00'),
  })
})

test('notice that comes too late ends the next term', () => {
  const terms = { startsOn: '2026-01-31', term: 1, renewsOn: '2026-02-28', noticeDays: 10, renews: true }
  expect(endAfterNotice(terms, '2026-02-18')).toBe('2026-02-28')
  expect(endAfterNotice(terms, '2026-02-19')).toBe('2026-03-31')
  expect(endAfterNotice({ ...terms, renews: false }, '2026-02-19')).toBe('2026-02-28')
})
