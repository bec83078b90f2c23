import { CompiledQuery, sql } from 'kysely'
import type { z } from 'zod'
import type { EventName } from '../../../contract/event-types.ts'
import { call, meeting, task } from '../../../contract/customer/activities.ts'
import {
  mostCalled,
  type callListRoutes,
  type CallList,
  type NextCall,
} from '../../../contract/sales/call-lists.ts'
import { newId } from '../../db/id.ts'
import { atomically, type Context } from '../../http/context.ts'
import { conflict, forbidden, invalidField, notFound } from '../../http/problem.ts'
import { record } from '../../ledger/record.ts'
import type { Values } from '../../records/behaviour.ts'
import { selected } from '../../records/list.ts'
import { typeIn } from '../../records/types.ts'
import { undo } from '../../records/undo.ts'
import { parameters } from '../../records/visible.ts'
import { createRecords } from '../../records/write.ts'
import { organisationSubject } from '../../team/organisation/queries.ts'
import { anyList, candidates, changes, entryFor, listFor, type Candidate } from './queries.ts'
import { afterCall, awakeFrom, skippedFor, zoneOf } from './rules.ts'

type Body<K extends keyof typeof callListRoutes> = z.infer<NonNullable<(typeof callListRoutes)[K]['body']>>

/** In minutes, how long somebody who was taken stays with whom took them. */
const claimedFor = 30
const batch = 200

const claimedSince = (now: string) => new Date(Date.parse(now) - claimedFor * 60_000).toISOString()

async function tell(context: Context, type: EventName, data: Values): Promise<void> {
  await record(context.database.db, context.caller, context.now, [
    { type, subject: organisationSubject, data },
  ])
  context.database.notify('ledger')
}

/** Keeps who is to be called, as the selection finds them now. A person with several leads is called for the first. */
export const createCallList = (context: Context, body: Body<'create'>): Promise<CallList> =>
  atomically(context, async (inner) => {
    const { db } = inner.database
    const id = newId()
    await sql`insert into call_lists (id, created_at, owner_id, name, record_type, reason, script, shared)
      values (${id}, ${inner.now}, ${inner.caller.userId}, ${body.name}, ${body.recordType},
        ${body.reason}, ${body.script}, ${body.shared})`.execute(db)
    const type = typeIn(inner.database, body.recordType)
    const { values, bind } = parameters()
    const chosen = body.selection
    const list = bind(id)
    const among = 'ids' in chosen ? `t.id = any(${bind(chosen.ids)}::uuid[]) and ` : ''
    const narrowing = 'ids' in chosen ? {} : { filter: chosen.filter ?? undefined, q: chosen.q }
    const [of, leadId] = type.name === 'person' ? ['t.id', 'null::uuid'] : ['t.person_id', 't.id']
    const text = `insert into call_list_entries (list_id, position, person_id, lead_id)
      select ${list}::uuid, row_number() over (order by title, id), person, lead from (
        select distinct on (${of}) ${of} as person, ${leadId} as lead, t.title, t.id from ${type.plural} t
        where ${among}${selected(inner, type, narrowing, bind)} order by ${of}, t.created_at limit ${mostCalled}) found`
    const { numAffectedRows } = await db.executeQuery(CompiledQuery.raw(text, values))
    if (!numAffectedRows)
      throw invalidField('selection', 'Nobody is found by it. Choose or filter otherwise.')
    await tell(inner, 'call-list.created', { list: body.name, count: Number(numAffectedRows) })
    return listFor(inner, id)
  })

async function mayOwn({ database: { db } }: Context, userId: string): Promise<boolean> {
  const { rows } =
    await sql`select from users where id = ${userId} and active and deleted_at is null`.execute(db)
  return rows.length > 0
}

async function changeable(context: Context, id: string): Promise<CallList> {
  const list = await listFor(context, id)
  if (!list.mayChange)
    throw forbidden('Only its owner or an administrator may change this call list. Ask one of them.')
  return list
}

