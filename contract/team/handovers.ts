import { z } from 'zod'
import { idParams, route } from '../http/route.ts'
import { exampleId, idSchema } from '../values/id.ts'

const tag = 'Team'

/** What is open of a member's, by record type, with what else is theirs. */
export const belongingsSchema = z.object({
  records: z.array(z.object({ type: z.string(), count: z.number().int() })),
  sessions: z.number().int(),
  /** API keys that they have made and that are good. */
  keys: z.number().int(),
})
export type Belongings = z.infer<typeof belongingsSchema>

/** To one member, or to those of a team in turn. */
const receiver = z.union([z.strictObject({ user: idSchema }), z.strictObject({ team: idSchema })])

const input = z.strictObject({
  /** By record type; of a type that is not named, everything stays where it is. */
  to: z.record(z.string().max(60), receiver),
  /** The member leaves: can no longer sign in, and the keys that they made end. */
  deactivate: z.boolean().default(true),
})
export type HandoverInput = z.infer<typeof input>
export type Receiver = z.infer<typeof receiver>

export const handoverSchema = z.object({
  id: z.string(),
  createdAt: z.string(),
  undoneAt: z.string().nullable(),
  /** Who has received how many of what. */
  records: z.array(
    z.object({ type: z.string(), to: z.string(), title: z.string(), count: z.number().int() }),
  ),
})
export type Handover = z.infer<typeof handoverSchema>

export const handoverRoutes = {
  belongings: route({
    method: 'GET',
    path: '/users/{id}/belongings',
    who: 'administrator',
    summary: 'What is open of a member’s and could be handed over, counted by type',
    tag,
    params: idParams,
    output: belongingsSchema,
  }),
  list: route({
    method: 'GET',
    path: '/users/{id}/handovers',
    who: 'administrator',
    summary: 'What a member has handed over, newest first',
    tag,
    params: idParams,
    output: z.object({ data: z.array(handoverSchema) }),
  }),
  handOver: route({
    method: 'POST',
    path: '/users/{id}/handovers',
    who: 'administrator',
    summary: 'Hand over what is open of a member’s, and let them leave, all in one go',
    tag,
    params: idParams,
    body: input,
    example: { body: { to: { task: { user: exampleId('other user') } }, deactivate: true } },
    status: 201,
    output: handoverSchema,
  }),
  undo: route({
    method: 'POST',
    path: '/handovers/{id}/undo',
    who: 'administrator',
    summary: 'Take it back: what its receivers still have goes back, and the member can sign in again',
    tag,
    params: idParams,
    output: handoverSchema,
  }),
}
