import { sql } from 'kysely'
import { isBuiltIn, type Role } from '../../../contract/team/role.ts'
import type { Db } from '../../db/database.ts'
import type { Caller } from '../../http/caller.ts'
import { rememberedRole } from '../roles/queries.ts'
import type { RoleRow } from '../roles/tables.ts'

interface Member {
  id: string
  role: string
  own: RoleRow | null
  demanded: boolean
  ownTeam: string[]
  teammates: string[]
}

/**
 * The active member behind a sign-in, with everyone whose records "team" and "below" reach by the memberships of today:
 * teams that they are in or manage, and the teams below. Notes now and then that the session was seen.
 */
export async function memberCaller(db: Db, signInId: string, sessionId: string): Promise<Caller | null> {
  const { rows } = await sql<Member>`
    with recursive me as (select u.id, u.role, r.second_factor and not s."twoFactorEnabled"
          and exists (select from sign_in_account a where a."userId" = s.id and a."providerId" = 'credential') as demanded,
          case when r.base is not null then to_json(r) end as own
        from users u join sign_in_user s on s.id = u.sign_in_id join roles r on r.key = u.role
        where u.sign_in_id = ${signInId} and u.active and u.deleted_at is null),
      seen as (update sign_in_session set last_seen_at = now()
        where id = ${sessionId} and (last_seen_at is null or last_seen_at < now() - interval '1 minute')),
      today as (select (now() at time zone coalesce((select time_zone from organisation), 'UTC'))::date as day),
      nearest as (
        select m.team_id as id from team_memberships m, me, today
          where m.user_id = me.id and m.from_on <= today.day and today.day < m.to_on
        union select t.id from teams t, me where t.manager_id = me.id and t.deleted_at is null),
      reachable as (
        select id from nearest
        union select t.id from teams t join reachable r on t.parent_id = r.id where t.deleted_at is null)
    select me.id, me.role, me.own, me.demanded,
      array(select me.id union select m.user_id from team_memberships m, today
        where m.team_id in (select id from nearest) and m.from_on <= today.day and today.day < m.to_on) as "ownTeam",
      array(select me.id union select u.id from users u where u.manager_id = me.id
        union select m.user_id from team_memberships m, today
        where m.team_id in (select id from reachable) and m.from_on <= today.day and today.day < m.to_on) as teammates
    from me`.execute(db)
  const member = rows[0]
  if (!member) return null
  return {
    userId: member.id,
    keyId: null,
    role: roleOf(member),
    ownTeam: member.ownTeam,
    teammates: member.teammates,
    scopes: ['all'],
    origin: 'web',
    sessionId,
    ...(member.demanded ? { secondFactorDue: true as const } : {}),
  }
}

function roleOf({ role, own }: Member): Role {
  if (own) return rememberedRole(own)
  return isBuiltIn(role) ? role : 'viewer'
}

/** The key with this hash, while it is good; notes the day's first and each later minute's use. */
export async function keyCaller(db: Db, hash: Buffer): Promise<Caller | null> {
  const { rows } = await sql<{ id: string; scopes: string[] }>`
    with good as (select id, scopes, last_used_at from api_keys
        where (hash = ${hash} or (previous_hash = ${hash} and previous_until > now())) and revoked_at is null and (expires_at is null or expires_at > now())),
      used as (update api_keys k set last_used_at = now() from good
        where k.id = good.id and (good.last_used_at is null or good.last_used_at < now() - interval '1 minute'))
    select id, scopes from good`.execute(db)
  const key = rows[0]
  return key
    ? {
        userId: null,
        keyId: key.id,
        role: 'administrator',
        ownTeam: [],
        teammates: [],
        scopes: key.scopes,
        origin: 'api',
      }
    : null
}

/** What anybody knows of a member, and of the company: no password should be that. */
export async function knownOf(db: Db, signInId: string | null): Promise<string[]> {
  const { rows } = await sql<{ known: string }>`select name as known from organisation
    union all select name from sign_in_user where id = ${signInId}
    union all select email from sign_in_user where id = ${signInId}`.execute(db)
  return rows.map(({ known }) => known)
}

/** Whether the role of a member asks for a second factor. */
export async function demandsSecondFactor(db: Db, signInId: string): Promise<boolean> {
  const { rows } = await sql`select from users u join roles r on r.key = u.role
    where u.sign_in_id = ${signInId} and r.second_factor`.execute(db)
  return rows.length > 0
}
