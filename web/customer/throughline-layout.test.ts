import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Moment, Throughline } from '../../contract/customer/throughline.ts'
import { foremost, labelWidth, layoutOf as layoutWith } from './throughline-layout.ts'

const layoutOf = (drawn: Throughline, width: number) => layoutWith(drawn, width, () => labelWidth)
const moment = (at: string, kind: Moment['kind'] = 'milestone'): Moment => ({
  at,
  kind,
  wing: 'sales',
  type: 'deal.won',
  label: 'Deal won',
  detail: null,
  amount: null,
  count: 1,
  subject: null,
})
const day = (n: number) => new Date(Date.UTC(2020, 0, 1) + n * 86_400_000).toISOString()
const line = (moments: Moment[], given: Partial<Throughline> = {}): Throughline => ({
  from: day(0),
  to: day(1_500),
  segments: [{ wing: 'marketing', from: day(0), to: day(1_500) }],
  moments,
  passages: [],
  branches: [],
  ...given,
})

test('one event: it begins at the left and ends with today', () => {
  const layout = layoutOf(line([moment(day(0), 'first')]), 1_000)
  expect(layout.points).toMatchObject([{ x: 20, labelled: true }])
  expect(layout.pieces).toMatchObject([{ x1: 20, x2: layout.todayX }])
})

test('somebody added this very moment has a line too', () => {
  const layout = layoutOf(line([moment(day(0), 'first')], { to: day(0) }), 1_000)
  expect(layout.points[0]?.x).toBe(20)
  expect(layout.pieces[0]?.x2).toBe(layout.todayX)
})

test('three silent years do not push a busy month together', () => {
  const busy = Array.from({ length: 10 }, (_, n) => moment(day(n * 3)))
  const layout = layoutOf(line([...busy, moment(day(1_450))]), 1_000)
  const month = (layout.points[9]?.x ?? 0) - (layout.points[0]?.x ?? 0)
  expect(month).toBeGreaterThan(200)
  expect(layout.gaps).toHaveLength(1)
  expect(layout.gaps[0]?.days).toBe(1_423)
})

test('the passage among things close together gives their place its name', () => {
  const passage = {
    at: day(700),
    from: 'sales',
    to: 'service',
    by: 'event',
    type: 'deal.won',
    label: 'Deal won',
    detail: null,
    amount: null,
    subject: null,
  } as const
  const layout = layoutOf(
    line([moment(day(0)), moment(day(700), 'activity'), moment(day(701), 'activity')], {
      passages: [passage],
    }),
    600,
  )
  const place = layout.points.find((point) => point.passage)
  expect(place?.things).toHaveLength(3)
  expect(place && foremost(place)).toMatchObject({ is: 'passage' })
})

const kinds = fc.constantFrom('stage', 'milestone', 'activity')
test('however many events: in order, within the line, to be told apart, and no name over another', () => {
  const events = fc.array(fc.tuple(fc.integer({ min: 0, max: 1_500 }), kinds), { maxLength: 500 })
  fc.assert(
    fc.property(events, fc.integer({ min: 640, max: 1_400 }), (list, width) => {
      const moments = list.map(([n, kind]) => moment(day(n), kind)).sort((a, b) => a.at.localeCompare(b.at))
      const { points, todayX } = layoutOf(line(moments), width)
      expect(points.reduce((sum, point) => sum + point.things.length, 0)).toBe(moments.length)
      for (const [i, point] of points.entries()) {
        expect(point.x).toBeGreaterThanOrEqual(20)
        expect(point.x).toBeLessThanOrEqual(todayX)
        const next = points[i + 1]
        if (next) expect(next.x - point.x).toBeGreaterThanOrEqual(11)
      }
      const labels = points.filter((point) => point.labelled)
      for (const [i, point] of labels.entries()) {
        const next = labels[i + 1]
        if (next) expect(next.x - point.x).toBeGreaterThanOrEqual(labelWidth)
      }
    }),
  )
})
