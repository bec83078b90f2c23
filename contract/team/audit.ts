import { z } from 'zod'
import { pageOf, pageQuery, route } from '../http/route.ts'
import { eventKinds, eventSchema, origins } from '../ledger/event-type.ts'
import { momentSchema } from '../values/dates.ts'

const tag = 'Administration'

export const auditFilter = z.object({
  /** Who did it: a member or, with its id, a key. */
  actor: z.uuid('Use the id of a team member').optional(),
  key: z.uuid('Use the id of a key').optional(),
  /** What it was done to: the name of a record type, or such as `role`. */
  subject: z.string().max(60).optional(),
  /** What happened: the name of an event, `deal.won`. */
  type: z.string().max(80).optional(),
  kind: z.enum(eventKinds).optional(),
  origin: z.enum(origins).optional(),
  /** Written down at or after, and before. */
  from: momentSchema.optional(),
  to: momentSchema.optional(),
})
export type AuditFilter = z.infer<typeof auditFilter>

export const auditEntrySchema = eventSchema.extend({
  /** The key that it was done with. */
  key: z.object({ id: z.string(), title: z.string() }).nullable(),
})
export type AuditEntry = z.infer<typeof auditEntrySchema>

export const auditRoutes = {
  list: route({
    method: 'GET',
    path: '/audit-log',
    who: 'administrator',
    summary: 'Everything that was ever done, as it was written down, newest first',
    tag,
    query: pageQuery.extend(auditFilter.shape),
    output: pageOf(auditEntrySchema).extend({
      /** What the ids among the changes are called, of the records that the caller may see. */
      titles: z.record(z.string(), z.string()),
    }),
  }),
  export: route({
    method: 'GET',
    path: '/audit-log/export',
    who: 'administrator',
    summary: 'The same as CSV, the newest 100,000',
    tag,
    query: auditFilter,
    status: 200,
    sends: 'text/csv',
  }),
}
