import { sql } from 'kysely'
import type { OutgoingAddress } from '../../../contract/team/outgoing-addresses.ts'
import type { Db } from '../../db/database.ts'

export async function listOutgoingAddresses(db: Db): Promise<OutgoingAddress[]> {
  const { rows } = await sql<OutgoingAddress>`
    select id, address, created_at as "createdAt" from outgoing_addresses order by address`.execute(db)
  return rows
}

/** The owner's list, for `sendOutgoing`. */
export const allowedAddresses = async (db: Db): Promise<string[]> =>
  (await listOutgoingAddresses(db)).map(({ address }) => address)
