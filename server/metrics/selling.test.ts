import fc from 'fast-check'
import { expect, it } from 'vitest'
import { usualWeek } from '../../contract/sales/lead-settings.ts'
import type { MetricAnswer, RecordBehind } from '../../contract/metrics/routes.ts'
import { testCompany } from '../../tests/builders.ts'
import { afterBusiness } from '../sales/leads/clock/rules.ts'

const acme = await testCompany()
const { owner, ask, call, deal } = acme
const stages = await acme.stages()
const run = (text: string, values: unknown[] = []) => acme.database.pool.query(text, values)
const eur = (amount: string) => ({ amount, currency: 'EUR' })
const read = (slug: string, query: Record<string, unknown>) =>
  ask<MetricAnswer>(owner, 'GET', `/metrics/${slug}`, { query })
const beside = (answer: MetricAnswer, key: string) => answer.beside?.find((one) => one.key === key)

const lead = async (values: Record<string, unknown> = {}) =>
  ask(owner, 'POST', '/leads', {
    body: { name: 'Asked', person: (await acme.person()).id, owner: owner.id, ...values },
  })
/** A lead that has been in these statuses, in this order. */
async function leadThatWas(entries: [status: string, day: string][], values = {}) {
  const { id } = await lead(values)
  await run('delete from lead_status_entries where lead_id = $1', [id])
  for (const [status, day] of entries)
    await run(`insert into lead_status_entries (lead_id, status, at, entered_on) values ($1, $2, $3, $4)`, [
      id,
      status,
      `${day}T12:00:00Z`,
      day,
    ])
  return id
}
async function converted(id: string, stage: string) {
  const { deal: opened } = await ask<{ deal: { id: string } }>(owner, 'POST', `/leads/${id}/convert`, {
    body: {},
  })
  await run('delete from lead_status_entries where lead_id = $1 and entered_on > $2', [id, '2020-01-01'])
  await ask(owner, 'PATCH', `/deals/${opened.id}`, { body: { stage: stages[stage]?.id } })
}

it('tells how fast the open deals earn, from the trailing twelve months, as of any day', async () => {
  const filter = { field: 'segment', op: 'is', value: 'velocity' }
  const today = new Date()
  const ago = (days: number) => new Date(today.getTime() - days * 86_400_000).toISOString().slice(0, 10)
  const closed = (stage: string, days: number, cycle: number, amount?: string) =>
    deal({
      segment: 'velocity',
      stage: stages[stage]?.id,
      openedOn: ago(days + cycle),
      closedOn: ago(days),
      ...(amount && { amount: eur(amount) }),
    })
  for (let i = 0; i < 3; i++) await deal({ segment: 'velocity', stage: stages['Proposal']?.id })
  await closed('Won', 300, 10, '1000')
  await closed('Won', 30, 30, '3000')
  await closed('Lost', 30, 1)
  await closed('Lost', 3, 1)
  // Longer ago than twelve months.
  await closed('Won', 400, 1, '99999')
  const answer = await read('sales.velocity', { filter })
  // 3 open × 2,000 × ½ ÷ 20 days
  expect(answer).toMatchObject({ value: eur('150.00'), n: 3, series: [] })
  expect(answer.beside?.map(({ key, value }) => [key, value])).toEqual([
    ['open-deals', 3],
    ['average-deal-size', eur('2000.00')],
    ['win-rate', 0.5],
    ['mean-cycle', 20],
  ])
  expect((await read('sales.velocity', { filter, by: 'stage' })).groups.map(({ n }) => n)).toEqual([3])
  // Nothing had been recorded then.
  expect(await read('sales.velocity', { filter, asOf: '2020-01-01T00:00:00Z' })).toMatchObject({
    value: null,
    n: 0,
  })
})

it('follows each lead from its first arrival, however often it comes back', async () => {
  const cohort = { from: '2013-01-01', to: '2013-02-01', grain: 'month' }
  await leadThatWas([['new', '2013-01-01']])
  await leadThatWas([
    ['new', '2013-01-02'],
    ['recycled', '2013-01-03'],
    ['new', '2013-01-20'],
    ['qualified', '2013-01-21'],
  ])
  // Came back in the period, and belongs to an earlier cohort.
  await leadThatWas([
    ['new', '2012-12-31'],
    ['recycled', '2013-01-01'],
    ['new', '2013-01-05'],
  ])
  const was = () => leadThatWas([['new', '2013-01-10']])
  await converted(await was(), 'Won')
  await converted(await was(), 'Lost')
  await converted(await was(), 'Proposal')
  const binned = await was()
  await ask(owner, 'DELETE', `/leads/${binned}`)
  const answer = await read('sales.lead-conversion', cohort)
  expect(answer).toMatchObject({ value: 1 / 5, numerator: 1, denominator: 5, series: [{ n: 5 }] })
  expect(answer.beside?.map(({ numerator, denominator }) => [numerator, denominator])).toEqual([
    [4, 5],
    [3, 4],
    [1, 3],
  ])
  expect(answer.age?.oldest).toBe((answer.age?.youngest ?? 0) + 9)
  expect((await read('sales.lead-conversion', { from: '2010-01-01', to: '2010-02-01' })).value).toBeNull()
})

