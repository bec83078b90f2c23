import { sql } from 'kysely'
import type { Invitation } from '../../../contract/team/invitations.ts'
import type { Db } from '../../db/database.ts'

export const invitationColumns = sql`i.id, i.email, i.name, i.role, i.team_id as team,
  (select u.name from users u where u.id = i.created_by) as "invitedBy", i.created_at as "createdAt",
  i.expires_at as "expiresAt", i.sent_at as "sentAt"`

/** Those that can still be accepted, and those that have expired and can be renewed. */
export async function listInvitations(db: Db): Promise<Invitation[]> {
  const { rows } = await sql<Invitation>`select ${invitationColumns} from invitations i
    where i.accepted_at is null and i.revoked_at is null order by i.created_at desc limit 200`.execute(db)
  return rows
}

/** The open invitation of a token, if it is good; its row is locked, so that of two at once one accepts it. */
export async function invitationFor(
  db: Db,
  hash: Buffer,
): Promise<(Invitation & { roleName: string }) | null> {
  const { rows } = await sql<Invitation & { roleName: string }>`
    select ${invitationColumns}, r.name as "roleName" from invitations i join roles r on r.key = i.role
    where i.hash = ${hash} and i.accepted_at is null and i.revoked_at is null and i.expires_at > now() for update of i`.execute(
    db,
  )
  return rows[0] ?? null
}
