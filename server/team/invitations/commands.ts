import { createHash, randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import type { Invitation, InvitationInput, InvitationWithLink } from '../../../contract/team/invitations.ts'
import { user } from '../../../contract/team/user.ts'
import { dayOf } from '../../../contract/values/day.ts'
import { dayInFigures } from '../../../contract/values/written.ts'
import type { Db } from '../../db/database.ts'
import { newId } from '../../db/id.ts'
import { system } from '../../http/caller.ts'
import { atomically, type Context } from '../../http/context.ts'
import { conflict, invalidField, notFound } from '../../http/problem.ts'
import { record } from '../../ledger/record.ts'
import { createRecords, updateRecords } from '../../records/write.ts'
import { mailBody, mailText } from '../../text/mail.ts'
import { queueMail } from '../mail/commands.ts'
import { readRole } from '../roles/queries.ts'
import { readSettings } from '../settings/queries.ts'
import { createSignIn, type SignIn } from '../sign-in/commands.ts'
import { refuseWeak } from '../sign-in/rules.ts'
import { invitationColumns, invitationFor } from './queries.ts'

const newToken = (): string => randomBytes(30).toString('base64url')

/** 240 random bits need no slow hash. */
export const tokenHash = (token: string): Buffer => createHash('sha256').update(token).digest()

const linkOf = (publicUrl: string, token: string) => `${publicUrl}/join#${token}`

async function refuseMember(db: Db, email: string): Promise<void> {
  const { rows } = await sql`select from users where email = ${email} and sign_in_id is not null`.execute(db)
  if (rows.length > 0)
    throw conflict('Somebody signs in with this e-mail already.', [
      { path: 'email', message: 'Already a member' },
    ])
}

async function mail(db: Db, context: Context, invitation: Invitation, link: string): Promise<void> {
  if (!invitation.email) return
  // Nothing is known yet of how they read: like whoever invites them.
  const { language, dateFormat } = await readSettings(db, context.caller.userId)
  const name = language ?? 'en'
  const { organisation } = context
  const by = invitation.invitedBy ?? organisation.name
  const day = dayOf(invitation.expiresAt, organisation.timeZone)
  await queueMail(db, {
    recipient: invitation.email,
    subject: mailText(name, 'invitation.subject', { by, organisation: organisation.name }),
    body: mailBody(
      invitation.name
        ? mailText(name, 'greeting', { name: invitation.name })
        : mailText(name, 'greeting.nobody'),
      mailText(name, 'invitation.body', {
        by,
        organisation: organisation.name,
        day: dateFormat ? dayInFigures(day, dateFormat) : day,
        link,
      }),
    ),
  })
}

/** Invites somebody. Who has the link becomes a member, so an owner's role is an owner's to give. */
export function invite(
  context: Context,
  publicUrl: string,
  input: InvitationInput,
): Promise<InvitationWithLink> {
  return atomically(context, async (inner) => {
    const { db } = inner.database
    const email = input.email ?? null
    if (!(await readRole(db, input.role))) throw invalidField('role', 'There is no such role')
    if (input.role === 'owner' && context.caller.role !== 'owner')
      throw invalidField('role', 'Only an owner makes an owner.')
    if (input.role === 'owner' && !email)
      throw invalidField('email', 'An owner is invited by name: a link alone may go anywhere.')
    if (email) await refuseMember(db, email)
    const { rows: open } =
      await sql`select from invitations where email = ${email} and accepted_at is null and revoked_at is null`.execute(
        db,
      )
    if (open.length > 0)
      throw conflict('This e-mail has been invited already. Send that invitation again, or revoke it.', [
        { path: 'email', message: 'Invited already' },
      ])
    const token = newToken()
    const sends = email !== null && input.send
    const { rows } =
      await sql<Invitation>`insert into invitations as i (hash, email, name, role, team_id, created_by, expires_at, sent_at)
      values (${tokenHash(token)}, ${email}, ${input.name || null}, ${input.role}, ${input.team ?? null}, ${context.caller.userId},
        now() + make_interval(days => ${input.days}), case when ${sends} then now() end)
      returning ${invitationColumns}`.execute(db)
    const invitation = rows[0] as Invitation
    const link = linkOf(publicUrl, token)
    if (sends) await mail(db, inner, invitation, link)
    await record(db, context.caller, context.now, [
      {
        type: 'invitation.created',
        subject: { type: 'invitation', id: invitation.id, version: null },
        data: { role: input.role, team: input.team ?? null },
        ...(email ? { personal: { title: email } } : {}),
      },
    ])
    inner.database.notify('ledger')
    return { ...invitation, link }
  })
}

/** Makes the link anew, good for a week more, and mails it where there is an address. The former link ends. */
export function reinvite(context: Context, publicUrl: string, id: string): Promise<InvitationWithLink> {
  return atomically(context, async (inner) => {
    const { db } = inner.database
    const token = newToken()
    const { rows } = await sql<Invitation>`update invitations i set hash = ${tokenHash(token)},
        expires_at = now() + interval '7 days', sent_at = case when email is not null then now() end
      where id = ${id} and accepted_at is null and revoked_at is null returning ${invitationColumns}`.execute(
      db,
    )
    const invitation = rows[0]
    if (!invitation) throw notFound('open invitation')
    if (invitation.role === 'owner' && context.caller.role !== 'owner')
      throw invalidField('role', 'Only an owner makes an owner.')
    const link = linkOf(publicUrl, token)
    await mail(db, inner, invitation, link)
    return { ...invitation, link }
  })
}

export function revokeInvitation(context: Context, id: string): Promise<void> {
  return atomically(context, async (inner) => {
    const { db } = inner.database
    const { rows } = await sql<{ email: string | null }>`update invitations set revoked_at = now()
      where id = ${id} and accepted_at is null and revoked_at is null returning email`.execute(db)
    if (!rows[0]) throw notFound('open invitation')
    await record(db, context.caller, context.now, [
      {
        type: 'invitation.revoked',
        subject: { type: 'invitation', id, version: null },
        ...(rows[0].email ? { personal: { title: rows[0].email } } : {}),
      },
    ])
    inner.database.notify('ledger')
  })
}

export const noInvitation = () =>
  notFound('invitation: its link has been used, revoked or is too old. Ask for another one')

/**
 * Makes whoever holds the link a member. A member whom an import brought, or who left, becomes the one who signs in.
 * Answers with the address to sign in with.
 */
export function accept(
  context: Context,
  auth: SignIn,
  input: { token: string; name: string; email?: string | undefined; password: string },
): Promise<{ userId: string; email: string }> {
  return atomically({ ...context, caller: system('web') }, async (inner) => {
    const { db } = inner.database
    const invitation = await invitationFor(db, tokenHash(input.token))
    if (!invitation) throw noInvitation()
    const email = invitation.email ?? input.email
    if (!email) throw invalidField('email', 'Enter the e-mail to sign in with')
    refuseWeak(input.password, [input.name, email, context.organisation.name])
    await refuseMember(db, email)
    const { rows: known } = await sql<{
      id: string
    }>`select id from users where email = ${email} and deleted_at is null`.execute(db)
    // An address that only the link's holder names is not proof enough to become somebody who is there already.
    if (known[0] && !invitation.email)
      throw conflict('A member has this e-mail already. Ask for an invitation to that address.', [
        { path: 'email', message: 'Already a member' },
      ])
    const values = {
      name: input.name,
      role: invitation.role,
      active: true,
      ...(invitation.team ? { team: invitation.team } : {}),
    }
    const userId = known[0]?.id ?? newId()
    if (known[0]) await updateRecords(inner, user, [{ id: userId, values }])
    else await createRecords(inner, user, [{ id: userId, values: { ...values, email } }])
    await createSignIn(db, auth, { userId, name: input.name, email, password: input.password })
    await sql`update invitations set accepted_at = now(), user_id = ${userId} where id = ${invitation.id}`.execute(
      db,
    )
    await record(db, { ...inner.caller, userId }, context.now, [
      {
        type: 'user.joined',
        subject: { type: 'user', id: userId, version: null },
        data: { invitation: invitation.id },
      },
    ])
    inner.database.notify('ledger')
    return { userId, email }
  })
}
