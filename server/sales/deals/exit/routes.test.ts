import { expect, test } from 'vitest'
import type { AnyRecord } from '../../../../contract/records/value.ts'
import type { Asked, ExitCriterion } from '../../../../contract/sales/exit-criteria.ts'
import { contextFor, fresh, testCompany, type TestCaller } from '../../../../tests/builders.ts'
import { prepareJobs } from '../../../db/jobs.ts'
import { system } from '../../../http/caller.ts'
import { updateRecords } from '../../../records/write.ts'
import { workBulkEdit } from '../../../records/bulk/jobs.ts'
import { deal as dealType } from '../../../../contract/sales/deal.ts'

const app = await testCompany()
const { owner, ask, call } = app
await prepareJobs(app.database.pool)

/** A pipeline of its own, whose first stage asks for an amount and for the budget. */
async function askingPipeline(values: Record<string, unknown> = {}) {
  const pipeline = await ask(owner, 'POST', '/pipelines', { body: { name: `Way ${fresh()}`, ...values } })
  const stage = (name: string, position: number, kind = 'open') =>
    ask(owner, 'POST', '/stages', { body: { name, kind, position, pipeline: pipeline.id } })
  const [first, second, won, lost] = [
    await stage('First', 0),
    await stage('Second', 1),
    await stage('Won', 2, 'won'),
    await stage('Lost', 3, 'lost'),
  ]
  const { data } = await ask<{ data: ExitCriterion[] }>(owner, 'PUT', `/stages/${first.id}/exit-criteria`, {
    body: { criteria: [{ field: 'amount' }, { label: 'Budget confirmed' }] },
  })
  return { pipeline, first, second, won, lost, item: data[1]!.id, criteria: data }
}

const move = (deal: AnyRecord, stage: AnyRecord, more: Record<string, unknown> = {}, who = owner) =>
  call(who, 'PATCH', `/deals/${deal.id}`, { body: { stage: stage.id, ...more } })
const check = (deal: AnyRecord, item: string, checked = true, who: TestCaller = owner) =>
  call(who, 'PUT', `/deals/${deal.id}/checks/${item}`, { body: { checked } })
const asked = async (deal: AnyRecord, to?: string) =>
  (
    await ask<{ data: Asked[] }>(owner, 'GET', `/deals/${deal.id}/exit-criteria`, {
      query: to ? { to } : {},
    })
  ).data
const amount = { amount: '500.00', currency: 'EUR' }

test('a deal does not leave a stage before it has what that asks for, and is told exactly what is missing', async () => {
  const { first, second, item } = await askingPipeline()
  const deal = await app.deal({ stage: first.id })
  const refused = await move(deal, second)
  expect(refused.status).toBe(422)
  expect(refused.body).toMatchObject({
    title: 'Not ready to move on',
    errors: [{ path: 'amount' }, { path: `checklist.${item}` }],
  })
  expect((await ask(owner, 'GET', `/deals/${deal.id}`)).stage).toBe(first.id)
  expect((await check(deal, item)).status).toBe(204)
  expect((await move(deal, second, { amount })).status).toBe(200)
})

test('what is asked is shown before, with who ticked what off and when', async () => {
  const { first, won, item } = await askingPipeline()
  const deal = await app.deal({ stage: first.id })
  expect(await asked(deal)).toMatchObject([
    { field: 'amount', met: false, by: null },
    { label: 'Budget confirmed', met: false },
  ])
  await check(deal, item)
  const again = await app.member('manager')
  await check(deal, item, true, again)
  const [, budget] = await asked(deal, won.id)
  expect(budget).toMatchObject({ met: true, by: 'Olga Owner', at: expect.stringMatching(/^20/) })
  await check(deal, item, false)
  expect((await asked(deal))[1]).toMatchObject({ met: false, by: null, at: null })
  const { data: history } = await ask<{ data: { type: string; data: unknown }[] }>(
    owner,
    'GET',
    `/deals/${deal.id}/history`,
  )
  expect(history.map(({ type }) => type)).toEqual([
    'deal.item-unchecked',
    'deal.item-checked',
    'deal.created',
  ])
})

test('backward, to lost and out of lost where it stood nothing is asked, but further on', async () => {
  const { first, second, lost, won } = await askingPipeline()
  const deal = await app.deal({ stage: second.id })
  for (const to of [first, lost, first]) expect((await move(deal, to)).status).toBe(200)
  await move(deal, lost)
  expect((await move(deal, second)).status).toBe(422)
  expect((await move(deal, won)).status).toBe(422)
})

