import { expect, test } from 'vitest'
import { openTiming, plainStatement } from './timing.ts'

test('a statement is told without what was asked for', () => {
  expect(
    plainStatement("select *\n  from people where name = 'O''Hara' and id in ($1, $2, $3) and x = $4"),
  ).toBe("select * from people where name = '…' and id in ($…) and x = $4")
})

test('the slowest come first, however often others are called', () => {
  const timing = openTiming()
  for (let i = 0; i < 100; i++) timing.note('select 1', 1)
  timing.note('select pg_sleep($1)', 40)
  timing.note('select pg_sleep($1)', 20)
  expect(timing.slowest(2)).toEqual([
    { text: 'select pg_sleep($1)', calls: 2, totalMs: 60, maxMs: 40 },
    { text: 'select 1', calls: 100, totalMs: 100, maxMs: 1 },
  ])
})

test('of statements without end only some are kept, and among them those that cost most', () => {
  const timing = openTiming()
  timing.note('the dear one', 10_000)
  for (let i = 0; i < 5_000; i++) timing.note(`select ${i}`, 1)
  const all = timing.slowest(10_000)
  expect(all.length).toBeLessThanOrEqual(300)
  expect(all[0]?.text).toBe('the dear one')
})
