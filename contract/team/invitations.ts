import { z } from 'zod'
import { idParams, route } from '../http/route.ts'
import { idSchema } from '../values/id.ts'
import { passwordSchema } from './password.ts'

const tag = 'Team'

const email = z.string().trim().toLowerCase().pipe(z.email('Use an e-mail address such as ana@example.com'))
const name = z.string().trim().min(1, 'Say what to call you').max(200)

export const invitationSchema = z.object({
  id: z.string(),
  email: z.string().nullable(),
  name: z.string().nullable(),
  role: z.string(),
  team: z.string().nullable(),
  invitedBy: z.string().nullable(),
  createdAt: z.string(),
  expiresAt: z.string(),
  /** When it was last mailed; null for a link alone. */
  sentAt: z.string().nullable(),
})
export type Invitation = z.infer<typeof invitationSchema>

const input = z.strictObject({
  /** Without one, whoever has the link may use it. */
  email: email.nullish(),
  name: z.string().trim().max(200).nullish(),
  role: z.string().max(60),
  team: idSchema.nullish(),
  /** Days until it expires. */
  days: z.number().int().min(1).max(30).default(7),
  /** Mail it as well. */
  send: z.boolean().default(true),
})
export type InvitationInput = z.infer<typeof input>

const withLink = invitationSchema.extend({
  /** Shown this once. */
  link: z.string(),
})
export type InvitationWithLink = z.infer<typeof withLink>

const token = z.string().min(20).max(200)

export const invitationRoutes = {
  list: route({
    method: 'GET',
    path: '/invitations',
    who: 'administrator',
    summary: 'Invitations that are still open, newest first',
    tag,
    output: z.object({ data: z.array(invitationSchema) }),
  }),
  create: route({
    method: 'POST',
    path: '/invitations',
    who: 'administrator',
    summary: 'Invite somebody, by mail or by a link that is shown this once',
    tag,
    body: input,
    secret: true,
    status: 201,
    output: withLink,
  }),
  resend: route({
    method: 'POST',
    path: '/invitations/{id}/resend',
    who: 'administrator',
    summary: 'Renew an invitation and its link; the former link ends',
    tag,
    params: idParams,
    secret: true,
    output: withLink,
  }),
  revoke: route({
    method: 'DELETE',
    path: '/invitations/{id}',
    who: 'administrator',
    summary: 'Revoke an invitation; its link ends',
    tag,
    params: idParams,
  }),
  open: route({
    method: 'POST',
    path: '/invitations/open',
    who: 'anyone',
    summary: 'What an invitation’s link invites to',
    tag,
    body: z.strictObject({ token }),
    secret: true,
    status: 200,
    output: z.object({
      organisation: z.string(),
      invitedBy: z.string().nullable(),
      email: z.string().nullable(),
      name: z.string().nullable(),
      role: z.string(),
    }),
  }),
  accept: route({
    method: 'POST',
    path: '/invitations/accept',
    who: 'anyone',
    summary: 'Accept an invitation: become a member with this name and password',
    tag,
    body: z.strictObject({ token, name, email: email.optional(), password: passwordSchema }),
    secret: true,
    status: 201,
    output: z.object({ userId: z.string(), email: z.string() }),
  }),
}