it('measures responses in business hours and by the clock, as it was on the day of the touch', async () => {
  const touched = async (arrived: string, at: string | null, values = {}) => {
    const id = await leadThatWas([], values)
    await run('update leads set created_at = $2 where id = $1', [id, arrived])
    await run(
      `insert into lead_status_entries (lead_id, status, at, entered_on) values ($1, 'new', $2::timestamptz, $2::timestamptz::date)`,
      [id, arrived],
    )
    if (at) await run('update leads set first_touched_at = $2 where id = $1', [id, at])
    return id
  }
  // Lisbon keeps UTC in January; the company is open from Monday to Friday, 9 to 18. 7 January 2011 is a Friday.
  await touched('2011-01-07T17:30:00Z', '2011-01-10T09:15:00Z')
  await touched('2011-01-04T10:00:00Z', '2011-01-04T10:20:00Z')
  await touched('2011-01-08T10:00:00Z', '2011-01-08T12:00:00Z')
  await touched('2011-01-05T10:00:00Z', null)
  const gone = await touched('2011-01-05T10:00:00Z', null)
  await ask(owner, 'POST', `/leads/${gone}/disqualify`, { body: { reason: 'No budget' } })
  const january = { from: '2011-01-01', to: '2011-02-01' }
  const answer = await read('sales.lead-response-time', january)
  // 45 and 20 minutes of business, and none on a Saturday; by the clock 63¾ hours, a third of one, and 2.
  expect(answer).toMatchObject({
    unit: 'hours',
    n: 3,
    leftOut: [
      { reason: 'waiting', n: 1 },
      { reason: 'decided', n: 1 },
    ],
  })
  expect(answer.median).toBeCloseTo(1 / 3, 9)
  expect(answer.mean).toBeCloseTo(65 / 60 / 3, 9)
  expect(beside(answer, 'calendar')?.value).toBeCloseTo(2, 9)
  await ask(owner, 'PATCH', '/lead-settings', {
    body: { week: Array.from({ length: 7 }, () => ({ from: '00:00', to: '24:00' })) },
  })
  expect((await read('sales.lead-response-time', january)).median).toBe(answer.median)
  // From now on every hour is an hour of business.
  await touched('2011-03-05T10:00:00Z', '2011-03-05T12:00:00Z')
  expect((await read('sales.lead-response-time', { from: '2011-03-01', to: '2011-04-01' })).value).toBe(2)
})

it('counts business time as the clock of leads does', async () => {
  const weeks = [usualWeek, usualWeek.map((day) => day && { from: '22:30', to: '24:00' })]
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: Date.UTC(2025, 2, 20), max: Date.UTC(2025, 3, 10) }),
      fc.integer({ min: 1, max: 5_000 }),
      fc.constantFrom(...weeks),
      fc.constantFrom('Europe/Lisbon', 'America/St_Johns', 'UTC'),
      async (start, minutes, week, zone) => {
        const since = new Date(start).toISOString()
        const until = afterBusiness(since, minutes, week, zone)
        const { rows } = await run('select business_seconds($1, $2, $3::jsonb, $4) as seconds', [
          since,
          until,
          JSON.stringify(week),
          zone,
        ])
        expect((rows as { seconds: number }[])[0]?.seconds).toBeCloseTo(minutes * 60, 3)
      },
    ),
    { numRuns: 60 },
  )
  const { rows } = await run(`select
    business_seconds('2025-01-04T10:00Z', '2025-01-04T12:00Z', '[null,null,null,null,null,null,null]', 'UTC') as never,
    pg_get_functiondef('keep_lead_response'::regproc) as keeps`)
  const [{ never, keeps }] = rows as [{ never: number; keeps: string }]
  expect(never).toBe(7_200)
  expect(JSON.parse(/'(\[\{[^']*)'/.exec(keeps)?.[1] ?? '')).toEqual(usualWeek)
})

