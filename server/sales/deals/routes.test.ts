import { sql } from 'kysely'
import { expect, test } from 'vitest'
import type { DealStage } from '../../../contract/sales/deal-stages.ts'
import { testCompany } from '../../../tests/builders.ts'

const app = await testCompany()
const { owner, ask, call, db } = app
const stages = await app.stages()
const stagesOf = async (id: string) =>
  (await ask<{ data: DealStage[] }>(owner, 'GET', `/deals/${id}/stages`)).data
const move = (id: string, stage: string) =>
  ask(owner, 'PATCH', `/deals/${id}`, { body: { stage: stages[stage]?.id } })

test('a deal tells how many days it was in each stage, and by whom it was moved', async () => {
  const deal = await app.deal()
  await move(deal.id, 'Proposal')
  await move(deal.id, 'Won')
  await sql`update deal_stage_entries e set at = moved.at from (values ('Qualified', '2025-01-01T00:00Z'::timestamptz),
      ('Proposal', '2025-01-11T12:00Z'), ('Won', '2025-02-01T00:00Z')) moved (name, at)
    where e.deal_id = ${deal.id} and e.stage_id = (select id from stages s where s.name = moved.name)`.execute(
    db,
  )
  expect(await stagesOf(deal.id)).toEqual([
    expect.objectContaining({
      name: 'Qualified',
      status: 'open',
      days: 10.5,
      leftAt: '2025-01-11T12:00:00.000Z',
      actor: 'Olga Owner',
    }),
    expect.objectContaining({ name: 'Proposal', status: 'open', days: 20.5 }),
    expect.objectContaining({ name: 'Won', status: 'won', days: null, leftAt: null }),
  ])
})

test('the stage where an open deal stands counts until now', async () => {
  const deal = await app.deal()
  const [only] = await stagesOf(deal.id)
  expect(only).toMatchObject({ name: 'Qualified', leftAt: null })
  expect(only?.days).toBeGreaterThanOrEqual(0)
  expect(only?.days).toBeLessThan(1)
})

test('only who may see the deal sees its stages', async () => {
  const deal = await app.deal()
  const seller = await app.member('seller')
  expect((await call(seller, 'GET', `/deals/${deal.id}/stages`)).status).toBe(404)
})

test('a stage with deals keeps its kind and cannot be deleted until they have moved', async () => {
  const deal = await app.deal()
  await move(deal.id, 'Discovery')
  const path = `/stages/${stages['Discovery']?.id}`
  expect((await call(owner, 'DELETE', path)).status).toBe(409)
  expect((await call(owner, 'PATCH', path, { body: { kind: 'won' } })).status).toBe(422)
  await move(deal.id, 'Proposal')
  expect((await call(owner, 'PATCH', path, { body: { kind: 'won' } })).body).toMatchObject({
    kind: 'won',
    probability: 1,
    forecastCategory: 'closed',
  })
  expect((await call(owner, 'DELETE', path)).status).toBe(204)
})
