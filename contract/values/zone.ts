import { z } from 'zod'

export const zoneSchema = z
  .string()
  .refine(isZone, 'Use a time zone such as Europe/Lisbon')
  .meta({ example: 'Europe/Lisbon' })

export function isZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== ''
  } catch {
    return false
  }
}
