import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type {
  ProviderChange,
  ProviderInput,
  SignInProvider,
} from '../../../contract/team/sign-in-providers.ts'
import { user } from '../../../contract/team/user.ts'
import type { Database } from '../../db/database.ts'
import { newId } from '../../db/id.ts'
import type { Sealer } from '../../db/sealed.ts'
import { system } from '../../http/caller.ts'
import { atomically, type Context, type Organisation } from '../../http/context.ts'
import { AddressRefused, sendOutgoing, type Outgoing } from '../../http/outgoing.ts'
import { invalidField, notFound } from '../../http/problem.ts'
import { record } from '../../ledger/record.ts'
import { createRecords } from '../../records/write.ts'
import { allowedAddresses } from '../outgoing-addresses/queries.ts'
import { readRole } from '../roles/queries.ts'
import { readProviders, shownProvider } from './queries.ts'
import { endpointsIn, roleFor, type Claims } from './rules.ts'
import type { Endpoints, ProviderRow } from './tables.ts'

/** The channel that says that a provider was added, changed or removed. */
export const providersChannel = 'sign-in-providers'

/** What the secrets of providers are sealed for. */
export const secretPurpose = 'sign-in-provider'

/** Asks a provider. Without encryption only one that the owner has allowed, such as one on the same machine. */
export async function ask(db: Database['db'], outgoing: Outgoing) {
  const allowed = await allowedAddresses(db)
  const { protocol, hostname } = new URL(outgoing.url)
  if (protocol !== 'https:' && !allowed.includes(hostname))
    throw new AddressRefused(
      `${hostname} is asked without encryption. Use https, or let the owner add it to the addresses that may be reached.`,
    )
  return sendOutgoing(outgoing, allowed)
}

async function discover(db: Database['db'], issuer: string): Promise<Endpoints> {
  const answer = await ask(db, {
    method: 'GET',
    url: `${issuer}/.well-known/openid-configuration`,
    headers: { accept: 'application/json' },
  }).catch((error: unknown) => {
    throw invalidField(
      'issuer',
      `The provider cannot be asked: ${error instanceof Error ? error.message : ''}`,
    )
  })
  const endpoints = answer.status === 200 ? endpointsIn(answer.body, issuer) : null
  if (!endpoints)
    throw invalidField(
      'issuer',
      `There is no OpenID provider at this address (${answer.status}). Use the issuer as the provider writes it.`,
    )
  return endpoints
}

async function checkDomains(context: Context, domains: ProviderInput['domains']): Promise<void> {
  for (const [i, { role }] of domains.entries()) {
    if (!(await readRole(context.database.db, role)))
      throw invalidField(`domains.${i}.role`, 'There is no such role')
    if (role === 'owner') throw invalidField(`domains.${i}.role`, 'Only an owner makes an owner.')
  }
}

const said = (
  context: Context,
  verb: 'created' | 'updated' | 'deleted',
  id: string,
  title: string,
  changed?: readonly string[],
) =>
  record(context.database.db, context.caller, context.now, [
    {
      type: `sign-in-provider.${verb}`,
      subject: { type: 'sign-in-provider', id, version: null },
      data: { title, ...(changed ? { changed } : {}) },
    },
  ])

/** Reads what a provider says of itself before anything is kept, so that a wrong address is refused while it is typed. */
export async function createProvider(
  context: Context,
  sealer: Sealer,
  publicUrl: string,
  input: ProviderInput,
): Promise<SignInProvider> {
  const endpoints = await discover(context.database.db, input.issuer)
  return atomically(context, async (inner) => {
    const { db } = inner.database
    await checkDomains(inner, input.domains)
    const id = newId()
    await sql`insert into sign_in_providers (id, name, issuer, client_id, client_secret, endpoints, domains, creates, active, for_owners)
      values (${id}, ${input.name}, ${input.issuer}, ${input.clientId}, ${sealer.seal(secretPurpose, input.clientSecret)},
        ${JSON.stringify(endpoints)}, ${JSON.stringify(input.domains)}, ${input.creates}, ${input.active}, ${context.caller.role === 'owner'})`.execute(
      db,
    )
    await said(inner, 'created', id, input.name)
    return told(inner, publicUrl, id)
  })
}

async function told(inner: Context, publicUrl: string, id: string): Promise<SignInProvider> {
  inner.database.notify('ledger')
  inner.database.notify(providersChannel)
  const row = (await readProviders(inner.database.db)).find((provider) => provider.id === id)
  if (!row) throw notFound('provider')
  return shownProvider(row, publicUrl)
}

