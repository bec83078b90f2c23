import { sql } from 'kysely'
import { deal } from '../../../../contract/sales/deal.ts'
import type { AnyRecord } from '../../../../contract/records/value.ts'
import type { Money } from '../../../../contract/values/money.ts'
import type { Db } from '../../../db/database.ts'
import { atomically, type Context } from '../../../http/context.ts'
import { authorise } from '../../../http/policy.ts'
import { conflict } from '../../../http/problem.ts'
import { getRecord } from '../../../records/list.ts'
import { typeIn } from '../../../records/types.ts'
import { seenBy } from '../../../records/visible.ts'
import { createRecords, updateRecords } from '../../../records/write.ts'
import { lockDeal } from '../policy.ts'
import { duplicateOf, leftOf, partOf } from './rules.ts'

const copyPeople = (db: Db, from: string, to: string, context: Context) =>
  sql`insert into deal_people (deal_id, person_id, role, attitude, note, added_at, added_by)
    select ${to}, person_id, role, attitude, note, ${context.now}, ${context.caller.userId}
    from deal_people where deal_id = ${from}`.execute(db)

/** Opens another deal with what this one is about: people, company, product, own fields; how it went stays behind. */
export const duplicateDeal = (
  context: Context,
  id: string,
  name: string | undefined,
): Promise<{ record: AnyRecord; event: string | null }> =>
  atomically(context, async (inner) => {
    const type = seenBy(inner.caller, typeIn(inner.database, deal.name))
    const values = duplicateOf(type, await getRecord(inner, type, id))
    const { records, events } = await createRecords(inner, type, [
      { values: { ...values, ...(name !== undefined && { name }) } },
    ])
    const copy = records[0] as AnyRecord
    await copyPeople(inner.database.db, id, copy.id, inner)
    return { record: copy, event: events[0] ?? null }
  })

/** The part has come the same way as the whole: through the same stages, at the same times, with the same ticked off. */
async function copyWay(db: Db, from: string, to: string): Promise<void> {
  await sql`delete from deal_stage_entries where deal_id = ${to}`.execute(db)
  await sql`insert into deal_stage_entries (deal_id, stage_id, status, at, entered_on, day_stated, recorded_at, actor_id)
    select ${to}, stage_id, status, at, entered_on, day_stated, recorded_at, actor_id
    from deal_stage_entries where deal_id = ${from} order by id`.execute(db)
  await sql`insert into deal_checks (deal_id, criterion_id, checked_at, checked_by)
    select ${to}, criterion_id, checked_at, checked_by from deal_checks where deal_id = ${from}`.execute(db)
  await sql`insert into deal_competitors (deal_id, competitor_id, status, note, named_at, status_at, set_by)
    select ${to}, competitor_id, status, note, named_at, status_at, set_by
    from deal_competitors where deal_id = ${from}`.execute(db)
  await sql`update deals part set stage_since = whole.stage_since
    from deals whole where part.id = ${to} and whole.id = ${from}`.execute(db)
}

/** Divides an open deal in two: what is split off becomes a deal of its own, and both amounts come to the one before. */
export const splitDeal = (
  context: Context,
  id: string,
  { name, amount }: { name?: string | undefined; amount: Money },
): Promise<{ deal: AnyRecord; part: AnyRecord; events: string[] }> =>
  atomically(context, async (inner) => {
    const { db } = inner.database
    const type = seenBy(inner.caller, typeIn(inner.database, deal.name))
    authorise(inner.caller, { type: deal.name, action: 'edit' })
    const row = await lockDeal(inner, id)
    if (row['status'] !== 'open') throw conflict('Only an open deal can be split. Re-open it first.')
    const whole = await getRecord(inner, type, id)
    const left = leftOf(whole['amount'] as Money | null, amount)
    const less = await updateRecords(inner, type, [{ id, values: { amount: left } }])
    const made = await createRecords(inner, type, [
      {
        values: {
          ...partOf(type, whole),
          name: name ?? whole['name'],
          amount,
          splitFrom: id,
        },
      },
    ])
    const part = made.records[0]?.id ?? ''
    await copyPeople(db, id, part, inner)
    await copyWay(db, id, part)
    return {
      deal: await getRecord(inner, type, id),
      part: await getRecord(inner, type, part),
      events: [...less.events, ...made.events].flatMap((event) => event ?? []),
    }
  })
