import { expect, it } from 'vitest'
import type { MetricAnswer, RecordBehind } from '../../contract/metrics/routes.ts'
import { testCompany } from '../../tests/builders.ts'

const acme = await testCompany()
const { owner, ask, call, deal, member } = acme
const stages = await acme.stages()
const stage = (kind: string) => Object.values(stages).find((one) => one.kind === kind)?.id ?? ''

const closed = (kind: 'won' | 'lost', closedOn: string, values: Record<string, unknown> = {}) =>
  deal({ stage: stage(kind), openedOn: '2001-01-01', closedOn, ...values })
const move = (id: string, values: Record<string, unknown>) =>
  ask(owner, 'PATCH', `/deals/${id}`, { body: values })
const read = (slug: string, query: Record<string, unknown>) =>
  ask<MetricAnswer>(owner, 'GET', `/metrics/${slug}`, { query })
const leftOut = async (slug: string, query: Record<string, unknown>) => {
  const { data } = await ask<{ data: RecordBehind[] }>(owner, 'GET', `/metrics/${slug}/records`, {
    query: { ...query, leftOut: true },
  })
  return data.map(({ id, on, value, outcome }) => ({ id, on, value, outcome }))
}
const outcome = 'Re-opened since, still open'

it('lists deals that are open again among what is left out, on the day of the close that was taken back', async () => {
  const seller = await member('seller')
  const again = await closed('won', '2012-01-31', { owner: seller.id, source: 'fair' })
  const lost = await closed('lost', '2012-01-30')
  const twice = await closed('won', '2012-01-01')
  const back = await closed('won', '2012-01-15')
  await closed('won', '2012-01-20')
  for (const { id } of [again, lost, twice, back]) await move(id, { stage: stage('open') })
  await move(twice.id, { stage: stage('lost'), closedOn: '2012-02-01' })
  await move(twice.id, { stage: stage('open') })
  await move(back.id, { stage: stage('won'), closedOn: '2012-03-01' })

  const january = { from: '2012-01-01', to: '2012-02-01' }
  expect(await read('sales.win-rate', january)).toMatchObject({
    n: 1,
    leftOut: [{ reason: 'reopened', label: outcome, n: 2 }],
  })
  expect(await leftOut('sales.win-rate', january)).toEqual([
    { id: again.id, on: '2012-01-31', value: null, outcome },
    { id: lost.id, on: '2012-01-30', value: null, outcome },
  ])
  expect(await leftOut('sales.deals-won', january)).toEqual([
    { id: again.id, on: '2012-01-31', value: null, outcome },
  ])
  expect(await leftOut('sales.deals-lost', january)).toEqual([
    { id: lost.id, on: '2012-01-30', value: null, outcome },
  ])
  // The latest close is the one that was taken back.
  expect(await leftOut('sales.deals-lost', { from: '2012-02-01', to: '2012-02-02' })).toEqual([
    { id: twice.id, on: '2012-02-01', value: null, outcome },
  ])
  expect((await read('sales.deals-won', { from: '2012-01-01', to: '2012-01-31' })).leftOut).toEqual([])
  expect(
    (await read('sales.deals-won', { from: '2012-01-31', to: '2012-02-01', owner: seller.id })).leftOut,
  ).toMatchObject([{ n: 1 }])
  expect((await read('sales.deals-won', { ...january, owner: owner.id })).leftOut).toEqual([])
  expect(await leftOut('sales.deals-won', { ...january, by: 'source', group: 'fair' })).toHaveLength(1)
  expect(await leftOut('sales.deals-won', { ...january, by: 'source', group: '' })).toEqual([])
  await call(owner, 'DELETE', `/deals/${again.id}`)
  expect((await read('sales.deals-won', january)).leftOut).toEqual([])
})

it('answers as of a moment by the ledger, and says which figures it cannot', async () => {
  const year = { from: '2013-01-01', to: '2014-01-01' }
  const one = await closed('won', '2013-05-05', { amount: { amount: '100', currency: 'EUR' } })
  const then = new Date(Date.now() + 1).toISOString()
  await expect.poll(() => Date.now()).toBeGreaterThan(Date.parse(then) + 1)
  await move(one.id, { amount: { amount: '70', currency: 'EUR' } })
  await move(one.id, { stage: stage('open') })
  await closed('won', '2013-06-06')
  expect((await read('sales.won-amount', year)).value).toEqual({ amount: '0.00', currency: 'EUR' })
  const asOf = await read('sales.won-amount', { ...year, asOf: then })
  expect(asOf).toMatchObject({ value: { amount: '100.00', currency: 'EUR' }, n: 1, leftOut: [] })

  const { data } = await ask<{ data: { slug: string; asOf: boolean }[] }>(owner, 'GET', '/metrics')
  for (const { slug, asOf: can } of data) {
    const { status, body } = await call(owner, 'GET', `/metrics/${slug}`, { query: { ...year, asOf: then } })
    expect([slug, status, body.errors?.[0]?.path]).toEqual(can ? [slug, 200, undefined] : [slug, 422, 'asOf'])
  }
  expect(data.filter((metric) => metric.asOf)).toHaveLength(13)
  expect((await call(owner, 'GET', '/metrics/sales.win-rate', { query: { asOf: 'yesterday' } })).status).toBe(
    422,
  )
})

it('counts one pipeline where asked to, in figure, groups, records and what is left out', async () => {
  const pipeline = await ask(owner, 'POST', '/pipelines', { body: { name: 'Renewals' } })
  const won = await ask(owner, 'POST', '/stages', {
    body: { name: 'Renewed', pipeline: pipeline.id, kind: 'won' },
  })
  const renewal = await closed('won', '2014-01-01', {
    stage: won.id,
    amount: { amount: '1', currency: 'EUR' },
  })
  await closed('won', '2014-01-02')
  const year = { from: '2014-01-01', to: '2015-01-01', pipeline: pipeline.id }
  expect(await read('sales.won-amount', { ...year, by: 'owner' })).toMatchObject({
    value: { amount: '1.00' },
    groups: [{ n: 1 }],
    leftOut: [],
  })
  const { data } = await ask<{ data: RecordBehind[] }>(owner, 'GET', '/metrics/sales.deals-won/records', {
    query: year,
  })
  expect(data.map(({ id }) => id)).toEqual([renewal.id])
  expect((await read('sales.new-customers', year)).leftOut).toMatchObject([{ reason: 'no-customer', n: 1 }])
})
