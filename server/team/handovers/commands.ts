import { sql } from 'kysely'
import type { RecordType } from '../../../contract/records/record-type.ts'
import type { Handover, HandoverInput, Receiver } from '../../../contract/team/handovers.ts'
import { user } from '../../../contract/team/user.ts'
import { dayOf } from '../../../contract/values/day.ts'
import { atomically, type Context } from '../../http/context.ts'
import { conflict, invalidField, notFound } from '../../http/problem.ts'
import { record } from '../../ledger/record.ts'
import { typesOf } from '../../records/types.ts'
import { updateRecords } from '../../records/write.ts'
import { handoversOf, membersOf, openIds, stillHad } from './queries.ts'
import { inTurn, isHandedOver } from './rules.ts'

/** Records changed by one statement. */
const chunk = 1_000

async function receiversOf(inner: Context, to: Receiver, leaver: string, path: string): Promise<string[]> {
  const { db } = inner.database
  const ids =
    'user' in to ? [to.user] : await membersOf(db, to.team, dayOf(inner.now, inner.organisation.timeZone))
  const receivers = ids.filter((id) => id !== leaver)
  const { rows } =
    await sql`select from users where id = any(${receivers}::uuid[]) and active and deleted_at is null`.execute(
      db,
    )
  if (receivers.length === 0 || rows.length < receivers.length)
    throw invalidField(
      path,
      'user' in to
        ? 'Choose an active member who is not leaving'
        : 'This team has no active member who is not leaving',
    )
  return receivers
}

async function give(
  inner: Context,
  type: RecordType,
  given: readonly { id: string; to: string | null }[],
): Promise<void> {
  for (let at = 0; at < given.length; at += chunk)
    await updateRecords(
      inner,
      type,
      given.slice(at, at + chunk).map(({ id, to }) => ({ id, values: { [type.owner ?? 'owner']: to } })),
    )
}

const one = async (inner: Context, id: string): Promise<Handover> => {
  const handover = (await handoversOf(inner.database.db, { id }))[0]
  if (!handover) throw notFound('handing over')
  return handover
}

/** Gives what is open of a member's to others and lets the member go: all of it, or nothing. */
export function handOver(context: Context, userId: string, input: HandoverInput): Promise<Handover> {
  return atomically(context, async (inner) => {
    const { db } = inner.database
    const types = typesOf(inner.database)
    const { rows } = await sql<{ id: string }>`insert into handovers (user_id, created_by)
      select id, ${context.caller.userId} from users where id = ${userId} and deleted_at is null returning id`.execute(
      db,
    )
    const id = rows[0]?.id
    if (!id) throw notFound('team member')
    const counts: Record<string, number> = {}
    for (const [name, to] of Object.entries(input.to)) {
      const type = types.all.find((known) => known.name === name)
      if (!type || !isHandedOver(type))
        throw invalidField(`to.${name}`, 'Records of this type are not handed over')
      const receivers = await receiversOf(inner, to, userId, `to.${name}`)
      const given = inTurn(await openIds(db, type, userId), receivers)
      await give(inner, type, given)
      await sql`insert into handover_records (handover_id, record_type, record_id, to_id)
        select ${id}, ${name}, "id", "to" from json_to_recordset(${JSON.stringify(given)}) as given ("id" uuid, "to" uuid)`.execute(
        db,
      )
      counts[name] = given.length
    }
    if (input.deactivate) {
      await updateRecords(inner, user, [{ id: userId, values: { active: false } }])
      await sql`update api_keys set revoked_at = now() where created_by = ${userId} and revoked_at is null`.execute(
        db,
      )
    }
    await record(db, context.caller, context.now, [
      {
        type: 'user.handed-over',
        subject: { type: 'user', id: userId, version: null },
        data: { handover: id, counts, deactivated: input.deactivate },
      },
    ])
    inner.database.notify('ledger')
    inner.database.notify('callers')
    return one(inner, id)
  })
}

/** Takes a handing over back: what a receiver has passed on or closed since stays where it is; revoked keys stay revoked. */
export function undoHandover(context: Context, id: string): Promise<Handover> {
  return atomically(context, async (inner) => {
    const { db } = inner.database
    const { rows } = await sql<{ user_id: string; undone_at: string | null; active: boolean }>`
      select h.user_id, h.undone_at, u.active from handovers h join users u on u.id = h.user_id where h.id = ${id} for update of h`.execute(
      db,
    )
    const handover = rows[0]
    if (!handover) throw notFound('handing over')
    if (handover.undone_at) throw conflict('This has been taken back already.')
    const { user_id: userId } = handover
    if (!handover.active) await updateRecords(inner, user, [{ id: userId, values: { active: true } }])
    const counts: Record<string, number> = {}
    for (const type of typesOf(inner.database).all.filter(isHandedOver)) {
      const ids = await stillHad(db, type, id)
      if (ids.length === 0) continue
      await give(
        inner,
        type,
        ids.map((record) => ({ id: record, to: userId })),
      )
      counts[type.name] = ids.length
    }
    await sql`update handovers set undone_at = now() where id = ${id}`.execute(db)
    await record(db, context.caller, context.now, [
      {
        type: 'user.handover-undone',
        subject: { type: 'user', id: userId, version: null },
        data: { handover: id, counts },
      },
    ])
    inner.database.notify('ledger')
    return one(inner, id)
  })
}
