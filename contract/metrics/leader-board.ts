import { z } from 'zod'
import { idParams, route } from '../http/route.ts'
import { daySchema } from '../values/dates.ts'

const tag = 'Metrics'

const rowSchema = z.object({
  user: z.string(),
  name: z.string(),
  /** In the organisation's currency, at the rate of the day each closed. */
  won: z.object({ amount: z.string(), currency: z.string() }),
  deals: z.number().int(),
  /** Calls, meetings, emails sent, notes, and tasks done. */
  activities: z.number().int(),
})
export type LeaderBoardRow = z.infer<typeof rowSchema>

const teamSchema = z.object({ id: z.string(), name: z.string(), mayTurn: z.boolean(), shown: z.boolean() })
export type LeaderBoardTeam = z.infer<typeof teamSchema>

export const leaderBoardRoutes = {
  read: route({
    method: 'GET',
    path: '/leader-board',
    who: 'caller',
    summary:
      'What each member won and did in a period; members of teams that turned it off are on it for nobody',
    tag,
    query: z.object({
      /** First day that counts, and the first that does not; this year unless said. */
      from: daySchema.optional(),
      to: daySchema.optional(),
      /** Only who is in this team today. */
      team: z.uuid().optional(),
    }),
    output: z.object({
      from: z.string(),
      to: z.string(),
      data: z.array(rowSchema).describe('Who won the most first; at most 200.'),
      teams: z.array(teamSchema),
    }),
  }),
  turn: route({
    method: 'PUT',
    path: '/leader-board/teams/{id}',
    who: 'caller',
    summary: 'Turn the leader board off or on for a team',
    detail: 'For owners, administrators, managers and whoever manages the team.',
    tag,
    params: idParams,
    body: z.strictObject({ shown: z.boolean() }),
    example: { body: { shown: false } },
    output: teamSchema,
  }),
}
