import { hkdfSync, randomUUID } from 'node:crypto'
import { betterAuth } from 'better-auth'
import { APIError, createAuthMiddleware, getSessionFromCtx } from 'better-auth/api'
import { genericOAuth } from 'better-auth/plugins/generic-oauth'
import { twoFactor } from 'better-auth/plugins/two-factor'
import { sql } from 'kysely'
import pg from 'pg'
import { passwordLength } from '../../../contract/team/password.ts'
import { languageAsked } from '../../../contract/values/language.ts'
import type { Database, Db } from '../../db/database.ts'
import { sealer } from '../../db/sealed.ts'
import type { Caller } from '../../http/caller.ts'
import { conflict, notFound } from '../../http/problem.ts'
import { record } from '../../ledger/record.ts'
import { mailBody, mailText } from '../../text/mail.ts'
import { refusalIn } from '../../text/refusal.ts'
import { queueMail } from '../mail/commands.ts'
import { mayTouch } from '../members/rules.ts'
import { administering } from '../roles/queries.ts'
import { providersChannel } from '../sign-in-providers/commands.ts'
import { providerConfig } from '../sign-in-providers/policy.ts'
import { readProviders } from '../sign-in-providers/queries.ts'
import type { ProviderRow } from '../sign-in-providers/tables.ts'
import { languageOfAddress } from '../settings/queries.ts'
import { demandsSecondFactor, knownOf } from './queries.ts'
import { refuseWeak, weaknessOf } from './rules.ts'

export interface SignInOptions {
  database: Database
  publicUrl: string
  sealingKey: Buffer
}

/** Sessions and passwords, by the sign-in library, on tables of its own beside the team's members. */
export async function openSignIn(options: SignInOptions) {
  const { database } = options
  // A pool of its own: the library compares dates as Date, the rest of the house reads them as text.
  const { types: _, ...connection } = database.pool.options
  // The password is named because the pool hides it from enumeration.
  const { password } = database.pool.options
  const pool = new pg.Pool({ ...connection, ...(password ? { password } : {}), max: 3 })
  pool.on('error', () => undefined)
  // The library knows its providers from the beginning, so that other ones make it anew.
  let current = library(options, pool, await readProviders(database.db))
  const unlisten = await database.listen(providersChannel, () => {
    readProviders(database.db).then(
      (providers) => (current = library(options, pool, providers)),
      // The providers known so far go on working.
      () => undefined,
    )
  })
  const auth = {
    get api() {
      return current.api
    },
    get $context() {
      return current.$context
    },
    handler: (request: Request) => current.handler(request),
  }
  return {
    auth,
    close: async () => {
      await unlisten()
      await pool.end()
    },
  }
}

export type SignIn = Awaited<ReturnType<typeof openSignIn>>['auth']

/** What the library's own routes have to ask before they act. */
const guarding = ({ database }: SignInOptions) =>
  createAuthMiddleware(async (ctx) => {
    const { newPassword } = (ctx.body ?? {}) as { newPassword?: unknown }
    if (typeof newPassword === 'string' && /^\/(reset|change)-password$/.test(ctx.path)) {
      const session = ctx.path === '/change-password' ? await getSessionFromCtx(ctx) : null
      const weakness = weaknessOf(newPassword, await knownOf(database.db, session?.user.id ?? null))
      if (weakness && newPassword.length >= passwordLength)
        throw new APIError('BAD_REQUEST', {
          code: 'WEAK_PASSWORD',
          message: refusalIn(
            languageAsked(ctx.headers?.get('accept-language') ?? undefined) ?? 'en',
            weakness,
          ),
        })
    }
    if (ctx.path === '/two-factor/disable') {
      const session = await getSessionFromCtx(ctx)
      if (session && (await demandsSecondFactor(database.db, session.user.id)))
        throw new APIError('FORBIDDEN', {
          code: 'SECOND_FACTOR_DEMANDED',
          message: 'Your role asks for a second factor. An administrator can reset it.',
        })
    }
  })

async function mailReset(db: Db, user: { name: string; email: string }, link: string): Promise<void> {
  const language = await languageOfAddress(db, user.email)
  await queueMail(db, {
    recipient: user.email,
    subject: mailText(language, 'reset.subject'),
    body: mailBody(
      mailText(language, 'greeting', { name: user.name }),
      mailText(language, 'reset.body', { link }),
    ),
  })
}

