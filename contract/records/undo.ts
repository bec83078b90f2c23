import { z } from 'zod'
import { route } from '../http/route.ts'
import { idSchema } from '../values/id.ts'

export const undoRoute = route({
  method: 'POST',
  path: '/undo',
  who: 'caller',
  summary: 'Take back what these events did, newest first; refused where somebody has changed the same since',
  tag: 'Undo',
  body: z.object({ events: z.array(idSchema).min(1).max(1_000) }),
  output: z.object({
    events: z.array(z.string()),
    records: z.array(z.object({ type: z.string(), id: z.string() })),
  }),
})
