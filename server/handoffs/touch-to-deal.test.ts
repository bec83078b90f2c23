import { sql } from 'kysely'
import { expect, test } from 'vitest'
import type { AnyRecord } from '../../contract/records/value.ts'
import { testCompany } from '../../tests/builders.ts'
import { consume } from '../ledger/consumer.ts'
import { touchToDeal } from './touch-to-deal.ts'

const app = await testCompany()
const { owner, ask, db } = app
const stages = await app.stages()
await ask(owner, 'PATCH', `/stages/${stages.Qualified?.id}`, { body: { quietAfter: 5 } })

/** A deal that nobody has touched for a month. */
async function silent(values: Record<string, unknown> = {}): Promise<AnyRecord> {
  const deal = await app.deal({ owner: owner.id, ...values })
  while (await consume(db, touchToDeal));
  await sql`update deals set touched_at = now() - interval '30 days', quiet_on = current_date - 25
    where id = ${deal.id}`.execute(db)
  return deal
}
async function isQuiet({ id }: AnyRecord): Promise<boolean> {
  while (await consume(db, touchToDeal));
  const { data } = await ask<{ data: AnyRecord[] }>(owner, 'GET', '/deals/quiet')
  return data.some((one) => one.id === id)
}

test.each([
  ['a note', '/notes', { body: 'Spoke' }],
  ['a call', '/calls', { subject: 'About the offer' }],
  ['a meeting', '/meetings', { subject: 'Visit', startsAt: '2026-03-02T09:30:00Z' }],
  ['a task', '/tasks', { subject: 'Send it' }],
])('%s about the deal touches it', async (_, path, body) => {
  const deal = await silent()
  expect(await isQuiet(deal)).toBe(true)
  await ask(owner, 'POST', path, { body: { ...body, deal: deal.id } })
  expect(await isQuiet(deal)).toBe(false)
})

test('one that names no deal touches those of its person, and those in which they have a part', async () => {
  const [ana, bo] = [await app.person(), await app.person()]
  const [theirs, part, other] = [await silent({ person: ana.id }), await silent(), await silent()]
  await ask(owner, 'PUT', `/deals/${part.id}/people/${ana.id}`, { body: { role: 'champion' } })
  await ask(owner, 'POST', '/notes', { body: { body: 'Spoke', person: bo.id } })
  expect(await isQuiet(theirs)).toBe(true)
  await ask(owner, 'POST', '/notes', { body: { body: 'Spoke', person: ana.id } })
  expect([await isQuiet(theirs), await isQuiet(part), await isQuiet(other)]).toEqual([false, false, true])
})

test('one about another deal of the same person leaves it quiet; a mere correction does, too', async () => {
  const ana = await app.person()
  const deal = await silent({ person: ana.id })
  const other = await silent({ person: ana.id })
  await ask(owner, 'POST', '/calls', { body: { subject: 'Other', person: ana.id, deal: other.id } })
  await ask(owner, 'PATCH', `/deals/${deal.id}`, { body: { name: 'Corrected' } })
  expect([await isQuiet(deal), await isQuiet(other)]).toEqual([true, false])
})