export const changeCallList = (context: Context, id: string, body: Body<'change'>): Promise<CallList> =>
  atomically(context, async (inner) => {
    const list = await changeable(inner, id)
    const after = { ...list, ...body }
    const owner = body.owner ?? list.owner?.id ?? null
    if (body.owner !== undefined && !(await mayOwn(inner, body.owner)))
      throw invalidField('owner', 'Choose an active member of the team.')
    const paused =
      body.paused === undefined ? list.pausedAt : body.paused ? (list.pausedAt ?? inner.now) : null
    await sql`update call_lists set name = ${after.name}, reason = ${after.reason}, script = ${after.script},
      shared = ${after.shared}, paused_at = ${paused}, owner_id = ${owner} where id = ${id}`.execute(
      inner.database.db,
    )
    await tell(inner, 'call-list.changed', { list: after.name })
    // Whoever hands their own list over sees it once more, and then only if it is shared.
    return { ...(await anyList(inner, id)), mayChange: changes(inner.caller, owner) }
  })

export const removeCallList = (context: Context, id: string): Promise<void> =>
  atomically(context, async (inner) => {
    const list = await changeable(inner, id)
    await sql`delete from call_lists where id = ${id}`.execute(inner.database.db)
    await tell(inner, 'call-list.deleted', { list: list.name })
  })

function callerOf({ caller }: Context): string {
  if (caller.userId === null) throw conflict('Only a member can call. Sign in instead of using a key.')
  return caller.userId
}

/** Takes a person, unless somebody else has them: by this list or by another. */
async function claim(context: Context, entry: { id: string; personId: string }): Promise<boolean> {
  const { db } = context.database
  const { rows } = await sql`
    insert into call_claims (person_id, entry_id, user_id, at)
    values (${entry.personId}, ${entry.id}, ${context.caller.userId}, ${context.now})
    on conflict (person_id) do update set entry_id = excluded.entry_id, user_id = excluded.user_id, at = excluded.at
      where call_claims.user_id = excluded.user_id or call_claims.at <= ${claimedSince(context.now)}
    returning person_id`.execute(db)
  if (rows.length === 0) return false
  // Whoever had them may have called them while this waited.
  const { rows: still } = await sql`select from call_list_entries where id = ${entry.id} and state = 'waiting'
    and (call_at is null or call_at <= ${context.now}) for update`.execute(db)
  if (still.length > 0) return true
  await sql`delete from call_claims where person_id = ${entry.personId}`.execute(db)
  return false
}

type Asked = Pick<Candidate, 'id' | 'title' | 'phone' | 'doNotContact'>

/** Passes over who is not to be called; whether it was so. */
async function skip({ database }: Context, one: Asked, skipped: NextCall['skipped']): Promise<boolean> {
  const reason = skippedFor(one)
  if (reason === null) return false
  await sql`update call_list_entries set state = 'skipped', outcome = ${reason} where id = ${one.id}`.execute(
    database.db,
  )
  await sql`delete from call_claims where entry_id = ${one.id}`.execute(database.db)
  skipped.push({ title: one.title, reason })
  return true
}

/** Who the caller has taken of a list and not called yet, unless they have asked meanwhile not to be called. */
async function heldBy(
  context: Context,
  listId: string,
  skipped: NextCall['skipped'],
): Promise<string | null> {
  const { rows } = await sql<Asked>`
    update call_claims c set at = ${context.now} from call_list_entries e join people p on p.id = e.person_id
    where e.id = c.entry_id and e.list_id = ${listId} and e.state = 'waiting' and c.user_id = ${context.caller.userId}
      and c.at > ${claimedSince(context.now)}
    returning e.id, p.title, p.phone, p.do_not_contact as "doNotContact"`.execute(context.database.db)
  const [one] = rows
  return one && !(await skip(context, one, skipped)) ? one.id : null
}

/** The next person to call, who is the caller's from now on; null when nobody is left for now. */
export const nextCall = (context: Context, listId: string, anyHour: boolean): Promise<NextCall> =>
  atomically(context, async (inner) => {
    callerOf(inner)
    const list = await listFor(inner, listId)
    if (list.pausedAt !== null) throw conflict('This call list is paused. Whoever made it can go on with it.')
    const skipped: NextCall['skipped'] = []
    let asleep = 0
    let asleepUntil: string | null = null
    let found = await heldBy(inner, listId, skipped)
    let lost = 0
    while (found === null) {
      const waiting = await candidates(inner, listId, claimedSince(inner.now), asleep + lost, batch)
      for (const one of waiting) {
        if (await skip(inner, one, skipped)) continue
        const awake = anyHour
          ? null
          : awakeFrom(zoneOf(one.timeZone, inner.organisation.timeZone).zone, inner.now)
        if (awake !== null) {
          asleep += 1
          if (asleepUntil === null || awake < asleepUntil) asleepUntil = awake
        } else if (await claim(inner, one)) {
          found = one.id
          break
        } else lost += 1
      }
      if (waiting.length < batch) break
    }
    return {
      entry: found === null ? null : await entryFor(inner, found),
      asleep,
      asleepUntil,
      skipped,
      list: await listFor(inner, listId),
    }
  })

