import { afterEach, expect, test, vi } from 'vitest'
import { newId } from './id.ts'

afterEach(() => void vi.useRealTimers())

const many = (count: number) => Array.from({ length: count }, newId)
const millisecond = (id: string) => parseInt(id.replace('-', '').slice(0, 12), 16)

test('ids are UUIDs of version 7, of now, one after the other', () => {
  const before = Date.now()
  const ids = many(50_000)
  expect(ids.every((id) => /^[\da-f]{8}-[\da-f]{4}-7[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/.test(id))).toBe(
    true,
  )
  expect(ids.toSorted()).toEqual(ids)
  expect(new Set(ids).size).toBe(ids.length)
  expect(millisecond(ids[0]!)).toBeGreaterThanOrEqual(before)
  expect(millisecond(ids.at(-1)!)).toBeLessThan(Date.now() + 100)
})

test('the first eight bytes, by which PostgreSQL sorts, differ even in one millisecond', () => {
  vi.useFakeTimers({ now: Date.now() + 60_000, toFake: ['Date'] })
  const ids = many(10_000)
  expect(new Set(ids.map((id) => id.slice(0, 18))).size).toBe(ids.length)
  expect(ids.toSorted()).toEqual(ids)
})

test('a clock that goes back a little does not bring ids back, one set right does', () => {
  const now = Date.now() + 120_000
  vi.useFakeTimers({ now, toFake: ['Date'] })
  const [first] = many(1)
  vi.setSystemTime(now - 5_000)
  const [second] = many(1)
  expect(second! > first!).toBe(true)
  vi.setSystemTime(now - 60_000)
  expect(millisecond(newId())).toBe(now - 60_000)
})
