import { z } from 'zod'
import { idParams, route } from '../http/route.ts'
import { dealStatuses } from './deal.ts'

/** One stay of a deal in a stage. */
export const dealStageSchema = z.object({
  stage: z.string(),
  name: z.string(),
  status: z.enum(dealStatuses.map(({ value }) => value)),
  enteredAt: z.string(),
  /** Null where it stands now. */
  leftAt: z.string().nullable(),
  /** Until it left, or until now; null once it is won or lost, where it only rests. */
  days: z.number().nullable(),
  actor: z.string().nullable(),
})
export type DealStage = z.infer<typeof dealStageSchema>

export const dealStageRoutes = {
  list: route({
    method: 'GET',
    path: '/deals/{id}/stages',
    who: { type: 'deal', action: 'see' },
    summary: 'The stages that a deal has been in, with the days in each',
    tag: 'Deals',
    params: idParams,
    output: z.object({ data: z.array(dealStageSchema) }),
  }),
}