interface Held {
  personId: string
  companyId: string | null
  leadId: string | null
  tries: number
}

/** The entry under its lock, if the caller has taken the person. */
async function held(context: Context, listId: string, entryId: string): Promise<Held> {
  await listFor(context, listId)
  const { rows } = await sql<Held & { mine: boolean; state: string }>`
    select e.person_id as "personId", p.company_id as "companyId", e.lead_id as "leadId", e.tries, e.state,
      exists (select from call_claims c where c.entry_id = e.id and c.user_id = ${context.caller.userId}) as mine
    from call_list_entries e join people p on p.id = e.person_id
    where e.id = ${entryId} and e.list_id = ${listId} for update of e`.execute(context.database.db)
  const row = rows[0]
  if (!row) throw notFound('entry')
  if (!row.mine || row.state !== 'waiting')
    throw conflict('This person is not yours to call any more. Take the next one.')
  return row
}

export const releaseCall = (context: Context, listId: string, entryId: string): Promise<void> =>
  atomically(context, async (inner) => {
    callerOf(inner)
    await listFor(inner, listId)
    await sql`delete from call_claims c using call_list_entries e where e.id = c.entry_id and e.list_id = ${listId}
      and c.entry_id = ${entryId} and c.user_id = ${inner.caller.userId}`.execute(inner.database.db)
  })

/** Logs a call with its next step, and says what becomes of the person; all of it, or nothing. */
export const finishCall = (
  context: Context,
  listId: string,
  entryId: string,
  { outcome, note, callBackAt, next }: Body<'finish'>,
): Promise<{ call: string; events: string[] }> =>
  atomically(context, async (inner) => {
    const { db } = inner.database
    const owner = callerOf(inner)
    const entry = await held(inner, listId, entryId)
    const after = afterCall(outcome, entry.tries + 1, inner.now, callBackAt)
    const about = { person: entry.personId, company: entry.companyId, owner }
    const logged = await createRecords(inner, typeIn(inner.database, call.name), [
      { values: { ...about, outcome, direction: 'outbound', startedAt: inner.now, body: note || null } },
    ])
    const callId = String(logged.records[0]?.id)
    const events = [...logged.events]
    if (next) {
      const type = next.kind === 'task' ? task : meeting
      const values =
        next.kind === 'task'
          ? { ...about, subject: next.subject, dueAt: next.at }
          : { ...about, subject: next.subject, startsAt: next.at, lead: entry.leadId }
      events.push(...(await createRecords(inner, typeIn(inner.database, type.name), [{ values }])).events)
    }
    await sql`update call_list_entries set state = ${after.state}, call_at = ${after.callAt}, tries = tries + 1,
      outcome = ${outcome}, call_id = ${callId}, called_by = ${owner}, called_at = ${inner.now} where id = ${entryId}`.execute(
      db,
    )
    await sql`delete from call_claims where entry_id = ${entryId}`.execute(db)
    return { call: callId, events: events.flatMap((event) => event ?? []) }
  })

/** Takes back what the caller said of a call last: what was logged goes to the bin, and the person is theirs again. */
export const takeBackCall = (
  context: Context,
  listId: string,
  entryId: string,
  events: string[],
): Promise<void> =>
  atomically(context, async (inner) => {
    const { db } = inner.database
    callerOf(inner)
    await listFor(inner, listId)
    const { rows } = await sql<{ personId: string; mine: boolean; calls: boolean }>`
      select e.person_id as "personId", e.called_by is not distinct from ${inner.caller.userId}::uuid as mine,
        exists (select from events v where v.id = any(${events}::uuid[]) and v.subject_id = e.call_id) as calls
      from call_list_entries e where e.id = ${entryId} and e.list_id = ${listId} for update`.execute(db)
    const entry = rows[0]
    if (!entry) throw notFound('entry')
    if (!entry.mine || !entry.calls)
      throw conflict('Somebody has called this person since. Open them and decide there.')
    await undo(inner, events)
    await sql`update call_list_entries set state = 'waiting', call_at = null, tries = tries - 1, outcome = null, call_id = null,
      called_by = null, called_at = null where id = ${entryId}`.execute(db)
    await claim(inner, { id: entryId, personId: entry.personId })
  })
