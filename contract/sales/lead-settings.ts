import { z } from 'zod'
import { route } from '../http/route.ts'
import { frameworkOutput, frameworkSchema } from './lead-qualification.ts'

const time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$|^24:00$/, 'Use a time such as 09:00')

/** From when to when a day's business goes on; 24:00 is the end of the day. */
const opening = z
  .strictObject({ from: time, to: time })
  .refine(({ from, to }) => from < to, { path: ['to'], message: 'It ends after it begins' })

/** The hours of each day of a week from Monday on, by the company's clock; null on a day without business. */
export const weekSchema = z.array(opening.nullable()).length(7, 'Give seven days, from Monday on')
export type Week = z.infer<typeof weekSchema>

const nineToSix = { from: '09:00', to: '18:00' }
export const usualWeek: Week = [nineToSix, nineToSix, nineToSix, nineToSix, nineToSix, null, null]

/** Half a year of usual business: beyond it, no clock would be worth the name. */
const mostMinutes = 60_000

export const leadSettingsSchema = z.object({
  /** By what leads are qualified. */
  framework: frameworkSchema,
  week: weekSchema,
  /** Business minutes from a lead's arrival until somebody should have responded. */
  respondWithin: z.number().int().min(1).max(mostMinutes),
  /** Business minutes after which a lead that a rule assigned and nobody touched goes to the next; null is never. */
  reassignAfter: z.number().int().min(1).max(mostMinutes).nullable(),
})
export type LeadSettings = z.infer<typeof leadSettingsSchema>

export const defaultLeadSettings: LeadSettings = {
  framework: { name: 'bant' },
  week: usualWeek,
  respondWithin: 60,
  reassignAfter: null,
}

const tag = 'Lead settings'
const output = leadSettingsSchema.extend({ framework: frameworkOutput })
const exampleOutput: LeadSettings = {
  framework: { name: 'meddic' },
  week: usualWeek,
  respondWithin: 60,
  reassignAfter: 120,
}

export const leadSettingsRoutes = {
  read: route({
    method: 'GET',
    path: '/lead-settings',
    who: 'caller',
    summary: 'How leads are qualified, and when the company is open for business',
    tag,
    example: { output: exampleOutput },
    output,
  }),
  change: route({
    method: 'PATCH',
    path: '/lead-settings',
    who: 'administrator',
    summary: 'Change how leads are qualified, the business hours and the times to respond',
    detail: 'Clocks that run keep their end; scores are counted anew by the new framework.',
    tag,
    body: z.strictObject(leadSettingsSchema.shape).partial(),
    example: { body: { respondWithin: 60, framework: { name: 'meddic' } }, output: exampleOutput },
    output,
  }),
}
