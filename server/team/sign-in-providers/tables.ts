/** Where a provider's own document says that members are sent to, and who they are is asked for. */
export interface Endpoints {
  authorization: string
  token: string
  userInfo: string
  /** How the token endpoint wants the secret. */
  secretIn: 'header' | 'body'
}

/** A row of `sign_in_providers`. */
export interface ProviderRow {
  id: string
  name: string
  issuer: string
  client_id: string
  client_secret: string
  endpoints: Endpoints
  domains: { domain: string; role: string }[]
  creates: boolean
  active: boolean
  for_owners: boolean
  created_at: string
}
