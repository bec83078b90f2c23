import { expect, test } from 'vitest'
import type { MetricAnswer, RecordBehind } from '../../contract/metrics/routes.ts'
import type { Forecast } from '../../contract/sales/forecast.ts'
import type { Attainment } from '../../contract/sales/quotas.ts'
import { addDays, dayOf } from '../../contract/values/day.ts'
import { next, startOf } from '../../contract/values/period.ts'
import { testCompany } from '../../tests/builders.ts'

const company = await testCompany()
const { owner, ask, call } = company
const stages = await company.stages()
const today = dayOf(new Date().toISOString(), 'Europe/Lisbon')
const quarter = startOf(today, 'quarter')
const period = { from: quarter, to: next(quarter, 'quarter'), grain: 'month' }
const eur = (amount: string) => ({ amount, currency: 'EUR' })

const all = await ask(owner, 'POST', '/teams', { body: { name: 'All' } })
const north = await ask(owner, 'POST', '/teams', { body: { name: 'North', parent: all.id } })
const ana = await company.member('seller', { name: 'Ana', team: north.id })
const rui = await company.member('seller', { name: 'Rui', team: all.id })
const eva = await company.member('seller', { name: 'Eva' })

const set = (cells: unknown[], grain = 'quarter') =>
  ask(owner, 'PUT', '/quotas', {
    body: { grain, cells: cells.map((cell) => ({ from: quarter, ...(cell as object) })) },
  })
const read = (slug: string, query: Record<string, unknown> = {}, who = owner) =>
  ask<MetricAnswer>(who, 'GET', `/metrics/sales.${slug}`, { query: { ...period, ...query } })
const behind = async (slug: string, query: Record<string, unknown> = {}) =>
  (
    await ask<{ data: RecordBehind[] }>(owner, 'GET', `/metrics/sales.${slug}/records`, {
      query: { ...period, ...query },
    })
  ).data
const groupsBy = async (slug: string, by: string, query: Record<string, unknown> = {}) =>
  Object.fromEntries((await read(slug, { by, ...query })).groups.map((group) => [group.label, group]))
const beside = ({ beside: others }: Pick<MetricAnswer, 'beside'>, key: string) =>
  others?.find((one) => one.key === key)?.value
const won = (values: Record<string, unknown>) =>
  company.deal({ stage: stages['Won']?.id, openedOn: quarter, closedOn: quarter, ...values })
const open = (values: Record<string, unknown>) => company.deal({ expectedCloseOn: today, ...values })
const now = async () => {
  const { rows } = await company.database.pool.query<{ at: string }>(
    `select to_char(clock_timestamp() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as at`,
  )
  return rows[0]?.at ?? ''
}

await set([
  { user: ana.id, target: '100' },
  { user: rui.id, target: '60' },
  { team: all.id, target: '200' },
])
await set([{ user: eva.id, target: '30' }], 'month')
await won({ owner: ana.id, amount: eur('25') })
await won({ owner: ana.id, amount: eur('0') })
await won({ owner: rui.id, amount: eur('70') })
await won({ owner: ana.id, amount: null })
await won({ owner: ana.id, amount: { amount: '10', currency: 'USD' } })
await company.deal({ stage: stages['Lost']?.id, owner: ana.id, openedOn: quarter, closedOn: quarter })
await open({ owner: ana.id, amount: eur('90'), forecastCategory: 'commit', name: 'Committed' })
await open({ owner: ana.id, amount: eur('40'), forecastCategory: 'best_case' })
await open({ owner: ana.id, amount: eur('20'), forecastCategory: 'pipeline' })
await open({ owner: ana.id, amount: eur('999'), forecastCategory: 'omitted' })
await open({ owner: ana.id, amount: eur('500'), forecastCategory: 'commit', expectedCloseOn: period.to })
await open({ owner: eva.id, amount: eur('8'), forecastCategory: 'commit' })

test('the quota of the company is the sum of what is at the top; a team’s is its own', async () => {
  const answer = await read('quota')
  expect(answer).toMatchObject({ value: eur('230.00'), n: 2, unit: 'money' })
  expect(answer.series.map(({ value }) => value)).toEqual([eur('30.00'), null, null])
  expect(answer.series[1]?.none).toEqual({ reason: 'no-quota', label: 'No quota' })
  const teams = await groupsBy('quota', 'team')
  expect(teams['All']).toMatchObject({ value: eur('200.00'), n: 1 })
  expect(beside(teams['All'] ?? {}, 'members')).toEqual(eur('160.00'))
  expect(teams['North']).toMatchObject({ value: null, none: { reason: 'no-quota' } })
  expect(teams['No team']).toMatchObject({ value: eur('30.00') })
  expect((await groupsBy('quota', 'owner'))['Ana']).toMatchObject({ value: eur('100.00') })
  // Days beside whole months have none, and a quarter's is not taken apart into weeks.
  expect((await read('quota', { to: addDays(period.to, -1) })).value).toBeNull()
  expect((await read('quota', { grain: 'week' })).series.every(({ value }) => value === null)).toBe(true)
  expect((await behind('quota')).map(({ type, title, value }) => [type, title, value])).toEqual([
    ['team', 'All', eur('200.00')],
    ['user', 'Eva', eur('30.00')],
  ])
  expect(await behind('quota', { by: 'owner', group: rui.id })).toMatchObject([{ title: 'Rui' }])
})

