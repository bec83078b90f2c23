import { z } from 'zod'
import { route } from '../http/route.ts'

export const duplicateReasons = ['email', 'phone', 'domain', 'name', 'similarName', 'company'] as const
export type DuplicateReason = (typeof duplicateReasons)[number]

/** A record that may be the same one. 1 is certain: an e-mail belongs to one person only. */
export const duplicateSchema = z.object({
  id: z.string(),
  title: z.string(),
  /** What tells them apart: the e-mail and company of a person, the domain of a company. */
  detail: z.string().nullable(),
  score: z.number(),
  reasons: z.array(z.enum(duplicateReasons)),
})
export type Duplicate = z.infer<typeof duplicateSchema>

const text = z.string().trim().max(320).optional()
const without = z.uuid('Use the id of a record').optional()
const output = z.object({ data: z.array(duplicateSchema) })

export const duplicateRoutes = {
  people: route({
    method: 'GET',
    path: '/people/duplicates',
    who: { type: 'person', action: 'see' },
    summary: 'Who may already be this person, likeliest first',
    tag: 'People',
    query: z.object({ email: text, phone: text, firstName: text, lastName: text, company: without, without }),
    output,
  }),
  companies: route({
    method: 'GET',
    path: '/companies/duplicates',
    who: { type: 'company', action: 'see' },
    summary: 'Which company may already be this one, likeliest first',
    tag: 'Companies',
    query: z.object({ name: text, domain: text, phone: text, without }),
    output,
  }),
}
