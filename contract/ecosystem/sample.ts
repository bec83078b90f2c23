import { z } from 'zod'
import { route } from '../http/route.ts'

/** How many records of each type were written or deleted, by the type's plural. */
export const sampleCountsSchema = z.object({ records: z.record(z.string(), z.number().int()) })
export type SampleCounts = z.infer<typeof sampleCountsSchema>

const tag = 'Sample company'

export const sampleRoutes = {
  load: route({
    method: 'POST',
    path: '/sample',
    who: 'administrator',
    summary: 'Load the sample company: made-up customers, deals and history up to today',
    tag,
    status: 201,
    output: sampleCountsSchema,
  }),
  remove: route({
    method: 'DELETE',
    path: '/sample',
    who: 'administrator',
    summary: 'Remove the sample company and what was written about it; everything else stays',
    tag,
    output: sampleCountsSchema,
  }),
}
