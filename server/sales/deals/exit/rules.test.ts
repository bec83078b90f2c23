import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { DealStatus } from '../../../../contract/sales/deal.ts'
import { system } from '../../../http/caller.ts'
import type { StageFact } from '../../pipelines/rules.ts'
import { askedFor, isHeld, isMet, leftBehind, refuseUnready, type ExitFacts } from './rules.ts'

const stage = (id: string, kind: DealStatus = 'open', pipeline = 'sales'): StageFact => ({
  id,
  name: id,
  pipeline,
  kind,
  position: 0,
  quietAfter: null,
  nextStepDemanded: pipeline === 'strict',
})
const stages = [
  stage('a'),
  stage('b'),
  stage('c'),
  stage('won', 'won'),
  stage('lost', 'lost'),
  stage('x', 'open', 'strict'),
  stage('y', 'open', 'strict'),
]
const to = (id: string) => stages.find((one) => one.id === id)!
const behind = (from: string, id: string) => leftBehind(from, to(id), stages).map((one) => one.id)

const facts: ExitFacts = {
  criteria: [
    { id: '1', stage: 'a', field: 'amount', label: null },
    { id: '2', stage: 'b', field: null, label: 'Budget confirmed' },
    { id: '3', stage: 'b', field: 'amount', label: null },
  ],
  checked: new Set(['done 2']),
  stoodIn: new Map([['closed', 'b']]),
}

test('forward leaves each open stage on the way behind; back, to lost and into another pipeline none', () => {
  expect(behind('a', 'b')).toEqual(['a'])
  expect(behind('a', 'c')).toEqual(['a', 'b'])
  expect(behind('b', 'won')).toEqual(['b', 'c'])
  expect(behind('c', 'a')).toEqual([])
  expect(behind('a', 'lost')).toEqual([])
  expect(behind('a', 'x')).toEqual([])
})

test('a won stage that stands before open ones leaves them all behind', () => {
  const odd = [stage('won', 'won'), stage('a'), stage('b')]
  expect(leftBehind('a', odd[0]!, odd).map(({ id }) => id)).toEqual(['a', 'b'])
})

test('going there in steps asks for no less than going at once', () => {
  const open = ['a', 'b', 'c', 'won']
  fc.assert(
    fc.property(fc.nat(3), fc.nat(3), fc.nat(3), (...steps) => {
      const [i, j, k] = steps.toSorted((one, other) => one - other) as [number, number, number]
      fc.pre(j < 3)
      const inSteps = [...behind(open[i]!, open[j]!), ...behind(open[j]!, open[k]!)]
      expect(inSteps).toEqual(behind(open[i]!, open[k]!))
    }),
  )
})

test('a field that two stages ask for is asked once, and a demanding pipeline asks for a next step', () => {
  expect(askedFor('a', to('c'), stages, facts).map(({ id }) => id)).toEqual(['1', '2'])
  expect(askedFor('x', to('y'), stages, facts).map(({ field }) => field)).toEqual(['nextStep', 'nextStepOn'])
})

describe('what counts as known', () => {
  const known = (value: unknown) => isMet({ id: '1', field: 'f' }, 'd', { f: value }, new Set())
  test('is no and nought, too, but neither nothing nor an empty list', () => {
    expect([known(false), known(0), known(['x']), known(undefined)]).toEqual([true, true, true, true])
    expect([known(null), known(''), known([])]).toEqual([false, false, false])
  })
})

describe('a move', () => {
  const refusal = (id: string, from: string, target: string, values: Record<string, unknown> = {}) => {
    const draft = (of: string) => ({ id, values: { amount: null, ...values, stage: of }, derived: {} })
    try {
      refuseUnready({ before: draft(from), after: draft(target), given: {} }, to(target), stages, facts)
      return null
    } catch (error) {
      return (error as { problem: { title: string; detail: string; errors: { path: string }[] } }).problem
    }
  }

  test('is refused with the path of each thing that is missing', () => {
    expect(refusal('new', 'a', 'c')).toMatchObject({
      title: 'Not ready to move on',
      detail: 'Before it moves on, this is still missing: Amount, Budget confirmed.',
      errors: [{ path: 'amount' }, { path: 'checklist.2' }],
    })
  })

  test('goes on with what it brings, and with what was ticked off', () => {
    const amount = { amount: '1.00', currency: 'EUR' }
    expect(refusal('done', 'a', 'c', { amount })).toBeNull()
    expect(refusal('new', 'a', 'c', { amount })?.errors).toEqual([
      expect.objectContaining({ path: 'checklist.2' }),
    ])
  })

  test('out of lost goes on from where the deal stood', () => {
    expect(refusal('closed', 'lost', 'b')).toBeNull()
    expect(refusal('closed', 'lost', 'c')?.errors).toHaveLength(2)
  })
})

test('who moves by hand is held up, and what has happened is not', () => {
  const by = (origin: 'web' | 'api' | 'import' | 'automation', userId: string | null) =>
    isHeld(system(origin, userId))
  expect([by('web', 'u'), by('import', 'u'), by('automation', 'u'), by('web', null)]).toEqual([
    true,
    false,
    false,
    false,
  ])
  expect(isHeld({ ...system('api'), keyId: 'k' })).toBe(true)
})
