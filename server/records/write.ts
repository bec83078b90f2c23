import { CompiledQuery } from 'kysely'
import type { RecordType } from '../../contract/records/record-type.ts'
import type { AnyRecord } from '../../contract/records/value.ts'
import { dayOf } from '../../contract/values/day.ts'
import type { Db } from '../db/database.ts'
import { newId } from '../db/id.ts'
import { transaction } from '../db/transaction.ts'
import type { Context } from '../http/context.ts'
import { changedMeanwhile } from '../http/problem.ts'
import { eventRow, eventValues, type EventRow } from '../ledger/record.ts'
import { behaviourOf, type Change, type RuleGround, type Values } from './behaviour.ts'
import { columnsOf, recordOf, rowOf } from './column.ts'
import { changesOf, customerOf } from './events.ts'
import { attachFiles, bringsFiles } from './files/attach.ts'
import { bringsLinks, hasLinks, writeLinks } from './links.ts'
import { allowed, lock, withoutMarks } from './lock.ts'
import { refusalOf } from './refusals.ts'
import { sanitiseRichText } from './rich-text.ts'
import { statementsOf } from './statements.ts'
import { refuseLimited, shownTo } from './visible.ts'

export interface Written {
  records: AnyRecord[]
  /** The event of each record written; null where nothing changed. */
  events: (string | null)[]
}

export interface NewRecord {
  values: Values
  id?: string
  createdAt?: string
  /** When it happened, where a past is told: what follows is dated by it, as if it had been written then. */
  at?: string
}

export interface RecordChange {
  id: string
  values: Values
  /** The version that the caller read; another one is refused with 412. */
  version?: number | undefined
  /** As in `NewRecord`. */
  at?: string
  /** As in `Change`. */
  undoes?: Values
}

export const ruleGround = (context: Context, now = context.now): RuleGround => ({
  now,
  // Few rules ask for it, and telling it costs more than most of them.
  get today() {
    return dayOf(now, context.organisation.timeZone)
  },
  zone: context.organisation.timeZone,
  currency: context.organisation.currency,
  caller: context.caller,
})

function cleaned(type: RecordType, values: Values): Values {
  const clean: Values = { ...values }
  for (const { field, declared } of columnsOf(type)) {
    const value = clean[field]
    if (declared.type === 'longText' && typeof value === 'string') clean[field] = sanitiseRichText(value)
    // Nothing known is null, however it was said.
    if (clean[field] === '' || (Array.isArray(value) && value.length === 0)) clean[field] = null
  }
  return clean
}

export async function complete(db: Db, context: Context, type: RecordType, changes: Change[]): Promise<void> {
  const behaviour = behaviourOf(type)
  const ground = ruleGround(context)
  const facts = await behaviour.gather?.(db, changes, ground)
  for (const change of changes)
    behaviour.complete?.(change, facts, change.after.at ? ruleGround(context, change.after.at) : ground)
}

/** The event that tells of a change; `whole` with what is personal of it. */
export function eventOf(
  context: Context,
  type: RecordType,
  change: Change,
  version: number,
  whole = true,
): EventRow {
  const behaviour = behaviourOf(type)
  const said = behaviour.eventOf?.(change)
  const verb = change.before ? 'updated' : 'created'
  const { data, personal } = changesOf(type, change, whole)
  const at = said?.at ?? change.after.at ?? (change.before ? undefined : change.after.createdAt)
  return eventRow(
    {
      type: said?.type ?? `${type.name as 'person'}.${verb}`,
      subject: { type: type.name, id: change.after.id, version },
      ...customerOf(type, change.after.id, change.after.values),
      ...(at ? { at } : {}),
      data: { ...said?.data, changes: data },
      ...(personal ? { personal: { changes: personal } } : {}),
    },
    context.caller,
    context.now,
  )
}

/** What else is told of a new record. */
export const furtherEventsOf = (context: Context, type: RecordType, change: Change): EventRow[] =>
  (behaviourOf(type).furtherEvents?.(change) ?? []).map(({ type: told, data }) =>
    eventRow(
      {
        type: told,
        subject: { type: type.name, id: change.after.id, version: 1 },
        ...customerOf(type, change.after.id, change.after.values),
        ...(change.after.at ? { at: change.after.at } : {}),
        ...(data ? { data } : {}),
      },
      context.caller,
      context.now,
    ),
  )

export async function run(
  db: Db,
  context: Context,
  type: RecordType,
  text: string,
  changes: Change[],
  events: EventRow[],
): Promise<AnyRecord[]> {
  const values = [
    JSON.stringify(changes.map((change) => inputOf(type, change))),
    JSON.stringify(events),
    context.now,
    context.organisation.timeZone,
    context.caller.userId,
  ]
  return answered(db, type, text, values, changes)
}

/** The driver would write a list as an array of PostgreSQL; one of objects is JSON. */
const parameterOf = (value: unknown): unknown =>
  Array.isArray(value) && typeof value[0] === 'object' ? JSON.stringify(value) : (value ?? null)

/** Writes one new record, with a parameter for each of its values. */
function runOne(
  db: Db,
  context: Context,
  type: RecordType,
  change: Change,
  event: EventRow,
): Promise<AnyRecord[]> {
  const { createOne, inputs } = statementsOf(type)
  const row: Values = inputOf(type, change)
  const values = [
    context.now,
    context.organisation.timeZone,
    context.caller.userId,
    ...inputs.map((name) => parameterOf(row[name])),
    ...eventValues(event),
  ]
  return answered(db, type, createOne, values, [change])
}

