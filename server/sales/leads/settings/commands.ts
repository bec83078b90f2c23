import { isDeepStrictEqual } from 'node:util'
import { sql } from 'kysely'
import { criteriaOf, type Framework } from '../../../../contract/sales/lead-qualification.ts'
import type { LeadSettings } from '../../../../contract/sales/lead-settings.ts'
import type { Db } from '../../../db/database.ts'
import { atomically, type Context } from '../../../http/context.ts'
import { record } from '../../../ledger/record.ts'
import { readLeadSettings } from './queries.ts'
import { organisationSubject } from '../../../team/organisation/queries.ts'

/** Scores all leads anew, by the formula of `scoreOf`; a test holds the two together. */
async function scoreAnew(tx: Db, framework: Framework): Promise<void> {
  const criteria = [...criteriaOf(framework)]
  await sql`
    with scored as (
      select l.id, case when count(a.*) filter (where a.answer <> 'unknown') > 0 then
        round(100 * sum(case a.answer when 'yes' then 1 when 'partly' then 0.5 else 0 end) / ${criteria.length}) end as score
      from leads l left join lead_answers a on a.lead_id = l.id and a.criterion = any(${criteria}::text[])
      group by l.id)
    update leads l set score = scored.score from scored
    where scored.id = l.id and l.score is distinct from scored.score`.execute(tx)
}

/** Changes what is named. Leads that are there keep their clocks; by another framework all are scored anew. */
export const changeLeadSettings = (context: Context, change: Partial<LeadSettings>): Promise<LeadSettings> =>
  atomically(context, async (inner) => {
    const { db } = inner.database
    await sql`insert into lead_settings default values on conflict do nothing`.execute(db)
    await sql`select from lead_settings for update`.execute(db)
    const before = await readLeadSettings(db)
    const given = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined))
    const after = { ...before, ...given }
    const changes = Object.fromEntries(
      (Object.keys(given) as (keyof LeadSettings)[]).flatMap((name) =>
        isDeepStrictEqual(before[name], after[name]) ? [] : [[name, [before[name], after[name]]]],
      ),
    )
    if (Object.keys(changes).length === 0) return before
    await sql`update lead_settings set chosen = ${JSON.stringify(after)}::jsonb`.execute(db)
    if ('framework' in changes) await scoreAnew(db, after.framework)
    await record(db, inner.caller, inner.now, [
      {
        type: 'lead-settings.changed',
        subject: organisationSubject,
        data: { changes },
      },
    ])
    inner.database.notify('ledger')
    return after
  })
