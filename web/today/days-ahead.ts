import { addDays } from '../../contract/values/day.ts'
import { next } from '../../contract/values/period.ts'

/** The days to which things are put off, from the reader's today: the first is tomorrow. */
export const daysAhead = (today: string) =>
  [
    { name: 'tomorrow', day: addDays(today, 1) },
    { name: 'inThreeDays', day: addDays(today, 3) },
    { name: 'nextMonday', day: next(today, 'week') },
    { name: 'inTwoWeeks', day: addDays(today, 14) },
  ] as const
