import { describe, expect, it } from 'vitest'
import { cycleLength } from '../../contract/metrics/cycle-length.ts'
import { dealsLost } from '../../contract/metrics/deals-lost.ts'
import { dealsWon } from '../../contract/metrics/deals-won.ts'
import { weightedPipeline } from '../../contract/metrics/weighted-pipeline.ts'
import type { MetricAnswer } from '../../contract/metrics/routes.ts'
import { winRate } from '../../contract/metrics/win-rate.ts'
import { comparisonOf, formulaOf, whyOf, written } from './figures.ts'

const manner = { locale: 'en-GB', zone: 'UTC', currency: 'EUR' }
const none: Omit<MetricAnswer, 'value'> = {
  slug: '',
  unit: 'number',
  from: '',
  to: '',
  groups: [],
  moreGroups: 0,
  rest: null,
  series: [],
  leftOut: [],
  n: 0,
}

describe('a figure', () => {
  it('is written in its unit, and a dash when it is not known', () => {
    expect(written(null, 'ratio', manner)).toBe('—')
    expect(written(0.63150052, 'ratio', manner)).toBe('63.2%')
    expect(written(0.63150052, 'ratio', manner, 'full')).toBe('63.15%')
    expect(written(57, 'days', manner)).toBe('57 days')
    expect(written(1, 'days', manner)).toBe('1 day')
    expect(written(51.7819, 'days', manner, 'full')).toBe('51.78 days')
    expect(written({ amount: '10005534.00', currency: 'EUR' }, 'money', manner)).toBe('€10m')
    expect(written({ amount: '10005534.00', currency: 'EUR' }, 'money', manner, 'full')).toBe('€10,005,534')
  })

  it('says why there is none', () => {
    expect(whyOf(winRate, { ...none, value: null })).toBe('no deals won or lost in this period')
    const leftOut = [{ reason: 'no-amount', label: 'Without an amount', n: 2 }]
    expect(whyOf(weightedPipeline, { ...none, value: 0, leftOut })).toBe('2 without an amount')
    expect(whyOf(dealsWon, { ...none, value: 3, n: 3 })).toBeUndefined()
  })
})

describe('a comparison', () => {
  it('speaks in points of a ratio, days of a duration, per cent of the rest', () => {
    expect(comparisonOf(0.614, 0.617, winRate, manner)).toEqual({ words: '−0.3 points', tone: 'worse' })
    expect(comparisonOf(0.5, 0.49, winRate, manner)).toEqual({ words: '+1 point', tone: 'better' })
    expect(comparisonOf(49, 52, cycleLength, manner)).toEqual({ words: '3 days shorter', tone: 'better' })
    expect(comparisonOf(109, 100, dealsWon, manner)).toEqual({ words: '+9%', tone: 'better' })
    expect(comparisonOf(109, 100, dealsLost, manner)).toEqual({ words: '+9%', tone: 'worse' })
  })

  it('is silent about what is not known, and plain about nothing', () => {
    expect(comparisonOf(null, 0.5, winRate, manner)).toBeNull()
    expect(comparisonOf(5, 0, dealsWon, manner)?.words).toBe('none before')
    expect(comparisonOf(1000, 1001, dealsWon, manner)).toEqual({ words: 'as before', tone: 'same' })
  })
})

it('puts the period’s figures into the formula', () => {
  expect(formulaOf(winRate, { value: 0.2737, n: 442, numerator: 121, denominator: 442 }, manner)).toBe(
    '121 won ÷ 442 deals won or lost = 27.37%',
  )
  expect(formulaOf(cycleLength, { value: 57, n: 4238 }, manner)).toBe('Median of 4,238 deals won = 57 days')
})