test('an import and what follows of itself are not held up; a bulk edit says of each what is missing', async () => {
  const { first, second, item } = await askingPipeline()
  const deals = [await app.deal({ stage: first.id }), await app.deal({ stage: first.id, amount })]
  await check(deals[1]!, item)
  const { id } = await ask(owner, 'POST', '/deals/bulk-edits', {
    body: {
      selection: { ids: deals.map((deal) => deal.id) },
      changes: [{ field: 'stage', do: 'set', value: second.id }],
    },
  })
  await workBulkEdit(app.database, id)
  const edit = await ask<{ changed: number; refused: number }>(owner, 'GET', `/bulk-edits/${id}`)
  expect(edit).toMatchObject({ changed: 1, refused: 1 })
  const context = contextFor(app.database, { caller: system('import', owner.id) })
  const { records } = await updateRecords(context, dealType, [
    { id: deals[0]!.id, values: { stage: second.id } },
  ])
  expect(records[0]?.stage).toBe(second.id)
})

test('a pipeline that demands a next step asks for it with each move forward, and its day', async () => {
  const { first, second, item } = await askingPipeline({ nextStepDemanded: true })
  const deal = await app.deal({ stage: first.id, amount })
  await check(deal, item)
  const refused = await move(deal, second)
  expect(refused.body.errors?.map(({ path }) => path)).toEqual(['nextStep', 'nextStepOn'])
  const step = { nextStep: 'Show the offer', nextStepOn: '2030-01-07' }
  expect((await move(deal, second, step)).status).toBe(200)
})

test('an item that keeps its id keeps what was ticked off; fields may change places', async () => {
  const { first, item, criteria } = await askingPipeline()
  const deal = await app.deal({ stage: first.id })
  await check(deal, item)
  const set = (body: unknown) => call(owner, 'PUT', `/stages/${first.id}/exit-criteria`, { body })
  await set({
    criteria: [
      { id: item, label: 'Budget signed' },
      { id: criteria[0]?.id, field: 'expectedCloseOn' },
      { field: 'amount' },
    ],
  })
  expect(await asked(deal)).toMatchObject([
    { label: 'Budget signed', met: true },
    { field: 'expectedCloseOn', met: false },
    { field: 'amount', met: false },
  ])
  expect((await set({ criteria: [{ field: 'nothing' }] })).body.errors?.[0]?.path).toBe('criteria.0.field')
  expect((await set({ criteria: [{ field: 'status' }] })).status).toBe(422)
  expect((await set({ criteria: [{ field: 'amount' }, { field: 'amount' }] })).status).toBe(422)
})

test('a field of the company’s own can be asked for, and is no longer when it is retired', async () => {
  const { first, second } = await askingPipeline()
  const field = await ask<{ id: string; name: string }>(owner, 'POST', '/fields', {
    body: { recordType: 'deal', type: 'text', label: 'Tender number' },
  })
  await ask(owner, 'PUT', `/stages/${first.id}/exit-criteria`, {
    body: { criteria: [{ field: field.name }] },
  })
  const deal = await app.deal({ stage: first.id })
  expect((await move(deal, second)).body.errors?.[0]?.path).toBe(field.name)
  await ask(owner, 'POST', `/fields/${field.id}/retire`)
  expect((await move(deal, second)).status).toBe(200)
})

test('of two who tick off and move at once, nobody moves what is not ready', async () => {
  const { first, second, item } = await askingPipeline()
  const deals = await Promise.all(Array.from({ length: 8 }, () => app.deal({ stage: first.id, amount })))
  const outcomes = await Promise.all(
    deals.map(async (deal) => {
      const [moved] = await Promise.all([move(deal, second), check(deal, item, true)])
      const { stage } = await ask(owner, 'GET', `/deals/${deal.id}`)
      return [moved.status, stage]
    }),
  )
  for (const [status, stage] of outcomes) expect(stage).toBe(status === 200 ? second.id : first.id)
})

test('only who may change a deal ticks off, and only who sees it is told', async () => {
  const { first, item } = await askingPipeline()
  const deal = await app.deal({ stage: first.id })
  const seller = await app.member('seller')
  expect((await check(deal, item, true, seller)).status).toBe(404)
  expect((await call(seller, 'GET', `/deals/${deal.id}/exit-criteria`)).status).toBe(404)
})
