import { sql } from 'kysely'
import { z } from 'zod'
import type { RecordType } from '../../contract/records/record-type.ts'
import type { Operation, resultSchema } from '../../contract/records/routes.ts'
import { createSchema, updateSchema, valueSchema, type AnyRecord } from '../../contract/records/value.ts'
import type { Db } from '../db/database.ts'
import { atomically, type Context } from '../http/context.ts'
import { authorise } from '../http/policy.ts'
import { conflict, fieldErrors, invalid, invalidField, Refusal } from '../http/problem.ts'
import { behaviourOf } from './behaviour.ts'
import { moveToBin } from './bin.ts'
import { columnNamed, type Column } from './column.ts'
import { seenBy } from './visible.ts'
import { createRecords, updateRecords, type Written } from './write.ts'

type Result = z.infer<typeof resultSchema>

const schemas = new WeakMap<
  RecordType,
  { create: ReturnType<typeof createSchema>; update: ReturnType<typeof updateSchema> }
>()

function schemasOf(type: RecordType) {
  let known = schemas.get(type)
  if (!known) schemas.set(type, (known = { create: createSchema(type), update: updateSchema(type) }))
  return known
}

function checked(
  type: RecordType,
  kind: 'create' | 'update',
  values: Record<string, unknown>,
): Record<string, unknown> {
  const parsed = schemasOf(type)[kind].safeParse(values)
  if (parsed.success) return parsed.data
  throw invalid(fieldErrors(parsed.error))
}

/** One writer at a time for each of these values, until the transaction ends; taken in one order by everyone. */
async function claim(tx: Db, values: string[]): Promise<void> {
  if (values.length > 0)
    await sql`select pg_advisory_xact_lock(hash) from (select distinct hashtextextended(value, 0) as hash
      from unnest(${values}::text[]) as value order by hash) claimed`.execute(tx)
}

/** The records that have one of these values in a unique field, or as a further one of it. */
function havingKeys(type: RecordType, { field, at, type: kind }: Column, keys: string[]) {
  const own = sql`${sql.raw(at(type.plural))} = any(${keys}::${sql.raw(kind)}[])`
  if (!behaviourOf(type).furtherKeys?.includes(field)) return own
  return sql`(${own} or id in (select ${sql.ref(`${type.name}_id`)} from identities
    where kind = ${sql.lit(field)} and value = any(${keys}::text[])))`
}

/**
 * Creates a record, or changes the one whose unique field has the same value. Of two at once, the second changes what
 * the first created. Found by a further value, as a person by their other e-mail, it keeps the one that stands on it.
 */
export async function upsertRecord(
  context: Context,
  type: RecordType,
  by: string,
  values: Record<string, unknown>,
): Promise<{ record: AnyRecord; event: string | null; created: boolean }> {
  const column = columnNamed(type, by)
  if (!column?.declared.unique || !columnNamed(seenBy(context.caller, type), by))
    throw invalidField('field', `${type.label.many} have no unique field “${by}”`)
  if (values[by] === undefined || values[by] === null)
    throw invalidField(by, `${column.declared.label} is needed to find the record`)
  const key = valueSchema(column.declared).parse(values[by])
  return atomically(context, async (inner) => {
    const tx = inner.database.db
    await claim(tx, [`${type.name} ${by} ${String(key)}`])
    const { rows } = await sql<{
      id: string
      binned: boolean
      further: boolean
    }>`select id, deleted_at is not null as binned, ${sql.raw(column.at(type.plural))} is distinct from ${String(key)}::${sql.raw(column.type)} as further
      from ${sql.table(type.plural)} where ${havingKeys(type, column, [String(key)])}`.execute(tx)
    const existing = rows[0]
    if (existing?.binned)
      throw conflict(
        `The ${type.label.one.toLowerCase()} with this ${column.declared.label.toLowerCase()} is in the bin. Restore it first.`,
      )
    if (existing) {
      authorise(context.caller, { type: type.name, action: 'edit' })
      const { [by]: _, ...others } = values
      const { records, events } = await updateRecords(inner, type, [
        { id: existing.id, values: existing.further ? others : values },
      ])
      return { record: records[0] as AnyRecord, event: events[0] ?? null, created: false }
    }
    const { records, events } = await createRecords(inner, type, [
      { values: checked(type, 'create', values) },
    ])
    return { record: records[0] as AnyRecord, event: events[0] ?? null, created: true }
  })
}

