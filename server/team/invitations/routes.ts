import { invitationRoutes } from '../../../contract/team/invitations.ts'
import type { Bind } from '../../http/bind.ts'
import { atomically } from '../../http/context.ts'
import type { SignIn } from '../sign-in/commands.ts'
import { accept, invite, noInvitation, reinvite, revokeInvitation, tokenHash } from './commands.ts'
import { invitationFor, listInvitations } from './queries.ts'

export function bindInvitations(bind: Bind, auth: SignIn, publicUrl: string): void {
  bind(invitationRoutes.list, async ({ context }) => ({ data: await listInvitations(context.database.db) }))
  bind(invitationRoutes.create, ({ body, context }) => invite(context, publicUrl, body))
  bind(invitationRoutes.resend, ({ params, context }) => reinvite(context, publicUrl, params.id))
  bind(invitationRoutes.revoke, ({ params, context }) => revokeInvitation(context, params.id))
  bind(invitationRoutes.open, ({ body, context }) =>
    atomically(context, async (inner) => {
      const invitation = await invitationFor(inner.database.db, tokenHash(body.token))
      if (!invitation) throw noInvitation()
      const { invitedBy, email, name, roleName } = invitation
      return { organisation: context.organisation.name, invitedBy, email, name, role: roleName }
    }),
  )
  bind(invitationRoutes.accept, ({ body, context }) => accept(context, auth, body))
}
