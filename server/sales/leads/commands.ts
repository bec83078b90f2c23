import { deal } from '../../../contract/sales/deal.ts'
import { lead } from '../../../contract/sales/lead.ts'
import type { AnyRecord } from '../../../contract/records/value.ts'
import type { Money } from '../../../contract/values/money.ts'
import { atomically, type Context } from '../../http/context.ts'
import { authorise } from '../../http/policy.ts'
import { conflict } from '../../http/problem.ts'
import type { Behaviour, Values } from '../../records/behaviour.ts'
import { getRecord } from '../../records/list.ts'
import { allowed, lock } from '../../records/lock.ts'
import { typeIn } from '../../records/types.ts'
import { createRecords, updateRecords } from '../../records/write.ts'
import { keepTurns } from '../assignment/commands.ts'
import { leadFacts } from './queries.ts'
import { assignmentEvent, completeLead, leadEvent, type LeadFacts } from './rules.ts'

/** Every entry into a status with its who, when and why. */
const enterStatus = `
  insert into lead_status_entries (lead_id, status, reason, at, entered_on, actor_id)
  select w.id, w.status, w.reason, e.at, (e.at at time zone ground.zone)::date, ground.actor
  from written w left join old o on o.id = w.id, ground,
    lateral (select case when o.id is null then w.created_at else w.updated_at end as at) e
  where w.status is distinct from o.status`

export const leadBehaviour: Behaviour<LeadFacts> = {
  type: lead,
  derived: [
    ['assigned_rule_id', 'uuid'],
    ['assigned_turn', 'bigint'],
    ['reassign_at', 'timestamptz'],
  ],
  gather: leadFacts,
  gathersUnderLock: true,
  complete: completeLead,
  eventOf: leadEvent,
  furtherEvents: assignmentEvent,
  follow: [enterStatus, keepTurns],
}

export interface Done {
  record: AnyRecord
  /** What to give to `/undo`; null where nothing changed. */
  event: string | null
}

async function change(context: Context, id: string, values: Values): Promise<Done> {
  const { records, events } = await updateRecords(context, typeIn(context.database, lead.name), [
    { id, values },
  ])
  return { record: records[0] as AnyRecord, event: events[0] ?? null }
}

/** Takes it: it is the caller's. A key, which is nobody, leaves it with whom it is. */
export const workLead = (context: Context, id: string): Promise<Done> =>
  change(context, id, {
    status: 'working',
    ...(context.caller.userId ? { owner: context.caller.userId } : {}),
  })

export const qualifyLead = (context: Context, id: string): Promise<Done> =>
  change(context, id, { status: 'qualified' })

export const disqualifyLead = (context: Context, id: string, reason: string): Promise<Done> =>
  change(context, id, { status: 'disqualified', reason })

export const recycleLead = (context: Context, id: string, on: string, reason?: string): Promise<Done> =>
  change(context, id, { status: 'recycled', recycleOn: on, reason: reason ?? null })

export const reopenLead = (context: Context, id: string): Promise<Done> =>
  change(context, id, { status: 'new' })

export interface Conversion {
  name?: string | undefined
  pipeline?: string | undefined
  amount?: Money | null | undefined
}

/**
 * Opens the deal that a lead leads to, for the same person and company, in one step. Whoever asks at the same time waits,
 * and is answered with that deal: a lead has one, however often it is asked for.
 */
export const convertLead = (
  context: Context,
  id: string,
  { name, pipeline, amount }: Conversion,
): Promise<{ lead: AnyRecord; deal: AnyRecord; event: string | null }> =>
  atomically(context, async (inner) => {
    const [leadType, dealType] = [typeIn(inner.database, lead.name), typeIn(inner.database, deal.name)]
    const rows = await lock(inner.database.db, inner, leadType, [id], 'edit')
    const row = allowed(leadType, rows.get(id), 'change')
    if (row.deletedAt) throw conflict('This lead is in the bin. Restore it first.')
    if (row.deal)
      return {
        lead: await getRecord(inner, leadType, id),
        deal: await getRecord(inner, dealType, String(row.deal)),
        event: null,
      }
    if (row.convertedAt) throw conflict('Its deal was deleted for good. Make a new lead, or a deal.')
    authorise(inner.caller, { type: deal.name, action: 'create' })
    const { records } = await createRecords(inner, dealType, [
      {
        values: {
          name: name ?? row.name,
          person: row.person,
          company: row.company,
          owner: row.owner ?? inner.caller.userId,
          source: row.source,
          product: row.product,
          ...(pipeline ? { pipeline } : {}),
          ...(amount ? { amount } : {}),
        },
      },
    ])
    const opened = records[0] as AnyRecord
    const { record, event } = await change(inner, id, {
      status: 'qualified',
      deal: opened.id,
      convertedAt: inner.now,
    })
    return { lead: record, deal: opened, event }
  })