const problemOf = (error: unknown): Result => {
  if (error instanceof Refusal) return { status: error.problem.status, problem: error.problem }
  throw error
}

const resultOf = (status: number, { records, events }: Written): Result => ({
  status,
  event: events[0] ?? null,
  record: records[0],
})

async function perform(context: Context, type: RecordType, operation: Operation): Promise<Result> {
  switch (operation.do) {
    case 'create': {
      authorise(context.caller, { type: type.name, action: 'create' })
      return resultOf(
        201,
        await createRecords(context, type, [{ values: checked(type, 'create', operation.values) }]),
      )
    }
    case 'update': {
      authorise(context.caller, { type: type.name, action: 'edit' })
      const { id, version } = operation
      return resultOf(
        200,
        await updateRecords(context, type, [
          { id, version, values: checked(type, 'update', operation.values) },
        ]),
      )
    }
    case 'upsert': {
      authorise(context.caller, { type: type.name, action: 'create' })
      const { record, event, created } = await upsertRecord(
        context,
        type,
        operation.by,
        checked(type, 'update', operation.values),
      )
      return { status: created ? 201 : 200, event, record }
    }
    case 'delete':
    case 'restore': {
      authorise(context.caller, { type: type.name, action: 'delete' })
      return resultOf(200, await moveToBin(context, type, [operation.id], operation.do === 'delete'))
    }
  }
}

/** All creations of a batch in one statement; null when one of them is refused, so that each must be tried alone. */
async function createTogether(
  context: Context,
  type: RecordType,
  operations: Operation[],
): Promise<Result[] | null> {
  if (!operations.every((operation) => operation.do === 'create')) return null
  try {
    authorise(context.caller, { type: type.name, action: 'create' })
    const drafts = operations.map(({ values }) => ({ values: checked(type, 'create', values) }))
    const { records, events } = await createRecords(context, type, drafts)
    return records.map((record, i) => ({ status: 201, event: events[i] ?? null, record }))
  } catch (error) {
    if (error instanceof Refusal) return null
    throw error
  }
}

/** Locks all that a batch touches in one order, so that two batches in different orders never wait for each other in a ring. */
async function takeAll(tx: Db, type: RecordType, operations: Operation[]): Promise<void> {
  const keys = operations.flatMap((operation) => {
    if (operation.do !== 'upsert') return []
    const column = columnNamed(type, operation.by)
    const key = column?.declared.unique
      ? valueSchema(column.declared).safeParse(operation.values[operation.by])
      : undefined
    return column && key?.success ? [{ by: operation.by, column: column.name, key: String(key.data) }] : []
  })
  await claim(
    tx,
    keys.map(({ by, key }) => `${type.name} ${by} ${key}`),
  )
  const ids = operations.flatMap((operation) => ('id' in operation ? [operation.id] : []))
  const named = [...Map.groupBy(keys, ({ by }) => by)].map(([by, of]) => {
    const column = columnNamed(type, by) as Column
    const values = of.map(({ key }) => key)
    return sql`or ${havingKeys(type, column, values)}`
  })
  await sql`select from ${sql.table(type.plural)} where id = any(${ids}::uuid[]) ${sql.join(named, sql` `)}
    order by id for no key update`.execute(tx)
}

/** Carries out each operation by itself: what is refused says why, and the others stand. */
export async function runBatch(
  context: Context,
  type: RecordType,
  operations: Operation[],
): Promise<Result[]> {
  const together = await (context.database.db.isTransaction
    ? null
    : createTogether(context, type, operations))
  if (together) return together
  return atomically(context, async (inner) => {
    const tx = inner.database.db
    await takeAll(tx, type, operations)
    const results: Result[] = []
    for (const operation of operations) {
      await sql`savepoint operation`.execute(tx)
      try {
        results.push(await perform(inner, type, operation))
        await sql`release savepoint operation`.execute(tx)
      } catch (error) {
        await sql`rollback to savepoint operation`.execute(tx)
        results.push(problemOf(error))
      }
    }
    return results
  })
}
