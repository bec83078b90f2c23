import { sql } from 'kysely'
import { product } from '../../../contract/sales/product.ts'
import { atomically, type Context } from '../../http/context.ts'
import { invalidField } from '../../http/problem.ts'
import { record } from '../../ledger/record.ts'
import type { Behaviour } from '../../records/behaviour.ts'
import { allowed, lock } from '../../records/lock.ts'
import { familiesNamed } from './queries.ts'
import { completeProduct, type Families } from './rules.ts'

export const productBehaviour: Behaviour<Families> = {
  type: product,
  gather: familiesNamed,
  complete: completeProduct,
}

interface Part {
  product: string
  quantity: string
}

/** Says what a bundle is made of. Products with parts are never parts themselves, so that a bundle is one step deep. */
export function setParts(context: Context, id: string, parts: readonly Part[]): Promise<void> {
  return atomically(context, async (inner) => {
    const { db } = inner.database
    const ids = parts.map((part) => part.product)
    // All of them, so that no two writers make a bundle the part of another at once.
    const rows = await lock(db, inner, product, [...new Set([id, ...ids])], 'edit')
    const bundle = allowed(product, rows.get(id), 'change')
    if (parts.length > 0 && bundle['bundle'] === null)
      throw invalidField('bundle', 'This product is no bundle. Say first how it is priced as one.')
    for (const [at, part] of parts.entries())
      if (part.product === id || !rows.get(part.product)?.['~visible'])
        throw invalidField(`parts.${at}.product`, 'There is no such product. Choose another.')
    const { rows: nested } = await sql<{ id: string }>`
      select bundle_id as id from product_parts where bundle_id = any(${ids}::uuid[])
      union select part_id from product_parts where part_id = ${id} and ${parts.length > 0}`.execute(db)
    if (nested.length > 0)
      throw invalidField('parts', 'A bundle is not part of another. Take the products that it is made of.')
    const { rows: before } = await sql<Part>`
      select part_id as product, trim_scale(quantity)::text as quantity from product_parts
      where bundle_id = ${id} order by position`.execute(db)
    await sql`delete from product_parts where bundle_id = ${id}`.execute(db)
    await sql`insert into product_parts (bundle_id, part_id, position, quantity)
      select ${id}, part.product, part.position - 1, part.quantity
      from unnest(${ids}::uuid[], ${parts.map(({ quantity }) => quantity)}::numeric[]) with ordinality
        as part (product, quantity, position)`.execute(db)
    await record(db, inner.caller, inner.now, [
      {
        type: 'product.parts-changed',
        subject: { type: product.name, id, version: null },
        data: { changes: { parts: [before, parts] } },
      },
    ])
    inner.database.notify('ledger')
  })
}
