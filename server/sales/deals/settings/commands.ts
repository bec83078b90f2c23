import { isDeepStrictEqual } from 'node:util'
import { sql } from 'kysely'
import type { DealSettings } from '../../../../contract/sales/deal-settings.ts'
import { atomically, type Context } from '../../../http/context.ts'
import { record } from '../../../ledger/record.ts'
import { organisationSubject } from '../../../team/organisation/queries.ts'
import { readDealSettings } from './queries.ts'

/** Changes what is named. */
export const changeDealSettings = (
  context: Context,
  { buyingRoles }: Partial<DealSettings>,
): Promise<DealSettings> =>
  atomically(context, async (inner) => {
    const { db } = inner.database
    await sql`insert into deal_settings default values on conflict do nothing`.execute(db)
    await sql`select from deal_settings for update`.execute(db)
    const before = await readDealSettings(db)
    if (!buyingRoles || isDeepStrictEqual(before.buyingRoles, buyingRoles)) return before
    const after = { ...before, buyingRoles }
    await sql`update deal_settings set chosen = ${JSON.stringify(after)}::jsonb`.execute(db)
    await record(db, inner.caller, inner.now, [
      {
        type: 'deal-settings.changed',
        subject: organisationSubject,
        data: { changes: { buyingRoles: [before.buyingRoles, buyingRoles] } },
      },
    ])
    inner.database.notify('ledger')
    return after
  })
