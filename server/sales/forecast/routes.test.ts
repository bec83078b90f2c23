import { sql } from 'kysely'
import { expect, test } from 'vitest'
import type { Forecast, ForecastDeal } from '../../../contract/sales/forecast.ts'
import type {
  ForecastAccuracy,
  ForecastChanges,
  ForecastSnapshot,
} from '../../../contract/sales/forecast-history.ts'
import { dayOf } from '../../../contract/values/day.ts'
import { next, startOf } from '../../../contract/values/period.ts'
import { testCompany } from '../../../tests/builders.ts'
import { readOrganisation } from '../../team/organisation/queries.ts'
import { keepForecasts } from './snapshots/jobs.ts'

const company = await testCompany()
const { owner, ask, call, db } = company
const stages = await company.stages()
const today = dayOf(new Date().toISOString(), 'Europe/Lisbon')
const quarter = { from: startOf(today, 'quarter'), to: next(today, 'quarter') }
const eur = (amount: string) => ({ amount, currency: 'EUR' })

const north = await ask(owner, 'POST', '/teams', { body: { name: 'North' } })
const below = await ask(owner, 'POST', '/teams', { body: { name: 'North-east', parent: north.id } })
const ana = await company.member('seller', { name: 'Ana', team: north.id })
const rui = await company.member('seller', { name: 'Rui', team: below.id })
await ask(owner, 'PATCH', `/teams/${north.id}`, { body: { manager: ana.id } })
await ask(owner, 'PUT', '/exchange-rates/USD/2020-01-01', { body: { rate: '0.5' } })

const deal = (values: Record<string, unknown>) =>
  company.deal({ stage: stages['Qualified']?.id, expectedCloseOn: today, owner: ana.id, ...values })
const [first, second] = [
  await deal({ name: 'First', amount: eur('100.00'), forecastCategory: 'commit' }),
  await deal({ name: 'Second', amount: { amount: '41.00', currency: 'USD' }, forecastCategory: 'best_case' }),
]
const third = await deal({ name: 'Third', amount: eur('30.00'), owner: rui.id, forecastCategory: 'pipeline' })
await deal({ name: 'Left out', amount: eur('1000.00'), forecastCategory: 'omitted' })
await deal({ name: 'Later', amount: eur('2000.00'), expectedCloseOn: quarter.to })
await deal({ name: 'Without', forecastCategory: 'commit', owner: rui.id })
const won = await deal({ name: 'Won', amount: eur('7.00'), stage: stages['Won']?.id })
await deal({ name: 'Nobody’s', amount: eur('5.00'), owner: null, forecastCategory: 'commit' })

const read = (query: Record<string, unknown> = {}, who = owner) =>
  ask<Forecast>(who, 'GET', '/forecast', { query })
const columns = (forecast: Forecast, name: string) =>
  forecast.rows
    .filter((row) => row.name === name || (name === 'Company' && row.kind === 'company') || row.kind === name)
    .map((row) => Object.values(row.columns).map(({ amount }) => amount))[0]

test('columns add up from the left, by person, team with the teams below, and company', async () => {
  const forecast = await read()
  expect([forecast.from, forecast.to]).toEqual([quarter.from, quarter.to])
  expect(forecast.rows.map(({ kind, name }) => (name ? name : kind))).toEqual([
    'company',
    'North',
    'Ana',
    'North-east',
    'Rui',
    'nobody',
  ])
  expect(columns(forecast, 'Ana')).toEqual(['7.00', '107.00', '127.50', '127.50'])
  expect(columns(forecast, 'Rui')).toEqual(['0.00', '0.00', '0.00', '30.00'])
  expect(columns(forecast, 'North')).toEqual(['7.00', '107.00', '127.50', '157.50'])
  expect(columns(forecast, 'nobody')).toEqual(['0.00', '5.00', '5.00', '5.00'])
  expect(columns(forecast, 'Company')).toEqual(['7.00', '112.00', '132.50', '162.50'])
  expect(forecast.rows[0]?.deals).toEqual({ closed: 1, commit: 4, best_case: 5, pipeline: 6 })
  expect(forecast.leftOut).toEqual([{ reason: 'no-amount', n: 1 }])
})

