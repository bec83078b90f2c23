import { sql } from 'kysely'
import { person } from '../../../../contract/customer/person.ts'
import type { IncomingOrder } from '../../../../contract/sales/order-routes.ts'
import { order } from '../../../../contract/sales/order.ts'
import { moneyOf, type Money } from '../../../../contract/values/money.ts'
import type { Db } from '../../../db/database.ts'
import { newId } from '../../../db/id.ts'
import { atomically, type Context } from '../../../http/context.ts'
import { authorise } from '../../../http/policy.ts'
import { invalidField } from '../../../http/problem.ts'
import { getRecord } from '../../../records/list.ts'
import { typeIn } from '../../../records/types.ts'
import { createRecords } from '../../../records/write.ts'
import { lockOrder, todayOf, writeOrder } from '../commands.ts'
import { priceLines, writeLines } from '../lines/commands.ts'

/** The record of an id at a source, or a new id that it has from now on. Who claims the same meanwhile waits for it. */
export async function claimExternal(
  db: Db,
  type: string,
  source: string,
  externalId: string,
): Promise<{ id: string; known: boolean }> {
  const fresh = newId()
  const { rows } = await sql<{ id: string }>`
    insert into external_ids as e (type, source, external_id, record_id) values (${type}, ${source}, ${externalId}, ${fresh})
    on conflict (type, source, external_id) do update set record_id = e.record_id returning record_id as id`.execute(
    db,
  )
  const id = rows[0]?.id ?? fresh
  return { id, known: id !== fresh }
}

/** Who bought: as named, or the person with the address, made when there is nobody yet. */
async function buyerOf(
  context: Context,
  { company, person: named, email: typed, name }: IncomingOrder,
): Promise<{ company?: string; person?: string }> {
  const email = typed?.toLowerCase()
  if (company || named || !email) return { ...(company && { company }), ...(named && { person: named }) }
  const type = typeIn(context.database, person.name)
  const { rows } = await sql<{ id: string; company: string | null }>`
    select p.id, p.company_id as company from identities i join people p on p.id = i.person_id
    where i.kind = 'email' and i.value = ${email} and p.deleted_at is null`.execute(context.database.db)
  const [known] = rows
  if (known) return { person: known.id, ...(known.company && { company: known.company }) }
  const [first, ...last] = (name ?? '').split(/\s+/).filter(Boolean)
  const { records } = await createRecords(context, type, [
    { values: { email, firstName: first ?? null, lastName: last.join(' ') || null } },
  ])
  return { person: records[0]?.id ?? '' }
}

/** Takes over an order that a shop has sold, confirmed as it is: once, however often the shop tells of it. */
export function takeOrder(
  context: Context,
  incoming: IncomingOrder,
): Promise<{ id: string; created: boolean; total: Money }> {
  return atomically(context, async (inner) => {
    const { db } = inner.database
    authorise(inner.caller, { type: order.name, action: 'create' })
    const { source, externalId, inclusive, lines: typed, discount } = incoming
    const { id, known } = await claimExternal(db, order.name, source, externalId)
    if (!known) {
      const orderedOn = incoming.orderedOn ?? todayOf(inner)
      if (orderedOn > todayOf(inner)) throw invalidField('orderedOn', 'Nothing is ordered on a day to come.')
      const currency = incoming.currency ?? inner.organisation.currency
      const pricing = { currency, inclusive, rounding: 'line' as const }
      const { lines, totals } = await priceLines(inner, { lines: typed, discount }, pricing)
      const buyer = await buyerOf(inner, incoming)
      const { reference = null } = incoming
      await createRecords(inner, order, [
        { id, values: { shop: source, orderedOn, currency, reference, ...buyer } },
      ])
      await sql`update orders set inclusive = ${inclusive}, rounding = 'line',
        discount = ${discount && JSON.stringify(discount)}::jsonb where id = ${id}`.execute(db)
      await writeLines(db, id, lines, totals, currency)
      const row = await lockOrder(inner, id)
      await writeOrder(
        inner,
        row,
        {
          number: incoming.number ?? `${source}-${externalId}`,
          confirmedAt: inner.now,
          delivered: 0,
          net: moneyOf(totals.net, currency),
          total: moneyOf(totals.total, currency),
        },
        { shop: source },
      )
    }
    const found = await getRecord(inner, order, id)
    return { id, created: !known, total: found['total'] as Money }
  })
}
