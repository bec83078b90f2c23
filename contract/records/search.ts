import { z } from 'zod'
import { route } from '../http/route.ts'

export const searchHitSchema = z.object({
  id: z.string(),
  type: z.string(),
  plural: z.string(),
  title: z.string(),
})
export type SearchHit = z.infer<typeof searchHitSchema>

export const searchRoute = route({
  method: 'GET',
  path: '/search',
  who: 'caller',
  summary: 'Find records of all types by name, key or word',
  tag: 'Search',
  query: z.object({
    q: z.string().min(1).max(200),
    type: z.string().max(50).optional(),
    limit: z.coerce.number().int().min(1).max(50).default(12),
  }),
  output: z.object({ data: z.array(searchHitSchema) }),
})
