import { z } from 'zod'
import { idParams, route } from '../http/route.ts'
import { exampleId, idSchema } from '../values/id.ts'

/** Named; ahead of us; and how it ended with them. A deal that is won has beaten all, one that is re-opened none. */
export const competitorStatuses = ['named', 'ahead', 'beaten', 'lost_to'] as const
export type CompetitorStatus = (typeof competitorStatuses)[number]

const dealCompetitorSchema = z.object({
  competitor: z.object({ id: z.string(), title: z.string() }),
  status: z.enum(competitorStatuses),
  note: z.string(),
  namedAt: z.string(),
  /** Since when the status has been so. */
  statusAt: z.string(),
})
export type DealCompetitor = z.infer<typeof dealCompetitorSchema>

const tag = 'Competitors'
const params = idParams.extend({ competitor: idSchema })
const exampleParams = { id: exampleId('deal'), competitor: exampleId('competitor') }

export const dealCompetitorRoutes = {
  list: route({
    method: 'GET',
    path: '/deals/{id}/competitors',
    who: { type: 'deal', action: 'see' },
    summary: 'Who else is after a deal, and how it stands with them',
    tag,
    params: idParams,
    output: z.object({ data: z.array(dealCompetitorSchema) }),
    example: {
      output: {
        data: [
          {
            competitor: { id: exampleId('competitor'), title: 'Rapidrad' },
            status: 'ahead',
            note: 'Cheaper by a tenth',
            namedAt: '2026-02-10T09:30:00.000Z',
            statusAt: '2026-03-02T09:30:00.000Z',
          },
        ],
      },
    },
  }),
  set: route({
    method: 'PUT',
    path: '/deals/{id}/competitors/{competitor}',
    who: { type: 'deal', action: 'edit' },
    summary: 'Name a competitor on a deal, or say how it stands with them',
    detail: 'A deal is lost to one at the most: whoever it was said to be lost to before is named again.',
    tag,
    params,
    body: z.strictObject({
      status: z.enum(competitorStatuses).default('named'),
      note: z.string().trim().max(2_000).optional(),
    }),
    example: { params: exampleParams, body: { status: 'ahead', note: 'Cheaper by a tenth' } },
  }),
  remove: route({
    method: 'DELETE',
    path: '/deals/{id}/competitors/{competitor}',
    who: { type: 'deal', action: 'edit' },
    summary: 'Take a competitor off a deal',
    tag,
    params,
    example: { params: exampleParams },
  }),
}
