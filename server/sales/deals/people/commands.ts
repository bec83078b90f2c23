import { sql } from 'kysely'
import type { EventName } from '../../../../contract/event-types.ts'
import { person as personType } from '../../../../contract/customer/person.ts'
import type { Attitude } from '../../../../contract/sales/deal-people.ts'
import { deal } from '../../../../contract/sales/deal.ts'
import { atomically, type Context } from '../../../http/context.ts'
import { invalidField } from '../../../http/problem.ts'
import { record } from '../../../ledger/record.ts'
import type { LockedRow } from '../../../records/lock.ts'
import { getRecord } from '../../../records/list.ts'
import { typeIn } from '../../../records/types.ts'
import { lockDeal } from '../policy.ts'
import { readDealSettings } from '../settings/queries.ts'

interface Part {
  role?: string | null | undefined
  attitude?: Attitude | null | undefined
  note: string
}

async function tell(
  { database, caller, now }: Context,
  type: EventName,
  row: LockedRow,
  person: string,
  data: Record<string, unknown>,
): Promise<void> {
  await record(database.db, caller, now, [
    {
      type,
      subject: { type: deal.name, id: String(row['id']), version: null },
      personId: person,
      companyId: row['company'] as string | null,
      data,
    },
  ])
  database.notify('ledger')
}

/** Says which part a person has. It stands on their timeline. */
export const setPart = (context: Context, id: string, person: string, part: Part): Promise<void> =>
  atomically(context, async (inner) => {
    const { db } = inner.database
    const row = await lockDeal(inner, id)
    const { role = null, attitude = null, note } = part
    await getRecord(inner, typeIn(inner.database, personType.name), person)
    const { rows } = await sql<{ role: string | null; attitude: string | null; note: string }>`
      select role, attitude, note from deal_people where deal_id = ${id} and person_id = ${person}`.execute(
      db,
    )
    const [before] = rows
    const { buyingRoles } = await readDealSettings(db)
    if (role !== null && role !== before?.role && !buyingRoles.some(({ key }) => key === role))
      throw invalidField('role', 'The company has no such part in buying. Choose another.')
    if (before && before.role === role && before.attitude === attitude && before.note === note) return
    await sql`
      insert into deal_people (deal_id, person_id, role, attitude, note, added_at, added_by)
      values (${id}, ${person}, ${role}, ${attitude}, ${note}, ${inner.now}, ${inner.caller.userId})
      on conflict (deal_id, person_id) do update
        set role = excluded.role, attitude = excluded.attitude, note = excluded.note`.execute(db)
    await tell(inner, before ? 'deal.person-changed' : 'deal.person-added', row, person, { role, attitude })
  })

export const removePart = (context: Context, id: string, person: string): Promise<void> =>
  atomically(context, async (inner) => {
    const row = await lockDeal(inner, id)
    const { rows } = await sql<{ role: string | null }>`
      delete from deal_people where deal_id = ${id} and person_id = ${person} returning role`.execute(
      inner.database.db,
    )
    if (rows[0]) await tell(inner, 'deal.person-removed', row, person, { role: rows[0].role })
  })
