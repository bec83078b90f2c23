import { sql } from 'kysely'
import type { SignInProvider } from '../../../contract/team/sign-in-providers.ts'
import type { Db } from '../../db/database.ts'
import type { ProviderRow } from './tables.ts'

export async function readProviders(db: Db): Promise<ProviderRow[]> {
  const { rows } =
    await sql<ProviderRow>`select id, name, issuer, client_id, client_secret, endpoints, domains, creates, active,
    for_owners, created_at from sign_in_providers order by name, id`.execute(db)
  return rows
}

export const shownProvider = (row: ProviderRow, publicUrl: string): SignInProvider => ({
  id: row.id,
  name: row.name,
  issuer: row.issuer,
  clientId: row.client_id,
  creates: row.creates,
  domains: row.domains,
  active: row.active,
  forOwners: row.for_owners,
  redirectUrl: `${publicUrl}/api/auth/callback/${row.id}`,
  createdAt: row.created_at,
})
