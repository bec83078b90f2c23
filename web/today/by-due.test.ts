import { expect, test } from 'vitest'
import type { AnyRecord } from '../../contract/records/value.ts'
import { dayIn } from '../ui/format.ts'
import { byDue } from './by-due.ts'

const task = (id: string, dueAt: string | null) => ({ id, dueAt }) as unknown as AnyRecord
const auckland = { locale: 'en', zone: 'Pacific/Auckland', currency: 'NZD' }

test('late by the moment, today by the reader’s day', () => {
  // 22:00 UTC is ten in the morning of the next day in Auckland.
  const now = '2026-07-01T22:00:00Z'
  const tasks = [
    task('past', '2026-07-01T21:00:00Z'),
    task('this afternoon', '2026-07-02T04:00:00Z'),
    task('tomorrow', '2026-07-02T20:00:00Z'),
    task('undated', null),
  ]
  const due = byDue(tasks, now, dayIn(now, auckland), (moment) => dayIn(moment, auckland))
  expect(due.late.map(({ id }) => id)).toEqual(['past'])
  expect(due.today.map(({ id }) => id)).toEqual(['this afternoon'])
  expect(due.soon.map(({ id }) => id)).toEqual(['tomorrow'])
})
