import { sql } from 'kysely'
import type { QuoteSettings } from '../../../../contract/sales/quote-settings.ts'
import { atomically, type Context } from '../../../http/context.ts'
import { record } from '../../../ledger/record.ts'
import { readQuoteSettings } from './queries.ts'
import { organisationSubject } from '../../../team/organisation/queries.ts'

/** Changes how the company quotes. Drafts keep how they count taxes; limits hold for all that is not sent yet. */
export function changeQuoteSettings(
  context: Context,
  change: { [K in keyof QuoteSettings]?: QuoteSettings[K] | undefined },
): Promise<QuoteSettings> {
  return atomically(context, async (inner) => {
    const { db } = inner.database
    await sql`select from quote_settings for update`.execute(db)
    const before = await readQuoteSettings(db)
    const given = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined))
    const after = { ...before, ...given }
    await sql`update quote_settings set inclusive = ${after.inclusive}, rounding = ${after.rounding},
      valid_days = ${after.validDays}, discount_limit = ${after.discountLimit}, margin_limit = ${after.marginLimit},
      terms = ${after.terms}`.execute(db)
    const names = (Object.keys(after) as (keyof QuoteSettings)[]).filter(
      (name) => after[name] !== before[name],
    )
    if (names.length > 0) {
      await record(db, inner.caller, inner.now, [
        {
          type: 'organisation.quotes-changed',
          subject: organisationSubject,
          data: {
            title: inner.organisation.name,
            changes: Object.fromEntries(names.map((name) => [name, [before[name], after[name]]])),
          },
        },
      ])
      inner.database.notify('ledger')
    }
    return after
  })
}
