import { sql } from 'kysely'
import { user } from '../../../contract/team/user.ts'
import type { Behaviour } from '../../records/behaviour.ts'
import { binMember, completeMember, type MemberFacts } from './rules.ts'

/** A member whose e-mail changed signs in with the new one. */
const followEmail = `
  update sign_in_user s set email = w.email, name = w.name, "updatedAt" = now()
  from written w where s.id = w.sign_in_id and w.email is not null and (s.email, s.name) is distinct from (w.email, w.name)`

/** A member who left is signed out everywhere. */
const endSessions = `
  delete from sign_in_session s using written w where s."userId" = w.sign_in_id and not w.active`

export const memberBehaviour: Behaviour<MemberFacts> = {
  type: user,
  gather: async (db, changes) => {
    const ids = changes.map(({ after }) => after.id)
    // Owners who demote each other at once do so one after the other; the count below is a statement of its own.
    if (changes.some(({ before }) => before?.values.role === 'owner'))
      await sql`select pg_advisory_xact_lock(hashtext('owners'))`.execute(db)
    const { rows } = await sql<{ owners: number; own: MemberFacts['ownRoles'] | null }>`
      select (select count(*)::int from users
          where role = 'owner' and active and deleted_at is null and id <> all(${ids}::uuid[])) as owners,
        (select json_agg(json_build_object('key', key, 'administers', 'administer' = any(rights)))
          from roles where base is not null) as own`.execute(db)
    return { otherOwners: rows[0]?.owners ?? 0, ownRoles: rows[0]?.own ?? [] }
  },
  complete: completeMember,
  moveToBin: binMember,
  tells: 'callers',
  follow: [followEmail, endSessions],
}
