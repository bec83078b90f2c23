import fc from 'fast-check'
import { expect, test } from 'vitest'
import { assignAll, type RuleFact, type Waiting } from './rules.ts'

const rule = (id: string, way: RuleFact['way'], members: string[], turns: number[] = []): RuleFact => ({
  id,
  name: id,
  way,
  members: members.map((member, i) => ({ id: member, turn: turns[i] ?? 0 })),
})
const waiting = (count: number, ...matches: string[]): Waiting[] =>
  Array.from({ length: count }, (_, i) => ({ lead: String(i), matches }))
const owners = (given: ReturnType<typeof assignAll>) => [...given.values()].map((one) => one?.owner ?? null)

test('members take turns in the order of the rule, and go on where they stopped', () => {
  const all = rule('all', 'roundRobin', ['ana', 'rui', 'eva'])
  expect(owners(assignAll(waiting(5, 'all'), [all], new Map()))).toEqual(['ana', 'rui', 'eva', 'ana', 'rui'])
  const later = rule('all', 'roundRobin', ['ana', 'rui', 'eva'], [4, 5, 3])
  expect(owners(assignAll(waiting(3, 'all'), [later], new Map()))).toEqual(['eva', 'ana', 'rui'])
})

test('who was away is next when back, and gets no more than that for it', () => {
  const back = rule('all', 'roundRobin', ['ana', 'rui', 'eva'], [40, 41, 2])
  expect(owners(assignAll(waiting(4, 'all'), [back], new Map()))).toEqual(['eva', 'ana', 'rui', 'eva'])
})

test('by load, who has the fewest open leads is next, those given just now included', () => {
  const all = rule('all', 'byLoad', ['ana', 'rui'])
  expect(owners(assignAll(waiting(4, 'all'), [all], new Map([['ana', 2]])))).toEqual([
    'rui',
    'rui',
    'ana',
    'rui',
  ])
})

test('the first rule counts that matches and has somebody at work', () => {
  const rules = [
    rule('empty', 'roundRobin', []),
    rule('dach', 'roundRobin', ['eva']),
    rule('all', 'roundRobin', ['rui']),
  ]
  const given = assignAll(
    [
      { lead: 'a', matches: ['empty', 'dach', 'all'] },
      { lead: 'b', matches: ['all'] },
      { lead: 'c', matches: [] },
      { lead: 'd', matches: ['dach'], not: 'eva' },
      { lead: 'e', matches: ['dach', 'all'], not: 'eva' },
    ],
    rules,
    new Map(),
  )
  expect([...given].map(([lead, one]) => [lead, one?.owner ?? null, one?.rule.id ?? null])).toEqual([
    ['a', 'eva', 'dach'],
    ['b', 'rui', 'all'],
    ['c', null, null],
    ['d', null, null],
    ['e', 'rui', 'all'],
  ])
})

const members = fc.uniqueArray(fc.constantFrom<string>('ana', 'rui', 'eva', 'noa', 'lia'), { minLength: 1 })

test('nobody is given more than one lead more than another in turn, in however many pieces they come', () => {
  fc.assert(
    fc.property(
      members,
      fc.array(fc.integer({ min: 1, max: 7 }), { minLength: 1, maxLength: 6 }),
      (names, pieces) => {
        const turns = new Map<string, number>()
        const counts = new Map(names.map((name) => [name, 0]))
        for (const piece of pieces) {
          const now = rule('all', 'roundRobin', names, names.map((name) => turns.get(name) ?? 0)) // prettier-ignore
          for (const one of assignAll(waiting(piece, 'all'), [now], new Map()).values()) {
            turns.set(one!.owner, one!.turn)
            counts.set(one!.owner, counts.get(one!.owner)! + 1)
          }
        }
        expect(Math.max(...counts.values()) - Math.min(...counts.values())).toBeLessThanOrEqual(1)
      },
    ),
  )
})

test('by load, the loads end as even as they can', () => {
  fc.assert(
    fc.property(
      members,
      fc.array(fc.integer({ min: 0, max: 20 }), { minLength: 5, maxLength: 5 }),
      fc.integer({ min: 0, max: 40 }),
      (names, loads, count) => {
        const open = new Map(names.map((name, i) => [name, loads[i]!]))
        const after = new Map(open)
        for (const one of assignAll(waiting(count, 'all'), [rule('all', 'byLoad', names)], open).values())
          after.set(one!.owner, after.get(one!.owner)! + 1)
        // Whoever was given one had, before the last of them, no more than anybody else has now.
        for (const [name, load] of after)
          if (load > open.get(name)!)
            for (const other of after.values()) expect(load - 1).toBeLessThanOrEqual(other)
      },
    ),
  )
})