function library(options: SignInOptions, pool: pg.Pool, providers: readonly ProviderRow[]) {
  const { database, publicUrl, sealingKey } = options
  return betterAuth({
    appName: 'Throughline',
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
      minPasswordLength: passwordLength,
      maxPasswordLength: 128,
      revokeSessionsOnPasswordReset: true,
      resetPasswordTokenExpiresIn: 60 * 60,
      sendResetPassword: ({ user, token }) =>
        mailReset(database.db, user, `${publicUrl}/reset?token=${token}`),
    },
    user: { modelName: 'sign_in_user' },
    session: { modelName: 'sign_in_session', expiresIn: 60 * 60 * 24 * 30, updateAge: 60 * 60 * 24 },
    // Who somebody is is asked once, at sign-in; what the provider would further allow is not kept.
    account: { modelName: 'sign_in_account', updateAccountOnSignIn: false },
    verification: { modelName: 'sign_in_verification' },
    hooks: { before: guarding(options) },
    plugins: [
      twoFactor({ issuer: 'Throughline', schema: { twoFactor: { modelName: 'sign_in_two_factor' } } }),
      genericOAuth({
        config: providers
          .filter(({ active }) => active)
          .map((provider) => providerConfig(database, sealer(sealingKey), provider)),
      }),
    ],
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
}

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
  refuseWeak(password, [name, email, ...(await knownOf(tx, null))])
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
  const { rows } = await sql<{ name: string; email: string | null; role: string; sign_in_id: string | null }>`
    select name, email, role, sign_in_id from users where id = ${userId} and deleted_at is null for no key update`.execute(
    tx,
  )
  const member = rows[0]
  if (!member) throw notFound('team member')
  // Whoever sets a password can sign in with it.
  const own = (await administering(tx)).map((key) => ({ key, administers: true }))
  mayTouch(member.role, caller, own)
  if (!member.email)
    throw conflict('Give the team member an e-mail address first.', [
      { path: 'email', message: 'Needed to sign in' },
    ])
  if (!member.sign_in_id)
    return createSignIn(tx, auth, { userId, name: member.name, email: member.email, password })
  refuseWeak(password, await knownOf(tx, member.sign_in_id))
  const hash = await (await auth.$context).password.hash(password)
  // Who came by a provider so far has no password to replace.
  await sql`with replaced as (update sign_in_account set password = ${hash}, "updatedAt" = now()
      where "userId" = ${member.sign_in_id} and "providerId" = 'credential' returning id)
    insert into sign_in_account (id, "accountId", "providerId", "userId", password)
      select ${randomUUID()}, ${member.sign_in_id}, 'credential', ${member.sign_in_id}, ${hash}
      where not exists (select from replaced)`.execute(tx)
  await sql`delete from sign_in_session where "userId" = ${member.sign_in_id}`.execute(tx)
  await record(tx, caller, new Date().toISOString(), [
    { type: 'user.password-set', subject: { type: 'user', id: userId, version: null } },
  ])
}

/** What the ledger keeps of a member's doings with their own account. */
type Doing = 'signed-in' | 'second-factor-added' | 'second-factor-removed'

/** Notes what the member of a session has done; the token is that of its cookie. */
export async function noteDoing(database: Database, token: string, doing: Doing): Promise<void> {
  const { rows } = await sql<{ id: string; ip: string | null; agent: string | null }>`
    select u.id, s."ipAddress" as ip, s."userAgent" as agent
    from sign_in_session s join users u on u.sign_in_id = s."userId" where s.token = ${token}`.execute(
    database.db,
  )
  const member = rows[0]
  if (!member) return
  const caller: Caller = {
    userId: member.id,
    keyId: null,
    role: 'viewer',
    ownTeam: [],
    teammates: [],
    scopes: [],
    origin: 'web',
  }
  await record(database.db, caller, new Date().toISOString(), [
    {
      type: `user.${doing}`,
      subject: { type: 'user', id: member.id, version: null },
      personal: { address: member.ip || null, browser: member.agent || null },
    },
  ])
  database.notify('ledger')
}
