import { hkdfSync, randomUUID } from 'node:crypto'
import { betterAuth } from 'better-auth'
import { sql } from 'kysely'
import pg from 'pg'
import type { Database, Db } from '../../db/database.ts'
import type { Role } from '../../../contract/team/role.ts'
import type { Caller } from '../../http/caller.ts'
import { conflict, notFound } from '../../http/problem.ts'
import { queueMail } from '../mail/commands.ts'
import { mayTouch } from '../members/rules.ts'

export interface SignInOptions {
  database: Database
  publicUrl: string
  sealingKey: Buffer
}

/** Sessions and passwords, by the sign-in library, on tables of its own beside the team's members. */
export function openSignIn({ database, publicUrl, sealingKey }: SignInOptions) {
  // A pool of its own: the library compares dates as Date, the rest of the house reads them as text.
  const { types: _, ...connection } = database.pool.options
  // The password is named because the pool hides it from enumeration.
  const { password } = database.pool.options
  const pool = new pg.Pool({ ...connection, ...(password ? { password } : {}), max: 3 })
  pool.on('error', () => undefined)
  const auth = betterAuth({
    database: pool,
    basePath: '/api/auth',
    baseURL: publicUrl,
    secret: Buffer.from(hkdfSync('sha256', sealingKey, '', 'sign-in', 32)).toString('hex'),
    trustedOrigins: (request) => {
      // The same server under its other names, such as 127.0.0.1 for localhost: same origin as the request itself.
      const host = request?.headers.get('host')
      return host ? [`http://${host}`, `https://${host}`] : []
    },
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: 10,
      maxPasswordLength: 128,
      revokeSessionsOnPasswordReset: true,
      resetPasswordTokenExpiresIn: 60 * 60,
      sendResetPassword: ({ user, token }) =>
        queueMail(database.db, {
          recipient: user.email,
          subject: 'A new password for Throughline',
          body: `Hello ${user.name},\n\nsomebody, probably you, asked for a new password. Choose it within the hour here:\n${publicUrl}/reset?token=${token}\n\nIf it was not you, nothing needs to be done.\n`,
        }),
    },
    user: { modelName: 'sign_in_user' },
    session: { modelName: 'sign_in_session', expiresIn: 60 * 60 * 24 * 30, updateAge: 60 * 60 * 24 },
    account: { modelName: 'sign_in_account' },
    verification: { modelName: 'sign_in_verification' },
    // The check of origins is named because the library leaves it out when it finds itself in a test.
    advanced: {
      cookiePrefix: 'throughline',
      useSecureCookies: publicUrl.startsWith('https:'),
      disableOriginCheck: false,
    },
    rateLimit: { enabled: false },
    telemetry: { enabled: false },
    logger: { disabled: true },
    // What fails here is logged and answered like everywhere else.
    onAPIError: { throw: true },
  })
  return { auth, close: () => pool.end() }
}

export type SignIn = ReturnType<typeof openSignIn>['auth']

export interface NewSignIn {
  userId: string
  name: string
  email: string
  password: string
}

/** Lets a member sign in, in the transaction that makes them one. */
export async function createSignIn(
  tx: Db,
  auth: SignIn,
  { userId, name, email, password }: NewSignIn,
): Promise<void> {
  const hash = await (await auth.$context).password.hash(password)
  const id = randomUUID()
  const { rows } = await sql`insert into sign_in_user (id, name, email) values (${id}, ${name}, ${email})
    on conflict (email) do nothing returning id`.execute(tx)
  if (rows.length === 0)
    throw conflict('Somebody signs in with this e-mail already.', [
      { path: 'email', message: 'Already taken' },
    ])
  await sql`insert into sign_in_account (id, "accountId", "providerId", "userId", password)
    values (${randomUUID()}, ${id}, 'credential', ${id}, ${hash})`.execute(tx)
  await sql`update users set sign_in_id = ${id} where id = ${userId}`.execute(tx)
}

/** Gives a member a password: their first, or a new one, which ends their sessions. */
export async function setPassword(
  tx: Db,
  auth: SignIn,
  caller: Caller,
  userId: string,
  password: string,
): Promise<void> {
  const { rows } = await sql<{ name: string; email: string | null; role: Role; sign_in_id: string | null }>`
    select name, email, role, sign_in_id from users where id = ${userId} and deleted_at is null for no key update`.execute(
    tx,
  )
  const member = rows[0]
  if (!member) throw notFound('team member')
  // Whoever sets a password can sign in with it.
  mayTouch(member.role, caller)
  if (!member.email)
    throw conflict('Give the team member an e-mail address first.', [
      { path: 'email', message: 'Needed to sign in' },
    ])
  if (!member.sign_in_id)
    return createSignIn(tx, auth, { userId, name: member.name, email: member.email, password })
  const hash = await (await auth.$context).password.hash(password)
  await sql`update sign_in_account set password = ${hash}, "updatedAt" = now()
    where "userId" = ${member.sign_in_id} and "providerId" = 'credential'`.execute(tx)
  await sql`delete from sign_in_session where "userId" = ${member.sign_in_id}`.execute(tx)
}
