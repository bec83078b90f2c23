import { z } from 'zod'

/** A calendar day, `YYYY-MM-DD`, that exists. */
export const daySchema = z.iso.date('Use a day such as 2026-03-31').meta({ example: '2026-03-31' })
/** An instant in UTC or with its offset, ISO 8601. */
export const momentSchema = z.iso.datetime({
  offset: true,
  error: 'Use a moment such as 2026-03-31T09:30:00Z',
})