test('attainment is won ÷ quota, zero amounts counted, what has no amount or rate left out', async () => {
  expect(await read('quota-attainment', { owner: ana.id })).toMatchObject({
    value: 0.25,
    n: 2,
    numerator: eur('25.00'),
    denominator: eur('100.00'),
  })
  expect(await read('quota-attainment', { team: all.id })).toMatchObject({ value: 0.475, n: 3 })
  expect(await read('quota-attainment', { team: north.id })).toMatchObject({
    value: null,
    numerator: eur('25.00'),
    denominator: null,
    none: { reason: 'no-quota' },
  })
  expect((await read('quota-attainment')).leftOut).toEqual([
    { reason: 'no-amount', label: 'Without an amount', n: 1 },
    { reason: 'no-rate', label: 'No exchange rate known', n: 1 },
  ])
  expect((await behind('quota-attainment', { owner: ana.id })).map(({ value }) => value)).toEqual(
    expect.arrayContaining([eur('25.00'), eur('0.00')]),
  )
  expect(await behind('quota-attainment', { leftOut: true })).toHaveLength(2)
})

test('coverage is what is open ÷ what is left of the quota; a quota that is met says so', async () => {
  const answer = await read('pipeline-coverage', { owner: ana.id })
  // 90 + 40 + 20 of the 75 that are left. Four of the five that Ana closed in the year were won.
  expect(answer).toMatchObject({ value: 2, n: 3, numerator: eur('150.00'), denominator: eur('75.00') })
  expect(beside(answer, 'required')).toBe(5 / 4)
  expect(await read('pipeline-coverage', { owner: rui.id })).toMatchObject({
    value: null,
    none: { reason: 'quota-met', label: 'Quota met' },
  })
  expect(await behind('pipeline-coverage', { by: 'owner', group: ana.id })).toHaveLength(3)
  await set([{ user: rui.id, target: '0' }])
  expect(await read('quota-attainment', { owner: rui.id })).toMatchObject({ value: null })
  await set([{ user: rui.id, target: '60' }])
})

test('the columns of the forecast cumulate, and their deals are behind it', async () => {
  const answer = await read('forecast', { owner: ana.id, grain: 'quarter' })
  expect(answer.value).toEqual(eur('115.00'))
  expect(['closed', 'best_case', 'pipeline'].map((key) => beside(answer, key))).toEqual([
    eur('25.00'),
    eur('155.00'),
    eur('175.00'),
  ])
  expect(answer.series).toMatchObject([{ from: quarter, value: eur('115.00') }])
  const deals = await behind('forecast', { by: 'owner', group: ana.id })
  expect(deals.filter(({ outcome }) => outcome === 'Commit').map(({ title }) => title)).toEqual(['Committed'])
  expect(deals).toHaveLength(5)
  expect(answer.n).toBe(5)
  const part = async (key: string) => (await behind('forecast', { owner: ana.id, part: key })).length
  expect([await part('closed'), await part('best_case'), await part('pipeline')]).toEqual([4, 6, 7])
  expect(await behind('forecast', { by: 'team', group: '' })).toMatchObject([{ value: eur('8.00') }])
})

test('each is what its page says, by person and team, now and as of before a move', async () => {
  const check = async (asOf?: string) => {
    const query = { ...(asOf && { asOf }) }
    const forecast = await ask<Forecast>(owner, 'GET', '/forecast', { query: { day: quarter, ...query } })
    const stands = await ask<Attainment>(owner, 'GET', '/quotas/attainment', {
      query: { day: quarter, ...query },
    })
    const by = { owner: 'person', team: 'team' } as const
    for (const [dimension, kind] of Object.entries(by)) {
      const groups = await groupsBy('forecast', dimension, query)
      const attained = await groupsBy('quota-attainment', dimension, query)
      const covered = await groupsBy('pipeline-coverage', dimension, query)
      for (const row of forecast.rows.filter((one) => one.kind === kind))
        expect(groups[row.name]?.value).toEqual(row.columns.commit)
      for (const row of stands.rows.filter((one) => one.kind === kind)) {
        expect(attained[row.name]?.value).toEqual(row.attainment)
        expect(covered[row.name]?.value).toEqual(row.coverage)
      }
    }
    expect((await read('forecast', query)).value).toEqual(forecast.rows[0]?.columns.commit)
    return groupsBy('forecast', 'team', query)
  }
  const before = await now()
  const then = await check()
  expect(then['North']?.value).toEqual(eur('115.00'))
  expect(then['All']?.value).toEqual(eur('185.00'))
  await ask(owner, 'PATCH', `/users/${ana.id}`, { body: { team: null } })
  expect((await check())['All']?.value).toEqual(eur('70.00'))
  expect((await check(before))['North']?.value).toEqual(eur('115.00'))
  expect(await behind('forecast', { by: 'team', group: north.id, asOf: before })).toHaveLength(5)
})

test('they are told of persons and teams alone', async () => {
  for (const slug of ['quota', 'quota-attainment', 'pipeline-coverage', 'forecast']) {
    const path = `/metrics/sales.${slug}`
    expect((await call(owner, 'GET', path, { query: { by: 'source' } })).status).toBe(422)
    expect((await call(owner, 'GET', path, { query: { pipeline: ana.id } })).status).toBe(422)
    expect((await call(owner, 'GET', `${path}/records`, { query: { group: 'x' } })).status).toBe(422)
  }
})