test('a figure opens onto the very deals that it counts', async () => {
  const { data } = await ask<{ data: ForecastDeal[] }>(owner, 'GET', '/forecast/deals', {
    query: { team: north.id, column: 'best_case' },
  })
  expect(data.map(({ title, amount }) => [title, amount?.amount ?? null])).toEqual([
    ['First', '100.00'],
    ['Second', '20.50'],
    ['Won', '7.00'],
    ['Without', null],
  ])
})

test('who may see their own deals only is told of their own only', async () => {
  const { key } = await ask<{ key: string }>(owner, 'POST', '/roles', {
    body: { name: 'Own', copyOf: 'seller' },
  })
  const own = { see: 'own', create: true, edit: 'own', delete: 'own', export: false }
  await ask(owner, 'PATCH', `/roles/${key}`, { body: { permissions: { deal: own } } })
  const eva = await company.member(key, { name: 'Eva', team: north.id })
  const mine = await company.deal({ amount: eur('3.00'), expectedCloseOn: today, owner: eva.id })
  const forecast = await read({}, eva)
  expect(forecast.rows.map(({ kind, name }) => name || kind)).toEqual(['company', 'North', 'Eva'])
  expect(columns(forecast, 'Company')?.[3]).toBe('3.00')
  await ask(owner, 'DELETE', `/deals/${mine.id}`)
})

test('an amount said by hand stands beside what is computed, with its reason, and history is kept', async () => {
  const said = (who: typeof owner, body: Record<string, unknown>) =>
    call(who, 'POST', '/forecast/submissions', {
      body: { grain: 'quarter', day: today, column: 'commit', reason: 'Two will slip', ...body },
    })
  expect((await said(rui, { user: ana.id, amount: eur('90.00') })).status).toBe(403)
  expect((await said(rui, { team: below.id, amount: eur('90.00') })).status).toBe(403)
  expect((await said(rui, { user: rui.id, amount: eur('90.00'), reason: ' ' })).status).toBe(422)
  expect((await said(rui, { user: rui.id, amount: { amount: '1.00', currency: 'USD' } })).status).toBe(422)
  expect((await said(rui, { user: rui.id, amount: eur('20.00') })).status).toBe(200)
  // Ana manages the team above, and so whoever is below.
  expect((await said(ana, { user: rui.id, amount: eur('15.00') })).status).toBe(200)
  expect((await said(ana, { team: below.id, amount: eur('14.00') })).status).toBe(200)
  const forecast = await read()
  const of = (name: string) => forecast.rows.find((row) => row.name === name)
  expect(of('Rui')?.columns.commit).toEqual(eur('0.00'))
  expect(of('Rui')?.submitted).toMatchObject([
    { column: 'commit', amount: eur('15.00'), reason: 'Two will slip', by: { title: 'Ana' } },
  ])
  expect(of('North-east')?.submitted).toMatchObject([{ amount: eur('14.00') }])
  await said(rui, { user: rui.id, amount: null })
  expect((await read()).rows.find((row) => row.name === 'Rui')?.submitted).toEqual([])
  const { data } = await ask<{ data: { amount: unknown }[] }>(owner, 'GET', '/forecast/submissions')
  expect(data.map(({ amount }) => amount)).toEqual([null, eur('14.00'), eur('15.00'), eur('20.00')])
})

test('a deal is put into another category for a reason, which stands beside it', async () => {
  const put = (who: typeof owner, id: string, category: string | null) =>
    call(who, 'PUT', `/deals/${id}/forecast-category`, { body: { category, reason: 'Signed by the board' } })
  expect((await put(rui, first.id, 'pipeline')).status).toBe(404)
  expect((await put(ana, third.id, 'commit')).status).toBe(200)
  const { data } = await ask<{ data: ForecastDeal[] }>(owner, 'GET', '/forecast/deals', {
    query: { owner: rui.id },
  })
  expect(data.find(({ id }) => id === third.id)).toMatchObject({
    category: 'commit',
    own: 'commit',
    why: { reason: 'Signed by the board', by: { title: 'Ana' } },
  })
  expect((await put(ana, third.id, null)).status).toBe(200)
  const [again] = (
    await ask<{ data: ForecastDeal[] }>(owner, 'GET', '/forecast/deals', { query: { owner: rui.id } })
  ).data
  expect(again).toMatchObject({ id: third.id, own: null, why: null })
  await put(ana, third.id, 'pipeline')
})

