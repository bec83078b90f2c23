import { expect, test } from 'vitest'
import type { Values } from '../../records/behaviour.ts'
import { completeStage } from './rules.ts'

const open: Values = {
  name: 'Offer',
  pipeline: 'sales',
  kind: 'open',
  probability: 0.5,
  forecastCategory: 'commit',
}

function completed(given: Values, before: Values | null = null, inUse = false): Values {
  const after = { id: 's', values: { ...open, ...before, ...given }, derived: {} }
  completeStage(
    { before: before && { id: 's', values: before, derived: {} }, after, given },
    new Set(inUse ? ['s'] : []),
  )
  return after.values
}

test('what is won is certain and closed, what is lost is neither', () => {
  expect(completed({ kind: 'won', probability: 0.2 })).toMatchObject({
    probability: 1,
    forecastCategory: 'closed',
  })
  expect(completed({ kind: 'lost' })).toMatchObject({ probability: 0, forecastCategory: 'omitted' })
  expect(completed({ kind: 'open' }, { ...open, kind: 'won', forecastCategory: 'closed' })).toMatchObject({
    forecastCategory: 'pipeline',
  })
})

test('an open stage is never in the closed column of the forecast', () => {
  expect(() => completed({ forecastCategory: 'closed' })).toThrow(/Only what is won/)
})

test('a stage with deals keeps its kind and pipeline, and may change otherwise', () => {
  expect(() => completed({ kind: 'won' }, open, true)).toThrow(/Move them first/)
  expect(() => completed({ pipeline: 'renewals' }, open, true)).toThrow(/Move them first/)
  expect(completed({ name: 'Proposal', probability: 0.6 }, open, true)).toMatchObject({
    name: 'Proposal',
    probability: 0.6,
  })
  expect(completed({ kind: 'won' }, open)).toMatchObject({ kind: 'won' })
})
