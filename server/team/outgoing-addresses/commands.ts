import { sql } from 'kysely'
import type { OutgoingAddress } from '../../../contract/team/outgoing-addresses.ts'
import type { Context } from '../../http/context.ts'
import { conflict, notFound } from '../../http/problem.ts'

export async function allowAddress(context: Context, address: string): Promise<OutgoingAddress> {
  const { rows } = await sql<OutgoingAddress>`
    insert into outgoing_addresses (address, created_by) values (${address}, ${context.caller.userId})
    on conflict do nothing returning id, address, created_at as "createdAt"`.execute(context.database.db)
  if (!rows[0]) throw conflict(`${address} is allowed already.`)
  return rows[0]
}

export async function forbidAddress(context: Context, id: string): Promise<void> {
  const { rows } = await sql`delete from outgoing_addresses where id = ${id} returning id`.execute(
    context.database.db,
  )
  if (rows.length === 0) throw notFound('address')
}
