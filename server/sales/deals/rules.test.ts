import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addDays, startOfDay } from '../../../contract/values/day.ts'
import { system, type Origin } from '../../http/caller.ts'
import type { Change, RuleGround, Values } from '../../records/behaviour.ts'
import type { DealStatus } from '../../../contract/sales/deal.ts'
import type { StageFact } from '../pipelines/rules.ts'
import { completeDeal, cycleDays, type DealFacts } from './rules.ts'

const stage = (id: string, pipeline: string, kind: DealStatus, position: number): StageFact => ({
  id,
  name: id,
  pipeline,
  kind,
  position,
  quietAfter: id === 'offer' ? 14 : null,
  nextStepDemanded: false,
})

const facts: DealFacts = {
  exit: { criteria: [], checked: new Set(), stoodIn: new Map() },
  stages: [
    stage('lead', 'sales', 'open', 0),
    stage('offer', 'sales', 'open', 1),
    stage('won', 'sales', 'won', 2),
    stage('lost', 'sales', 'lost', 3),
    stage('fresh', 'renewals', 'open', 0),
    stage('renewed', 'renewals', 'won', 1),
    stage('shut', 'closed-only', 'won', 0),
  ],
  rate: (currency, day) => (currency === 'USD' ? (day < '2026-03-01' ? '0.5' : '0.9') : undefined),
}

const ground = (origin: Origin = 'web'): RuleGround => ({
  now: '2026-03-31T15:30:00.000Z',
  today: '2026-03-31',
  zone: 'Europe/Lisbon',
  currency: 'EUR',
  caller: system(origin),
})

const blank: Values = {
  stage: null,
  pipeline: null,
  status: null,
  amount: null,
  openedOn: null,
  closedOn: null,
  closedAt: null,
  lossReason: null,
  wonReason: null,
  source: null,
  channel: null,
  datesContradict: null,
}

/** A new deal, or a change of one, with the rules applied. */
function completed(given: Values, before: Change['before'] = null, origin: Origin = 'web'): Change['after'] {
  const after = {
    id: 'd',
    values: { ...blank, ...before?.values, ...given },
    derived: { ...before?.derived },
  }
  completeDeal({ before, after, given }, facts, ground(origin))
  return after
}

const thrown = (run: () => unknown): unknown => {
  try {
    run()
  } catch (error) {
    return (error as { problem?: unknown }).problem
  }
  return undefined
}
const refusedFields = (run: () => unknown) =>
  (thrown(run) as { errors?: { path: string }[] } | undefined)?.errors?.map(({ path }) => path)

describe('a new deal', () => {
  test('begins in the first open stage, today', () => {
    expect(completed({}).values).toMatchObject({
      stage: 'lead',
      pipeline: 'sales',
      status: 'open',
      openedOn: '2026-03-31',
      closedOn: null,
      datesContradict: false,
    })
  })

  test('begins in the first stage of the pipeline asked for, and takes the pipeline from its stage', () => {
    expect(completed({ pipeline: 'renewals' }).values).toMatchObject({ stage: 'fresh' })
    expect(completed({ stage: 'fresh' }).values).toMatchObject({ pipeline: 'renewals', status: 'open' })
  })

  test('is refused where its stage does not fit, with the field named', () => {
    expect(refusedFields(() => completed({ stage: 'nowhere' }))).toEqual(['stage'])
    expect(refusedFields(() => completed({ stage: 'fresh', pipeline: 'sales' }))).toEqual(['stage'])
    expect(refusedFields(() => completed({ pipeline: 'closed-only' }))).toEqual(['stage'])
  })

  test('comes through the channel of its source', () => {
    expect(completed({ source: 'organic_search' }).values.channel).toBe('organic_search')
    expect(completed({ source: null }).values.channel).toBeNull()
  })

  test('keeps an unknown opening when it is imported, and is not opened today', () => {
    expect(completed({ stage: 'won', closedOn: '2025-01-01' }, null, 'import').values).toMatchObject({
      openedOn: null,
      datesContradict: false,
    })
    expect(completed({ openedOn: null }).values.openedOn).toBeNull()
  })
})

