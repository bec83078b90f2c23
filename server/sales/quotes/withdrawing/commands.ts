import { sql } from 'kysely'
import { openQuoteStatuses, quote } from '../../../../contract/sales/quote.ts'
import { atomically, type Context } from '../../../http/context.ts'
import { conflict } from '../../../http/problem.ts'
import { updateRecords } from '../../../records/write.ts'
import { elevated, lockQuote } from '../commands.ts'

/** Takes an offer back: its link says so from now on. Its next edition can still be written and sent. */
export const withdrawQuote = (context: Context, id: string): Promise<void> =>
  atomically(context, async (inner) => {
    const row = await lockQuote(inner, id)
    if (row['status'] === 'withdrawn') return
    if (!(openQuoteStatuses as readonly unknown[]).includes(row['status']))
      throw conflict('Only a quote that is with the customer can be withdrawn.')
    await sql`update quote_editions set status = 'withdrawn' where quote_id = ${id} and status in ('sent', 'viewed')`.execute(
      inner.database.db,
    )
    await updateRecords(elevated(inner), quote, [{ id, values: { status: 'withdrawn' } }])
  })
