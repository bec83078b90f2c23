import { sql } from 'kysely'
import { tax } from '../../../contract/sales/price-lists.ts'
import { atomically, type Context } from '../../http/context.ts'
import { notFound } from '../../http/problem.ts'
import { record } from '../../ledger/record.ts'

/** Sets the rate of a tax class from a day on, or takes it away. What was sent keeps the rate that it was sent with. */
export function setTaxRate(context: Context, id: string, fromOn: string, rate: number | null): Promise<void> {
  return atomically(context, async (inner) => {
    const { db } = inner.database
    const { rows } = await sql<{ name: string; before: number | null }>`
      select t.name, (select r.rate from tax_rates r where r.tax_id = t.id and r.from_on = ${fromOn}) as before
      from taxes t where t.id = ${id} and t.deleted_at is null for update`.execute(db)
    const [found] = rows
    if (!found) throw notFound(tax.label.one.toLowerCase())
    if (rate === null && found.before === null) throw notFound('rate')
    if (rate === found.before) return
    if (rate === null)
      await sql`delete from tax_rates where tax_id = ${id} and from_on = ${fromOn}`.execute(db)
    else
      await sql`insert into tax_rates (tax_id, from_on, rate) values (${id}, ${fromOn}, ${rate})
        on conflict (tax_id, from_on) do update set rate = excluded.rate`.execute(db)
    await record(db, inner.caller, inner.now, [
      {
        type: rate === null ? 'tax-rate.removed' : 'tax-rate.set',
        subject: { type: tax.name, id, version: null },
        data: { title: `${found.name}, ${fromOn}`, changes: { rate: [found.before, rate] } },
      },
    ])
    inner.database.notify('ledger')
  })
}
