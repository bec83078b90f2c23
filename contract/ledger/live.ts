import { z } from 'zod'
import { route } from '../http/route.ts'

/**
 * Instead of single events when very many come at once, as during an import, or when records have gone without a trace, as
 * with the sample company: whatever is on show of these types, and every timeline, is to be read again. Sent as the event `many`.
 */
export const liveManySchema = z.object({ types: z.array(z.string()) })
export type LiveMany = z.infer<typeof liveManySchema>

export const liveRoute = route({
  method: 'GET',
  path: '/live',
  who: 'caller',
  summary: 'Server-sent events: what changes, from now on, or from where Last-Event-ID says',
  tag: 'Live',
  status: 200,
  sends: 'text/event-stream',
  query: z.object({
    /** The id of the last event received, for those who cannot send the header Last-Event-ID. */
    after: z.string().max(100).optional(),
  }),
})
