import { z } from 'zod'

export const zoneSchema = z.string().refine(isZone, 'Use a time zone such as Europe/Lisbon')

export function isZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name })
    return true
  } catch {
    return false
  }
}
