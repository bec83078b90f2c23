import { z } from 'zod'
import { origins } from '../ledger/event-type.ts'
import { pageOf, pageQuery, route } from '../http/route.ts'
import { recordTypes } from '../record-types.ts'
import { idSchema } from '../values/id.ts'

const tag = 'Bin'
const typeName = z.enum(recordTypes.map(({ name }) => name))

export const binnedSchema = z.object({
  type: z.string(),
  id: z.string(),
  title: z.string(),
  deletedAt: z.string(),
  /** Null when it was no member, or one who is gone. */
  deletedBy: z.object({ id: z.string(), title: z.string() }).nullable(),
  /** How it came here; null when nothing says so. */
  origin: z.enum(origins).nullable(),
  mayRestore: z.boolean(),
  /** The company's settings stay, because history and figures refer to them. */
  mayDelete: z.boolean(),
})
export type Binned = z.infer<typeof binnedSchema>

const chosen = z.strictObject({
  records: z
    .array(z.object({ type: typeName, id: idSchema }))
    .min(1)
    .max(1_000),
})

export const binRoutes = {
  list: route({
    method: 'GET',
    path: '/bin',
    who: 'caller',
    summary: 'What is in the bin, of all types, deleted last first',
    tag,
    query: pageQuery.extend({
      /** Part of the title, or a whole e-mail, phone or domain. */
      q: z.string().max(200).optional(),
      type: typeName.optional(),
    }),
    output: pageOf(binnedSchema),
  }),
  restore: route({
    method: 'POST',
    path: '/bin/restore',
    who: 'caller',
    summary: 'Take records of any types out of the bin, all or none',
    tag,
    body: chosen,
    /** The events, to give to `/undo`. */
    output: z.object({ events: z.array(z.string()) }),
  }),
  purge: route({
    method: 'POST',
    path: '/bin/purge',
    who: 'administrator',
    summary: 'Delete records in the bin for good, with what was written about them, all or none',
    tag,
    body: chosen,
    /** How many records went, those written about them included, by type. */
    output: z.object({ records: z.record(z.string(), z.number().int()) }),
  }),
}
