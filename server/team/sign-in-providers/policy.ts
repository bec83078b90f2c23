import type { GenericOAuthConfig } from 'better-auth/plugins/generic-oauth'
import { z } from 'zod'
import type { Database } from '../../db/database.ts'
import type { Sealer } from '../../db/sealed.ts'
import { readOrganisation } from '../organisation/queries.ts'
import { admit, ask, secretPurpose } from './commands.ts'
import { claimsIn } from './rules.ts'
import type { ProviderRow } from './tables.ts'

const tokens = z.object({ access_token: z.string(), token_type: z.string() })

const json = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

/**
 * A provider as the sign-in library takes it. The library keeps state and proof key and sets the session; what is asked of
 * the provider goes by the guard of all requests to addresses that users name, and who may come in is decided here. Claims
 * come over the provider's own connection, so that a token of theirs needs no proof besides.
 */
export function providerConfig(
  database: Database,
  sealer: Sealer,
  provider: ProviderRow,
): GenericOAuthConfig {
  const { endpoints, client_id: clientId } = provider
  const secret = () => sealer.open(secretPurpose, provider.client_secret)
  return {
    providerId: provider.id,
    name: provider.name,
    clientId,
    authorizationUrl: endpoints.authorization,
    tokenUrl: endpoints.token,
    scopes: ['openid', 'email', 'profile'],
    pkce: true,
    disableSignUp: true,
    accountSubject: ({ profile }) => String(profile.sub),
    getToken: async ({ code, redirectURI, codeVerifier }) => {
      const form = new URLSearchParams({ grant_type: 'authorization_code', code, redirect_uri: redirectURI })
      if (codeVerifier) form.set('code_verifier', codeVerifier)
      const inHeader = endpoints.secretIn === 'header'
      if (!inHeader) {
        form.set('client_id', clientId)
        form.set('client_secret', secret())
      }
      const named = [clientId, inHeader ? secret() : ''].map(encodeURIComponent).join(':')
      const answer = await ask(database.db, {
        method: 'POST',
        url: endpoints.token,
        headers: {
          'content-type': 'application/x-www-form-urlencoded',
          accept: 'application/json',
          ...(inHeader ? { authorization: `Basic ${Buffer.from(named).toString('base64')}` } : {}),
        },
        body: form.toString(),
      })
      const { access_token: accessToken, token_type: tokenType } = tokens.parse(json(answer.body))
      return { accessToken, tokenType }
    },
    getUserInfo: async ({ accessToken }) => {
      const organisation = await readOrganisation(database.db)
      if (!accessToken || !organisation) return null
      const answer = await ask(database.db, {
        method: 'GET',
        url: endpoints.userInfo,
        headers: { authorization: `Bearer ${accessToken}`, accept: 'application/json' },
      })
      const claims = answer.status === 200 ? claimsIn(provider, json(answer.body)) : null
      if (!claims || !(await admit(database, organisation, provider, claims))) return null
      const { sub, email, name } = claims
      return { id: sub, sub, email, emailVerified: true, name: name ?? email }
    },
  }
}
