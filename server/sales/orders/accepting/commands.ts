import { sql } from 'kysely'
import { order } from '../../../../contract/sales/order.ts'
import type { Context } from '../../../http/context.ts'
import { createRecords } from '../../../records/write.ts'
import { confirmLocked, lockOrder, todayOf } from '../commands.ts'

interface Accepted {
  id: string
  editionId: string
  title: string
  deal: string
  company: string | null
  person: string | null
  owner: string | null
  currency: string
  document: { title: string }
}

/**
 * Makes the order that an accepted quote is, with the lines as they were sent, in the transaction that accepts it. It is
 * confirmed with it, unless something is missing in stock: then it waits as a draft, and its page says what for.
 */
export async function orderFromQuote(context: Context, quote: Accepted): Promise<void> {
  const { db } = context.database
  const { deal, company, person, owner, currency } = quote
  const { records } = await createRecords(context, order, [
    {
      values: {
        name: quote.document.title || null,
        quote: quote.id,
        orderedOn: todayOf(context),
        deal,
        company,
        person,
        owner,
        currency,
      },
    },
  ])
  const id = records[0]?.id ?? ''
  await sql`update orders o set inclusive = e.inclusive, rounding = e.rounding, discount = e.discount
    from quote_editions e where o.id = ${id} and e.id = ${quote.editionId}`.execute(db)
  await sql`
    insert into orderlines (order_id, position, product_id, name, description, unit, quantity, price, price_currency, discount,
      tax_id, tax_rate, charged, term, cost, net, net_currency, tax_amount, tax_amount_currency)
    select ${id}::uuid, position, product_id, name, description, unit, quantity, price, ${currency}, discount, tax_id, tax_rate,
      charged, term, cost, net, ${currency}, tax, ${currency}
    from quote_lines where edition_id = ${quote.editionId}`.execute(db)
  await confirmLocked(context, await lockOrder(context, id), todayOf(context))
}