describe('winning and losing', () => {
  const open = completed({ openedOn: '2026-03-01', amount: { amount: '100.00', currency: 'USD' } })
  const won = completed({ stage: 'won' }, open)

  test('closes now, at the rate of the day', () => {
    expect(won.values).toMatchObject({
      status: 'won',
      closedOn: '2026-03-31',
      closedAt: '2026-03-31T15:30:00.000Z',
    })
    // 30 days and 16:30 on the clock in Lisbon, where an hour was skipped on the 29th.
    expect(won.derived.cycle_days).toBeCloseTo(30 + 16.5 / 24, 10)
    expect(won.derived.closed_amount).toBe('9000')
  })

  test('a day that was said is kept as said and counts whole days, a moment counts as its moment', () => {
    const said = completed({ stage: 'won', openedOn: '2026-03-01', closedOn: '2026-03-31' })
    expect(said.derived).toMatchObject({ closed_on_stated: true, cycle_days: 30 })
    expect(completed({ name: 'Renamed' }, said).derived).toMatchObject({
      closed_on_stated: true,
      cycle_days: 30,
    })
    const now = completed({ stage: 'won', openedOn: '2026-03-01' })
    expect(now.derived.closed_on_stated).toBe(false)
    expect(now.derived.cycle_days).toBeGreaterThan(30)
    // Both, as an undo gives them back: the moment says nothing beyond the day when it is the day's first.
    const both = (closedAt: string) =>
      completed({ stage: 'won', openedOn: '2026-03-01', closedOn: '2026-03-10', closedAt }).derived
        .closed_on_stated
    expect(both(startOfDay('2026-03-10', 'Europe/Lisbon'))).toBe(true)
    expect(both('2026-03-10T12:00:00Z')).toBe(false)
    expect(completed({ closedAt: '2026-03-10T12:00:00Z' }, said).derived.closed_on_stated).toBe(false)
  })

  test('a day alone closes at its start, and today now', () => {
    expect(completed({ stage: 'won', closedOn: '2026-03-10' }, open).values).toMatchObject({
      closedOn: '2026-03-10',
      closedAt: '2026-03-10T00:00:00.000Z',
    })
    expect(completed({ stage: 'won', closedOn: '2026-03-31' }, open).values.closedAt).toBe(
      '2026-03-31T15:30:00.000Z',
    )
  })

  test('a moment says its day in the zone of the organisation', () => {
    expect(completed({ stage: 'lost', closedAt: '2026-03-30T23:30:00.000Z' }, open).values).toMatchObject({
      status: 'lost',
      closedOn: '2026-03-31',
    })
  })

  test('a later change leaves the closing alone, and the amount as it was converted', () => {
    const renamed = completed(
      { name: 'B' },
      { id: 'd', values: won.values, derived: { ...won.derived, closed_amount: 4_321 } },
    )
    expect(renamed.values).toMatchObject({ closedAt: won.values.closedAt, closedOn: won.values.closedOn })
    expect(renamed.derived.closed_amount).toBe('4321')
    expect(completed({ amount: { amount: '200.00', currency: 'USD' } }, won).derived.closed_amount).toBe(
      '18000',
    )
    expect(completed({ closedOn: '2026-02-10', openedOn: '2026-02-01' }, won).derived.closed_amount).toBe(
      '5000',
    )
  })

  test('from won to lost closes anew and forgets why it was won', () => {
    const lost = completed(
      { stage: 'lost', lossReason: 'price' },
      {
        ...won,
        values: {
          ...won.values,
          wonReason: 'fit',
          closedAt: '2026-03-05T10:00:00.000Z',
          closedOn: '2026-03-05',
        },
      },
    )
    expect(lost.values).toMatchObject({
      status: 'lost',
      closedOn: '2026-03-31',
      lossReason: 'price',
      wonReason: null,
    })
  })

  test('re-opening forgets the closing altogether', () => {
    const reopened = completed({ stage: 'offer' }, { ...won, values: { ...won.values, wonReason: 'fit' } })
    expect(reopened.values).toMatchObject({
      status: 'open',
      closedAt: null,
      closedOn: null,
      wonReason: null,
      lossReason: null,
      datesContradict: false,
    })
    expect(reopened.derived).toEqual({
      cycle_days: null,
      closed_amount: null,
      closed_on_stated: false,
      reopened: true,
    })
    expect(completed({ name: 'Still open' }, reopened).derived.reopened).toBe(true)
    expect(completed({ stage: 'lost' }, reopened).derived.reopened).toBe(false)
    expect(completed({ stage: 'lead' }).derived.reopened).toBe(false)
  })

  test('moving to another pipeline begins there', () => {
    expect(completed({ pipeline: 'renewals' }, won).values).toMatchObject({
      stage: 'fresh',
      status: 'open',
      closedOn: null,
    })
  })

  test('an amount without a rate, or none at all, is not converted', () => {
    expect(
      completed({ stage: 'won', amount: { amount: '1.00', currency: 'GBP' } }).derived.closed_amount,
    ).toBeNull()
    expect(completed({ stage: 'won' }).derived.closed_amount).toBeNull()
  })

  test('an amount that is too large in the currency of the organisation is refused', () => {
    const huge: DealFacts = { ...facts, rate: () => '1000000' }
    const given = { stage: 'won', amount: { amount: '9000000000000', currency: 'KWD' } }
    const after = { id: 'd', values: { ...blank, ...given }, derived: {} }
    expect(refusedFields(() => completeDeal({ before: null, after, given }, huge, ground()))).toEqual([
      'amount',
    ])
  })
})