test('what changed since a snapshot is a waterfall of the deals behind it', async () => {
  const taken = await ask<ForecastSnapshot>(owner, 'POST', '/forecast/snapshots')
  expect((await call(rui, 'POST', '/forecast/snapshots')).status).toBe(403)
  const change = (id: string, values: Record<string, unknown>) =>
    ask(owner, 'PATCH', `/deals/${id}`, { body: values })
  await change(first.id, { stage: stages['Won']?.id })
  await change(second.id, { amount: { amount: '61.00', currency: 'USD' } })
  await change(third.id, { owner: ana.id })
  await ask(owner, 'DELETE', `/deals/${won.id}`)
  const fourth = await deal({ name: 'Fourth', amount: eur('9.00') })
  const changes = (query: Record<string, unknown>) =>
    ask<ForecastChanges>(owner, 'GET', '/forecast/changes', { query: { since: taken.id, ...query } })
  const all = await changes({})
  expect(all).toMatchObject({ start: eur('155.50'), end: eur('74.50') })
  expect(all.changes).toEqual([
    { change: 'new', amount: eur('9.00'), deals: 1 },
    { change: 'grown', amount: eur('10.00'), deals: 1 },
    { change: 'won', amount: eur('-100.00'), deals: 1 },
  ])
  expect((await changes({ owner: rui.id })).changes).toEqual([
    { change: 'given', amount: eur('-30.00'), deals: 1 },
  ])
  expect((await changes({ owner: ana.id })).changes.map(({ change: is }) => is)).toEqual([
    'new',
    'taken',
    'grown',
    'won',
  ])
  const { data } = await ask<{ data: unknown[] }>(owner, 'GET', '/forecast/changes/deals', {
    query: { since: taken.id, change: 'new' },
  })
  expect(data).toEqual([
    { id: fourth.id, title: 'Fourth', change: 'new', before: null, after: eur('9.00'), amount: eur('9.00') },
  ])
  expect((await call(owner, 'GET', '/forecast/changes', { query: { since: first.id } })).status).toBe(422)
})

test('how right it was is told of past periods, week by week', async () => {
  const past = next(today, 'quarter', -1)
  await sql`with taken as (insert into forecast_snapshots (taken_at, week_on, weekly, currency)
      values (${`${past}T01:00:00Z`}, ${startOf(past, 'week')}, false, 'EUR') returning id)
    insert into forecast_snapshot_people (snapshot_id, grain, from_on, owner_id, team_id, closed, commit, best_case, pipeline)
    select id, 'quarter', ${past}::date, ${ana.id}::uuid, ${north.id}::uuid, 100, 200, 400, 800 from taken`.execute(
    db,
  )
  await deal({ name: 'Old', amount: eur('6.00'), stage: stages['Won']?.id, openedOn: past, closedOn: past })
  const { periods } = await ask<ForecastAccuracy>(owner, 'GET', '/forecast/accuracy', {
    query: { owner: ana.id },
  })
  expect(periods.at(-1)).toMatchObject({
    from: past,
    closed: eur('6.00'),
    weeks: [
      { week: 0, closed: eur('1.00'), commit: eur('3.00'), best_case: eur('7.00'), pipeline: eur('15.00') },
    ],
  })
})

test('each week is kept once, as it began, also after a standstill', async () => {
  await sql`update organisation set created_at = '2026-01-01'`.execute(db)
  const organisation = await readOrganisation(db)
  expect(organisation?.timeZone).toBe('Europe/Lisbon')
  const monday = next(today, 'week')
  const at = (days: string, clock: string) => `${days}T${clock}:00.000Z`
  const weekly = async () =>
    (await ask<{ data: ForecastSnapshot[] }>(owner, 'GET', '/forecast/snapshots')).data.filter(
      (one) => one.weekly,
    )
  await keepForecasts(company.database, at(monday, '06:00'))
  const kept = (await weekly()).length
  await Promise.all([1, 2].map(() => keepForecasts(company.database, at(next(monday, 'week', 2), '09:00'))))
  const weeks = (await weekly()).map(({ weekOn }) => weekOn)
  expect(weeks.length).toBe(kept + 2)
  expect(new Set(weeks).size).toBe(weeks.length)
  expect(weeks.slice(0, 3)).toEqual([next(monday, 'week', 2), next(monday, 'week', 1), monday])
})
