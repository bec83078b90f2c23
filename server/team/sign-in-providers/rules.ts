import { z } from 'zod'
import type { Endpoints, ProviderRow } from './tables.ts'

const document = z.object({
  issuer: z.string(),
  authorization_endpoint: z.url(),
  token_endpoint: z.url(),
  userinfo_endpoint: z.url(),
  token_endpoint_auth_methods_supported: z.array(z.string()).optional(),
})

/** What a provider's own document says, or null when it is none, or another issuer's. */
export function endpointsIn(text: string, issuer: string): Endpoints | null {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    return null
  }
  const parsed = document.safeParse(json)
  if (!parsed.success || parsed.data.issuer.replace(/\/$/, '') !== issuer) return null
  const { data } = parsed
  const ways = data.token_endpoint_auth_methods_supported ?? ['client_secret_basic']
  return {
    authorization: data.authorization_endpoint,
    token: data.token_endpoint,
    userInfo: data.userinfo_endpoint,
    secretIn: ways.includes('client_secret_basic') ? 'header' : 'body',
  }
}

export interface Claims {
  sub: string
  email: string
  name: string | null
}

const claims = z.object({
  sub: z.string().min(1).max(255),
  email: z.string().trim().toLowerCase().pipe(z.email()),
  email_verified: z.union([z.boolean(), z.literal('true'), z.literal('false')]).optional(),
  name: z.string().trim().min(1).max(200).optional(),
})

/** The rule for a domain, of an address that ends in it. */
export const roleFor = ({ domains }: Pick<ProviderRow, 'domains'>, email: string): string | null =>
  domains.find(({ domain }) => email.endsWith(`@${domain}`))?.role ?? null

/**
 * Who somebody is by what the provider says of them. An address that it has not verified could be anybody's; where it says
 * nothing of that, it is believed for the domains that the company has named.
 */
export function claimsIn(provider: Pick<ProviderRow, 'domains'>, told: unknown): Claims | null {
  const parsed = claims.safeParse(told)
  if (!parsed.success) return null
  const { sub, email, name, email_verified: verified } = parsed.data
  const sure = verified === undefined ? roleFor(provider, email) !== null : String(verified) === 'true'
  return sure ? { sub, email, name: name ?? null } : null
}