describe('dates that contradict', () => {
  test('are refused when typed, and flagged when imported', () => {
    const given = { stage: 'won', openedOn: '2026-03-10', closedOn: '2026-03-09' }
    expect(refusedFields(() => completed(given))).toEqual(['closedOn'])
    const imported = completed(given, null, 'import')
    expect(imported.values).toMatchObject({ datesContradict: true, status: 'won' })
    expect(imported.derived.cycle_days).toBeNull()
    // Such a deal can be edited where its dates are not at stake.
    expect(completed({ source: 'fair' }, imported).values).toMatchObject({
      source: 'fair',
      datesContradict: true,
    })
    expect(refusedFields(() => completed({ openedOn: '2026-03-11' }, imported))).toEqual(['closedOn'])
  })

  test('a closing to come, or of an open deal, is refused when typed', () => {
    expect(refusedFields(() => completed({ stage: 'won', closedOn: '2026-04-01' }))).toEqual(['closedOn'])
    expect(refusedFields(() => completed({ stage: 'lead', closedOn: '2026-03-01' }))).toEqual(['closedOn'])
    expect(completed({ stage: 'lead', closedOn: '2026-03-01' }, null, 'import').values.closedOn).toBeNull()
  })
})

test('status, closing and what is counted always agree, whatever is changed in whatever order', () => {
  const step = fc.record(
    {
      stage: fc.constantFrom('lead', 'offer', 'won', 'lost', 'fresh', 'renewed'),
      openedOn: fc.constantFrom('2026-01-01', '2026-03-20', null),
      closedOn: fc.constantFrom('2026-02-01', '2026-03-25', '2026-03-31'),
      amount: fc.constantFrom(
        null,
        { amount: '10.00', currency: 'EUR' },
        { amount: '10.00', currency: 'GBP' },
      ),
    },
    { requiredKeys: [] },
  )
  fc.assert(
    fc.property(
      fc.array(step, { minLength: 1, maxLength: 6 }),
      fc.constantFrom<Origin>('web', 'import'),
      (steps, origin) => {
        let deal: Change['after'] | null = null
        for (const given of steps) {
          const before = deal
          let after: Change['after']
          try {
            after = completed(given, before, origin)
          } catch {
            continue
          }
          const { status, closedOn, closedAt, openedOn, datesContradict, amount, lossReason, wonReason } =
            after.values
          expect(status).toBe(facts.stages.find(({ id }) => id === after.values.stage)?.kind)
          expect(status === 'open').toBe(closedOn === null && closedAt === null)
          expect(datesContradict).toBe(
            closedOn !== null && openedOn !== null && (closedOn as string) < (openedOn as string),
          )
          expect(after.derived.closed_amount ?? null).toBe(
            status !== 'open' && (amount as { currency: string } | null)?.currency === 'EUR' ? '1000' : null,
          )
          expect(status === 'won' ? lossReason : wonReason).toBeNull()
          expect((after.derived.cycle_days ?? null) !== null).toBe(
            status !== 'open' && openedOn !== null && !datesContradict,
          )
          deal = after
        }
      },
    ),
  )
})

describe('days of a cycle', () => {
  test.each([
    ['2026-03-28', '2026-03-30T00:00:00+01:00', 2],
    ['2026-03-29', '2026-03-29T12:00:00Z', 13 / 24],
    ['2026-03-10', '2026-03-10T00:00:00Z', 0],
    ['2026-03-10', '2026-03-09T23:59:00Z', null],
    [null, '2026-03-09T23:59:00Z', null],
    ['2026-03-10', null, null],
  ])('from %s to %s', (openedOn, closedAt, days) => {
    const counted = cycleDays(openedOn, closedAt, 'Europe/Lisbon')
    if (days === null) expect(counted).toBeNull()
    else expect(counted).toBeCloseTo(days, 10)
  })

  test('are whole between starts of days, in every zone and across every change of clocks', () => {
    const zone = fc.constantFrom(
      'UTC',
      'Europe/Lisbon',
      'America/New_York',
      'Asia/Kolkata',
      'Australia/Lord_Howe',
    )
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 9_000 }),
        fc.integer({ min: 0, max: 900 }),
        zone,
        (offset, days, name) => {
          const opened = addDays('2000-01-01', offset)
          expect(cycleDays(opened, startOfDay(addDays(opened, days), name), name)).toBe(days)
        },
      ),
    )
  })
})
