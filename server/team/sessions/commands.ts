import { sql } from 'kysely'
import { atomically, type Context } from '../../http/context.ts'
import { conflict, notFound } from '../../http/problem.ts'
import { record } from '../../ledger/record.ts'
import { mayTouch } from '../members/rules.ts'
import { administering } from '../roles/queries.ts'

/** Which sessions of a member shall end: one, all but one, or all. */
export type Ending = { only: string } | { except: string | undefined } | 'all'

/** Ends sessions of a member at once, on every process. Refuses when the one named is not theirs. */
export function endSessions(context: Context, userId: string, ending: Ending): Promise<void> {
  return atomically(context, async (inner) => {
    const { db } = inner.database
    const which =
      ending === 'all'
        ? sql`true`
        : 'only' in ending
          ? sql`s.id = ${ending.only}`
          : sql`s.id is distinct from ${ending.except ?? null}::text`
    const { rows } = await sql`delete from sign_in_session s using users u
      where u.id = ${userId}::uuid and u.sign_in_id = s."userId" and ${which} returning s.id`.execute(db)
    if (rows.length === 0) {
      if (ending !== 'all' && 'only' in ending) throw notFound('session')
      return
    }
    await record(db, context.caller, context.now, [
      {
        type: 'user.sessions-ended',
        subject: { type: 'user', id: userId, version: null },
        data: { count: rows.length },
      },
    ])
    inner.database.notify('ledger')
    inner.database.notify('callers')
  })
}

/** Refuses to act on the account of a member who is not the caller's to touch. */
export async function touchable(context: Context, userId: string): Promise<{ signInId: string | null }> {
  const { db } = context.database
  const { rows } = await sql<{ role: string; signInId: string | null }>`
    select role, sign_in_id as "signInId" from users where id = ${userId}::uuid and deleted_at is null`.execute(
    db,
  )
  const member = rows[0]
  if (!member) throw notFound('team member')
  const own = (await administering(db)).map((key) => ({ key, administers: true }))
  mayTouch(member.role, context.caller, own)
  return member
}

/** Takes away a second factor that was lost. The next sign-in asks for the password alone, so sessions and trust end. */
export function resetSecondFactor(context: Context, userId: string): Promise<void> {
  return atomically(context, async (inner) => {
    const { db } = inner.database
    const { signInId } = await touchable(inner, userId)
    const { rows } =
      await sql`delete from sign_in_two_factor where "userId" = ${signInId} returning id`.execute(db)
    if (rows.length === 0) throw conflict('This member has set no second factor up.')
    await sql`update sign_in_user set "twoFactorEnabled" = false where id = ${signInId}`.execute(db)
    await sql`delete from sign_in_verification where value = ${signInId} and identifier like 'trust-device-%'`.execute(
      db,
    )
    await endSessions(inner, userId, 'all')
    await record(db, context.caller, context.now, [
      {
        type: 'user.second-factor-removed',
        subject: { type: 'user', id: userId, version: null },
        data: { reset: true },
      },
    ])
    inner.database.notify('ledger')
  })
}