export async function updateProvider(
  context: Context,
  sealer: Sealer,
  publicUrl: string,
  id: string,
  change: ProviderChange,
): Promise<SignInProvider> {
  const { db } = context.database
  const before = (await readProviders(db)).find((provider) => provider.id === id)
  if (!before) throw notFound('provider')
  const issuer = change.issuer ?? before.issuer
  const endpoints = issuer === before.issuer ? before.endpoints : await discover(db, issuer)
  return atomically(context, async (inner) => {
    await checkDomains(inner, change.domains ?? [])
    const moved =
      issuer !== before.issuer || change.clientId !== undefined || change.clientSecret !== undefined
    const secret = change.clientSecret
      ? sealer.seal(secretPurpose, change.clientSecret)
      : before.client_secret
    await sql`update sign_in_providers set name = ${change.name ?? before.name}, issuer = ${issuer},
      client_id = ${change.clientId ?? before.client_id}, client_secret = ${secret}, endpoints = ${JSON.stringify(endpoints)},
      domains = ${JSON.stringify(change.domains ?? before.domains)}, creates = ${change.creates ?? before.creates},
      active = ${change.active ?? before.active}, for_owners = ${context.caller.role === 'owner' || (before.for_owners && !moved)}, updated_at = now() where id = ${id}`.execute(
      inner.database.db,
    )
    await said(inner, 'updated', id, change.name ?? before.name, Object.keys(change))
    return told(inner, publicUrl, id)
  })
}

export function removeProvider(context: Context, id: string): Promise<void> {
  return atomically(context, async (inner) => {
    const { db } = inner.database
    const { rows } = await sql<{
      name: string
    }>`delete from sign_in_providers where id = ${id} returning name`.execute(db)
    if (!rows[0]) throw notFound('provider')
    await sql`delete from sign_in_account where "providerId" = ${id}`.execute(db)
    await said(inner, 'deleted', id, rows[0].name)
    inner.database.notify('ledger')
    inner.database.notify(providersChannel)
  })
}

/**
 * Lets somebody in whom a provider knows: who signed in by it before, a member with this address, or, where the provider's
 * settings say so, a new one. Answers whether.
 */
export async function admit(
  database: Database,
  organisation: Organisation,
  provider: ProviderRow,
  { sub, email, name }: Claims,
): Promise<boolean> {
  const context: Context = { database, organisation, caller: system('web'), now: new Date().toISOString() }
  return atomically(context, async (inner) => {
    const { db } = inner.database
    // Of two first visits at once the second finds what the first has made.
    await sql`select pg_advisory_xact_lock(hashtextextended(${`sign-in ${email}`}, 0))`.execute(db)
    const { rows: known } = await sql<{
      active: boolean
      role: string
    }>`select u.active, u.role from sign_in_account a
      join users u on u.sign_in_id = a."userId" and u.deleted_at is null
      where a."providerId" = ${provider.id} and a."accountId" = ${sub}`.execute(db)
    const mayCome = (member: { active: boolean; role: string }) =>
      member.active && (member.role !== 'owner' || provider.for_owners)
    if (known[0]) return mayCome(known[0])
    const { rows } = await sql<{
      id: string
      name: string
      role: string
      active: boolean
      deleted_at: string | null
      sign_in_id: string | null
    }>`select id, name, role, active, deleted_at, sign_in_id from users where email = ${email} for no key update`.execute(
      db,
    )
    const member = rows[0]
    if (member && (!mayCome(member) || member.deleted_at)) return false
    const role = roleFor(provider, email)
    if (!member && (!provider.creates || !role)) return false
    const userId = member?.id ?? newId()
    const called = name ?? email
    if (!member && role)
      await createRecords(inner, user, [{ id: userId, values: { name: called, email, role } }])
    const signInId = member?.sign_in_id ?? randomUUID()
    if (!member?.sign_in_id) {
      await sql`insert into sign_in_user (id, name, email, "emailVerified") values (${signInId}, ${member?.name ?? called}, ${email}, true)`.execute(
        db,
      )
      await sql`update users set sign_in_id = ${signInId} where id = ${userId}`.execute(db)
    }
    await sql`insert into sign_in_account (id, "accountId", "providerId", "userId")
      values (${randomUUID()}, ${sub}, ${provider.id}, ${signInId})`.execute(db)
    if (!member)
      await record(db, { ...inner.caller, userId }, inner.now, [
        {
          type: 'user.joined',
          subject: { type: 'user', id: userId, version: null },
          data: { provider: provider.name },
        },
      ])
    inner.database.notify('ledger')
    return true
  })
}
