import { sql } from 'kysely'
import type { Role } from '../../../contract/team/role.ts'
import type { Db } from '../../db/database.ts'
import type { Caller } from '../../http/caller.ts'

/** The active member behind a sign-in, with everyone whose records "team" reaches: teams below and those they manage. */
export async function memberCaller(db: Db, signInId: string): Promise<Caller | null> {
  const { rows } = await sql<{ id: string; role: Role; teammates: string[] }>`
    with recursive me as (select id, role, team_id from users where sign_in_id = ${signInId} and active and deleted_at is null),
      reachable as (
        select team_id as id from me where team_id is not null
        union select t.id from teams t, me where t.manager_id = me.id
        union select t.id from teams t join reachable r on t.parent_id = r.id)
    select me.id, me.role, array(
      select u.id from users u where u.id = me.id or u.manager_id = me.id or u.team_id in (select id from reachable)) as teammates
    from me`.execute(db)
  const member = rows[0]
  return member
    ? {
        userId: member.id,
        keyId: null,
        role: member.role,
        teammates: member.teammates,
        scopes: ['all'],
        origin: 'web',
      }
    : null
}

/** The key with this hash, while it is good; notes the day's first and each later minute's use. */
export async function keyCaller(db: Db, hash: Buffer): Promise<Caller | null> {
  const { rows } = await sql<{ id: string; scopes: string[] }>`
    with good as (select id, scopes, last_used_at from api_keys
        where hash = ${hash} and revoked_at is null and (expires_at is null or expires_at > now())),
      used as (update api_keys k set last_used_at = now() from good
        where k.id = good.id and (good.last_used_at is null or good.last_used_at < now() - interval '1 minute'))
    select id, scopes from good`.execute(db)
  const key = rows[0]
  return key
    ? { userId: null, keyId: key.id, role: 'administrator', teammates: [], scopes: key.scopes, origin: 'api' }
    : null
}