const inputOf = (type: RecordType, { after }: Change): Values => ({
  id: after.id,
  created_at: after.createdAt ?? null,
  at: after.at ?? null,
  ...rowOf(type, after.values),
  ...after.derived,
})

async function answered(
  db: Db,
  type: RecordType,
  text: string,
  values: unknown[],
  changes: Change[],
): Promise<AnyRecord[]> {
  try {
    const answer = await db.executeQuery<Record<string, unknown>>(CompiledQuery.raw(text, values))
    const toRecord = recordOf(type)
    const records = new Map(answer.rows.map((row) => [row.id, toRecord(row) as AnyRecord]))
    return changes.map(({ after }) => records.get(after.id) as AnyRecord)
  } catch (error) {
    throw refusalOf(error, type)
  }
}

/** Creates records in one statement, with their identities, events and search entries. */
export async function createRecords(
  context: Context,
  type: RecordType,
  drafts: NewRecord[],
): Promise<Written> {
  refuseLimited(
    context.caller,
    type,
    drafts.map(({ values }) => values),
  )
  const changes = drafts.map(({ values, id, createdAt, at }): Change => {
    const given = cleaned(type, values)
    const filled: Values = {}
    for (const { field, declared } of columnsOf(type))
      filled[field] =
        given[field] !== undefined ? given[field] : ((declared as { default?: unknown }).default ?? null)
    // A record belongs to the member who made it, unless they say otherwise.
    if (type.owner && given[type.owner] === undefined) filled[type.owner] = context.caller.userId
    return {
      before: null,
      after: {
        id: id ?? newId(),
        values: filled,
        derived: {},
        ...(createdAt ? { createdAt } : {}),
        ...(at ? { at } : {}),
      },
      given,
    }
  })
  const write = async (db: Db): Promise<Written> => {
    if (attaching) await attachFiles(db, context.caller, type, changes)
    await complete(db, context, type, changes)
    const events = changes.map((change) => eventOf(context, type, change, 1))
    const further = changes.flatMap((change) => furtherEventsOf(context, type, change))
    const [one, ...more] = changes
    const records =
      one && more.length === 0 && further.length === 0
        ? await runOne(db, context, type, one, events[0]!)
        : await run(db, context, type, statementsOf(type).create, changes, [...events, ...further])
    if (linking) await writeLinks(db, type, changes, records)
    return { records: shownTo(context.caller, type, records), events: events.map((event) => event.id) }
  }
  const linking = bringsLinks(type, changes)
  const attaching = bringsFiles(type, changes)
  const written = await (linking || attaching || behaviourOf(type).gathersUnderLock
    ? transaction(context.database.db, write)
    : write(context.database.db))
  announce(context, type)
  return written
}

/** Tells those who follow the ledger, and those who wait for records of this type, once it is committed. */
export function announce({ database }: Context, type: RecordType): void {
  database.notify('ledger')
  const { tells } = behaviourOf(type)
  if (tells) database.notify(tells)
}

/** Changes records, each once, in one transaction: locks them, applies the rules, writes what differs. */
export async function updateRecords(
  context: Context,
  type: RecordType,
  asked: RecordChange[],
): Promise<Written> {
  const toRecord = recordOf(type)
  const derived = behaviourOf(type).derived ?? []
  if (new Set(asked.map(({ id }) => id)).size < asked.length)
    throw new Error('One write changes a record once')
  refuseLimited(
    context.caller,
    type,
    asked.map(({ values }) => values),
  )
  const written = await transaction(context.database.db, async (tx): Promise<Written> => {
    const rows = await lock(
      tx,
      context,
      type,
      asked.map((change) => change.id),
      'edit',
    )
    const current = new Map<string, AnyRecord>()
    const changes = asked.map(({ id, values, version, at, undoes }): Change => {
      const row = allowed(type, rows.get(id), 'change')
      const record = withoutMarks(toRecord(row)) as AnyRecord
      current.set(id, record)
      if (version !== undefined && version !== record.version)
        throw changedMeanwhile(shownTo(context.caller, type, [record])[0] ?? {})
      const given = cleaned(type, values)
      const before = Object.fromEntries(columnsOf(type).map(({ field }) => [field, record[field] ?? null]))
      const columns = Object.fromEntries(derived.map(([name]) => [name, row[`~${name}`] ?? null]))
      return {
        before: { id, values: before, derived: columns },
        after: { id, values: { ...before, ...given }, derived: { ...columns }, ...(at ? { at } : {}) },
        given,
        ...(undoes ? { undoes } : {}),
      }
    })
    await attachFiles(tx, context.caller, type, changes)
    await complete(tx, context, type, changes)
    const differing = changes.filter((change) => {
      const { data, personal } = changesOf(type, change)
      return Object.keys(data).length > 0 || personal !== null
    })
    const events = new Map(
      differing.map((change) => [
        change.after.id,
        eventOf(context, type, change, (current.get(change.after.id)?.version ?? 0) + 1),
      ]),
    )
    if (differing.length > 0) {
      const records = await run(tx, context, type, statementsOf(type).update, differing, [...events.values()])
      if (hasLinks(type)) await writeLinks(tx, type, differing, records)
      for (const record of records) current.set(record.id, record)
    }
    return {
      records: shownTo(
        context.caller,
        type,
        asked.map(({ id }) => current.get(id) as AnyRecord),
      ),
      events: asked.map(({ id }) => events.get(id)?.id ?? null),
    }
  })
  announce(context, type)
  return written
}
