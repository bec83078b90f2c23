import { sql } from 'kysely'
import type { OutgoingAddress } from '../../../contract/team/outgoing-addresses.ts'
import { atomically, type Context } from '../../http/context.ts'
import { conflict, notFound } from '../../http/problem.ts'
import { record } from '../../ledger/record.ts'

async function said(
  inner: Context,
  verb: 'allowed' | 'forbidden',
  { id, address }: Pick<OutgoingAddress, 'id' | 'address'>,
): Promise<void> {
  await record(inner.database.db, inner.caller, inner.now, [
    {
      type: `outgoing-address.${verb}`,
      subject: { type: 'outgoing-address', id, version: null },
      data: { title: address },
    },
  ])
  inner.database.notify('ledger')
}

export function allowAddress(context: Context, address: string): Promise<OutgoingAddress> {
  return atomically(context, async (inner) => {
    const { rows } = await sql<OutgoingAddress>`
      insert into outgoing_addresses (address, created_by) values (${address}, ${inner.caller.userId})
      on conflict do nothing returning id, address, created_at as "createdAt"`.execute(inner.database.db)
    if (!rows[0]) throw conflict(`${address} is allowed already.`)
    await said(inner, 'allowed', rows[0])
    return rows[0]
  })
}

export function forbidAddress(context: Context, id: string): Promise<void> {
  return atomically(context, async (inner) => {
    const { rows } = await sql<OutgoingAddress>`delete from outgoing_addresses where id = ${id}
      returning id, address`.execute(inner.database.db)
    if (!rows[0]) throw notFound('address')
    await said(inner, 'forbidden', rows[0])
  })
}
