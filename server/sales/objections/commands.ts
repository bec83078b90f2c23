import { isDeepStrictEqual } from 'node:util'
import { sql } from 'kysely'
import type { EventName } from '../../../contract/event-types.ts'
import { person as personType } from '../../../contract/customer/person.ts'
import { deal } from '../../../contract/sales/deal.ts'
import { objection as objectionType } from '../../../contract/sales/objection.ts'
import type { Raised } from '../../../contract/sales/objection-routes.ts'
import type { Db } from '../../db/database.ts'
import { atomically, type Context } from '../../http/context.ts'
import { invalidField, notFound } from '../../http/problem.ts'
import { record } from '../../ledger/record.ts'
import { getRecord } from '../../records/list.ts'
import { allowed, lock, type LockedRow } from '../../records/lock.ts'
import { typeIn } from '../../records/types.ts'
import { lockDeal } from '../deals/policy.ts'
import { raisedOn } from './queries.ts'

const answersOf = async (db: Db, objection: string): Promise<{ id: string; text: string }[]> =>
  (
    await sql<{ id: string; text: string }>`select id, text from objection_answers
      where objection_id = ${objection} and retired_at is null order by position, id`.execute(db)
  ).rows

/** Sets the answers, in this order. One left out is retired: what was said with it stays. */
export const setAnswers = (
  context: Context,
  id: string,
  given: readonly { id?: string | undefined; text: string }[],
): Promise<void> =>
  atomically(context, async (inner) => {
    const { db } = inner.database
    const rows = await lock(db, inner, objectionType, [id], 'edit')
    allowed(objectionType, rows.get(id), 'change')
    const before = await answersOf(db, id)
    const known = new Set(before.map((one) => one.id))
    const unknown = given.findIndex((one) => one.id !== undefined && !known.has(one.id))
    if (unknown >= 0)
      throw invalidField(`answers.${unknown}.id`, 'There is no such answer. Leave the id out for a new one.')
    if (isDeepStrictEqual(before, given)) return
    await sql`update objection_answers set retired_at = ${inner.now} where objection_id = ${id} and retired_at is null
      and id <> all(${given.flatMap((one) => one.id ?? [])}::uuid[])`.execute(db)
    const list = given.map((one, position) => ({ id: one.id ?? null, position, text: one.text }))
    await sql`
      insert into objection_answers (id, objection_id, position, text)
      select coalesce(id, new_id()), ${id}, position, text
      from json_to_recordset(${JSON.stringify(list)}) as given (id uuid, position int, text text)
      on conflict (id) do update set position = excluded.position, text = excluded.text`.execute(db)
    await record(db, inner.caller, inner.now, [
      {
        type: 'objection.answers-set',
        subject: { type: objectionType.name, id, version: null },
        data: { before: before.map(({ text }) => text), after: given.map(({ text }) => text) },
      },
    ])
    inner.database.notify('ledger')
  })

interface About {
  objection: { id: string; title: string }
  person: string | null
}

async function tell(
  { database, caller, now }: Context,
  type: EventName,
  row: LockedRow,
  { objection, person }: About,
  data: Record<string, unknown>,
): Promise<void> {
  await record(database.db, caller, now, [
    {
      type,
      subject: { type: deal.name, id: String(row['id']), version: null },
      personId: person,
      companyId: row['company'] as string | null,
      data: { objection, ...data },
      parties: [{ type: objectionType.name, id: objection.id }],
    },
  ])
  database.notify('ledger')
}

/** What was put down, locked with its deal; refuses with 404 what is not the deal's. */
async function raisedIn(db: Db, deal: string, id: string): Promise<About> {
  const { rows } = await sql<{ id: string; title: string; person: string | null }>`
    select o.id, o.title, r.person_id as person from deal_objections r join objections o on o.id = r.objection_id
    where r.id = ${id} and r.deal_id = ${deal}`.execute(db)
  const [row] = rows
  if (!row) throw notFound('objection on this deal')
  return { objection: { id: row.id, title: row.title }, person: row.person }
}

async function oneOf(context: Context, deal: string, id: string): Promise<Raised> {
  const [raised] = await raisedOn(context, deal, id)
  if (!raised) throw notFound('objection on this deal')
  return raised
}

interface Objection {
  objection: string
  /** The deal's person, unless somebody else is named; null is nobody in particular. */
  person?: string | null | undefined
  note: string
}

/** Puts down that an objection was raised: on the timelines of the deal, of who raised it and of their company. */
export const raise = (context: Context, id: string, raised: Objection): Promise<Raised> =>
  atomically(context, async (inner) => {
    const { db } = inner.database
    const row = await lockDeal(inner, id)
    const known = await getRecord(inner, objectionType, raised.objection)
    const person = raised.person === undefined ? (row['person'] as string | null) : raised.person
    if (person !== null) await getRecord(inner, typeIn(inner.database, personType.name), person)
    const { rows } = await sql<{ id: string }>`
      insert into deal_objections (deal_id, objection_id, person_id, note, raised_at, raised_by)
      values (${id}, ${known.id}, ${person}, ${raised.note}, ${inner.now}, ${inner.caller.userId}) returning id`.execute(
      db,
    )
    const about = { objection: { id: known.id, title: known.title }, person }
    await tell(inner, 'deal.objection-raised', row, about, {})
    return oneOf(inner, id, rows[0]?.id ?? '')
  })

/** Says which answer was given, an own one without, and whether it held. Said again, the later holds. */
export const answerRaised = (
  context: Context,
  id: string,
  raised: string,
  { answer, held }: { answer: string | null; held: boolean | null },
): Promise<Raised> =>
  atomically(context, async (inner) => {
    const { db } = inner.database
    const row = await lockDeal(inner, id)
    const about = await raisedIn(db, id, raised)
    const { rows } = await sql<{ text: string }>`
      select text from objection_answers where id = ${answer} and objection_id = ${about.objection.id}`.execute(
      db,
    )
    if (answer !== null && !rows[0])
      throw invalidField('answer', 'This is no answer to this objection. Choose another.')
    const { numAffectedRows } = await sql`
      update deal_objections set answer_id = ${answer}, held = ${held}, answered_at = coalesce(answered_at, ${inner.now}),
        answered_by = coalesce(answered_by, ${inner.caller.userId})
      where id = ${raised} and (answered_at is null or (answer_id, held) is distinct from (${answer}::uuid, ${held}::boolean))`.execute(
      db,
    )
    if (numAffectedRows)
      await tell(inner, 'deal.objection-answered', row, about, { answer: rows[0]?.text ?? null, held })
    return oneOf(inner, id, raised)
  })

export const takeBack = (context: Context, id: string, raised: string): Promise<void> =>
  atomically(context, async (inner) => {
    const { db } = inner.database
    const row = await lockDeal(inner, id)
    const about = await raisedIn(db, id, raised)
    await sql`delete from deal_objections where id = ${raised}`.execute(db)
    await tell(inner, 'deal.objection-removed', row, about, {})
  })
