import { sql } from 'kysely'
import { totalsOf, type Pricing, type Totals } from '../../../../contract/sales/line-totals.ts'
import { fitsCurrency } from '../../../../contract/sales/line.ts'
import type { OrderLinesInput } from '../../../../contract/sales/order-routes.ts'
import { orderLine } from '../../../../contract/sales/order-line.ts'
import { order } from '../../../../contract/sales/order.ts'
import { moneyOf, toMinor } from '../../../../contract/values/money.ts'
import type { Db } from '../../../db/database.ts'
import { atomically, type Context } from '../../../http/context.ts'
import { changedMeanwhile, conflict, invalidField } from '../../../http/problem.ts'
import type { Behaviour } from '../../../records/behaviour.ts'
import { updateRecords } from '../../../records/write.ts'
import { amountIn, elevated, priced, type PricedLine } from '../../quotes/commands.ts'
import { lockOrder } from '../commands.ts'
import { termsOf } from '../queries.ts'
import { lineFacts } from './queries.ts'
import { completeLine, refuseBin, type LineFacts } from './rules.ts'

export const orderLineBehaviour: Behaviour<LineFacts> = {
  type: orderLine,
  gather: lineFacts,
  complete: completeLine,
  moveToBin: refuseBin,
}

/** Writes the lines of an order anew. Its totals follow from them in the database. */
export async function writeLines(
  db: Db,
  orderId: string,
  lines: readonly PricedLine[],
  totals: Totals,
  currency: string,
): Promise<void> {
  const rows = lines.map((line, position) => ({
    ...line,
    position,
    price: toMinor(line.price, currency).toString(),
    cost: line.cost === null ? null : toMinor(line.cost, currency).toString(),
    net: totals.lines[position]?.net.toString(),
    tax_amount: totals.lines[position]?.tax.toString(),
  }))
  await sql`delete from orderlines where order_id = ${orderId}`.execute(db)
  await sql`
    insert into orderlines (order_id, position, product_id, name, description, unit, quantity, price, price_currency, discount,
      tax_id, tax_rate, charged, term, cost, net, net_currency, tax_amount, tax_amount_currency)
    select ${orderId}::uuid, position, product, name, description, unit, quantity, price, ${currency}, discount, tax, "taxRate",
      charged, term, cost, net, ${currency}, tax_amount, ${currency}
    from json_to_recordset(${JSON.stringify(rows)}) as line (position int, product uuid, name text, description text, unit text,
      quantity float8, price bigint, discount jsonb, tax uuid, "taxRate" int, charged text, term int, cost bigint, net bigint,
      tax_amount bigint)`.execute(db)
}

/** What typed lines come to; refuses what does not fit, by its line. */
export async function priceLines(
  context: Context,
  input: Pick<OrderLinesInput, 'lines' | 'discount'>,
  pricing: Omit<Pricing, 'discount'>,
): Promise<{ lines: PricedLine[]; totals: Totals }> {
  const { currency } = pricing
  const off = amountIn(input.discount)
  if (off !== null && !fitsCurrency(off, currency))
    throw invalidField('discount', `This has more decimal places than ${currency}`)
  const lines = await priced(context, input.lines, currency)
  const totals = totalsOf(lines, { ...pricing, discount: input.discount })
  if (totals.gross + totals.tax > 9_000_000_000_000_000n)
    throw invalidField('lines', 'In all this amount is too large')
  return { lines, totals }
}

/** Writes the lines of an order that is not confirmed yet. */
export function saveLines(context: Context, id: string, input: OrderLinesInput): Promise<void> {
  return atomically(context, async (inner) => {
    const { db } = inner.database
    const row = await lockOrder(inner, id)
    if (row['confirmedAt'] !== null)
      throw conflict('A confirmed order stays as it was ordered. Cancel it, or make another one.')
    const { saves, inclusive, rounding } = await termsOf(db, id)
    if (input.saves !== undefined && input.saves !== saves) throw changedMeanwhile({ saves })
    const currency = String(row['currency'])
    const { lines, totals } = await priceLines(inner, input, { currency, inclusive, rounding })
    const figures = { net: moneyOf(totals.net, currency), total: moneyOf(totals.total, currency) }
    await updateRecords(elevated(inner), order, [{ id, values: figures }])
    await writeLines(db, id, lines, totals, currency)
    await sql`update orders set saves = saves + 1, discount = ${input.discount && JSON.stringify(input.discount)}::jsonb
      where id = ${id}`.execute(db)
  })
}
