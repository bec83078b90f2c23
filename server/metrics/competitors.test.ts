import { expect, test } from 'vitest'
import type { MetricAnswer, RecordBehind } from '../../contract/metrics/routes.ts'
import { testCompany } from '../../tests/builders.ts'

const company = await testCompany()
const { owner, ask, call } = company
const stages = await company.stages()
const eur = (amount: string) => ({ amount, currency: 'EUR' })
const period = { from: '2020-01-01', to: '2021-01-01', grain: 'quarter' }

const rival = (name: string) => ask(owner, 'POST', '/competitors', { body: { name } })
const [rapid, slow, idle] = [await rival('Rapidrad'), await rival('Langsam'), await rival('Idle')]
const closed = async (stage: 'Won' | 'Lost', amount: string, after: Record<string, string> = {}) => {
  const deal = await company.deal({
    stage: stages[stage]?.id,
    openedOn: '2020-01-01',
    closedOn: '2020-02-01',
    amount: eur(amount),
  })
  for (const [id, status] of Object.entries(after))
    await ask(owner, 'PUT', `/deals/${deal.id}/competitors/${id}`, { body: { status } })
  return deal
}
const both = await closed('Lost', '100', { [rapid.id]: 'lost_to', [slow.id]: 'named' })
await closed('Lost', '10', { [rapid.id]: 'named' })
await closed('Won', '1', { [rapid.id]: 'beaten', [slow.id]: 'beaten' })
await closed('Won', '1000')
await closed('Lost', '2000', { [idle.id]: 'lost_to' })
await ask(owner, 'DELETE', `/competitors/${idle.id}`)

const read = (slug: string, by: string) =>
  ask<MetricAnswer>(owner, 'GET', `/metrics/sales.${slug}`, { query: { ...period, by } })
const behind = async (slug: string, query: Record<string, unknown>) =>
  (
    await ask<{ data: RecordBehind[] }>(owner, 'GET', `/metrics/sales.${slug}/records`, {
      query: { ...period, ...query },
    })
  ).data

test('a deal with two competitors counts under each, and once in the whole', async () => {
  const answer = await read('win-rate', 'competitor')
  expect(answer).toMatchObject({ value: 2 / 5, n: 5 })
  expect(answer.series[0]).toMatchObject({ value: 2 / 5, n: 5 })
  expect(answer.groups.map(({ key, label, value, n }) => [key, label, value, n])).toEqual([
    [rapid.id, 'Rapidrad', 1 / 3, 3],
    [slow.id, 'Langsam', 1 / 2, 2],
    // One was after nobody's competitor, one after a competitor that was deleted since.
    [null, 'No competitor', 1 / 2, 2],
  ])
})

test('deals lost are told by all who were after them, and by the one they were lost to', async () => {
  const named = await read('deals-lost', 'competitor')
  expect(named).toMatchObject({ value: 3, n: 3 })
  expect(named.groups.map(({ label, value }) => [label, value])).toEqual([
    ['Rapidrad', 2],
    ['Langsam', 1],
    ['No competitor', 1],
  ])
  const lostTo = await read('deals-lost', 'lostTo')
  expect(lostTo.groups.map(({ key, value }) => [key, value])).toEqual([
    [null, 2],
    [rapid.id, 1],
  ])
})

test('each group opens onto its deals, and the whole lists each of them once', async () => {
  expect(await behind('deals-lost', { by: 'competitor', group: slow.id })).toMatchObject([{ id: both.id }])
  expect(await behind('deals-lost', { by: 'competitor', group: '' })).toHaveLength(1)
  expect(await behind('deals-lost', { by: 'competitor' })).toHaveLength(3)
  expect(await behind('deals-lost', { by: 'lostTo', group: rapid.id })).toMatchObject([{ id: both.id }])
})

test('every metric of deals can be broken down by competitor, and says that groups do not add up', async () => {
  const { data } = await ask<{
    data: { slug: string; dimensions: { name: string; several: boolean }[] }[]
  }>(owner, 'GET', '/metrics')
  const several = data.filter(({ dimensions }) => dimensions.some(({ name }) => name === 'competitor'))
  expect(several.length).toBeGreaterThan(8)
  for (const { slug, dimensions } of several) {
    expect(dimensions.filter((one) => one.several).map(({ name }) => name)).toEqual(['competitor'])
    const query = { ...period, by: 'competitor' }
    const whole = await ask<MetricAnswer>(owner, 'GET', `/metrics/${slug}`, { query: period })
    const answer = await ask<MetricAnswer>(owner, 'GET', `/metrics/${slug}`, { query })
    expect({ ...answer, groups: [] }).toEqual(whole)
    expect(
      (await call(owner, 'GET', `/metrics/${slug}/records`, { query: { ...query, group: rapid.id } })).status,
    ).toBe(200)
  }
})