it('counts what was done on deals up to the day they closed, and how they ended by how much was done', async () => {
  const closed = (stage: string) =>
    deal({ stage: stages[stage]?.id, openedOn: '2012-01-01', closedOn: '2012-02-10' })
  const [won, lost] = [await closed('Won'), await closed('Lost')]
  await closed('Won')
  const on = (id: string) => ({ deal: id, owner: owner.id })
  for (const startedAt of ['2012-01-05T10:00:00Z', '2012-02-10T23:00:00Z', '2012-02-11T10:00:00Z'])
    await ask(owner, 'POST', '/calls', { body: { startedAt, ...on(won.id) } })
  await ask(owner, 'POST', '/meetings', {
    body: { subject: 'Demo', startsAt: '2012-01-06T10:00:00Z', ...on(won.id) },
  })
  await ask(owner, 'POST', '/calls', { body: { startedAt: '2012-01-05T10:00:00Z', ...on(lost.id) } })
  const task = await ask(owner, 'POST', '/tasks', { body: { subject: 'Send', ...on(lost.id) } })
  await ask(owner, 'PATCH', `/tasks/${task.id}`, { body: { status: 'done' } })
  await run(`update tasks set done_at = '2012-01-07' where id = $1`, [task.id])
  await ask(owner, 'POST', '/tasks', { body: { subject: 'Never done', ...on(lost.id) } })
  const email = (direction: string, sentAt: string, id: string) =>
    ask(owner, 'POST', '/emails', { body: { subject: direction, direction, sentAt, ...on(id) } })
  await email('outbound', '2012-02-01T10:00:00Z', won.id)
  const answered = await email('inbound', '2012-02-02T10:00:00Z', won.id)
  await email('outbound', '2012-02-12T10:00:00Z', won.id)
  const february = { from: '2012-02-01', to: '2012-03-01' }
  const answer = await read('sales.activities-per-deal', february)
  expect(answer).toMatchObject({ value: 2.5, numerator: 5, denominator: 2, n: 2 })
  expect(beside(answer, 'won-sent')).toMatchObject({ value: 0.5, numerator: 1 })
  expect(beside(answer, 'won-received')).toMatchObject({ value: 0.5, numerator: 1 })
  // Each kind opens onto what was done, up to the day the deal closed.
  const done = async (part: string) =>
    (
      await ask<{ data: RecordBehind[] }>(owner, 'GET', '/metrics/sales.activities-per-deal/records', {
        query: { ...february, part },
      })
    ).data
  expect(await done('won-received')).toMatchObject([
    { type: 'email', id: answered.id, on: '2012-02-10', value: null, outcome: won.title },
  ])
  expect((await done('won-call')).map(({ type }) => type)).toEqual(['call', 'call'])
  expect(await done('lost-task')).toMatchObject([{ type: 'task', id: task.id }])
  expect(await done('lost-received')).toEqual([])
  expect(
    (await call(owner, 'GET', '/metrics/sales.deals-won/records', { query: { part: 'won-call' } })).status,
  ).toBe(422)
  expect(beside(answer, 'lost')).toMatchObject({ value: 2, numerator: 2, denominator: 1 })
  expect(beside(answer, 'won-call')?.value).toBe(1)
  expect(beside(answer, 'lost-task')?.value).toBe(1)
  const { groups } = await read('sales.win-rate', { ...february, by: 'activities' })
  expect(groups.map(({ key, value, n }) => [key, value, n])).toEqual(
    expect.arrayContaining([
      ['3–5', 1, 1],
      ['1–2', 0, 1],
      ['0', 1, 1],
    ]),
  )
})

it('breaks deals down by their company’s size, country and region', async () => {
  const at = async (values: Record<string, unknown>) =>
    deal({
      stage: stages['Won']?.id,
      openedOn: '2016-01-01',
      closedOn: '2016-02-01',
      company: (await acme.company(values)).id,
    })
  await at({ employees: 9, address: { country: 'Portugal', region: 'Norte' } })
  await at({ employees: 10, address: { country: ' Portugal ' } })
  await at({ employees: 1000, address: { city: 'Nowhere' } })
  await at({ employees: 0 })
  const keys = async (by: string) =>
    (await read('sales.win-rate', { from: '2016-01-01', to: '2017-01-01', by })).groups
      .map(({ key, n }) => `${key} ${n}`)
      .toSorted()
  expect(await keys('company.sizeBand')).toEqual(['1000+ 1', '10–49 1', '1–9 1', 'null 1'])
  expect(await keys('company.country')).toEqual(['Portugal 2', 'null 2'])
  expect(await keys('company.region')).toEqual(['Norte 1', 'null 3'])
})
