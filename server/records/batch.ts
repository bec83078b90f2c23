import { sql } from 'kysely'
import { z } from 'zod'
import type { RecordType } from '../../contract/records/record-type.ts'
import type { Operation, resultSchema } from '../../contract/records/routes.ts'
import { createSchema, updateSchema, valueSchema, type AnyRecord } from '../../contract/records/value.ts'
import { transaction } from '../db/transaction.ts'
import type { Context } from '../http/context.ts'
import { authorise } from '../http/policy.ts'
import { conflict, invalid, invalidField, Refusal } from '../http/problem.ts'
import { moveToBin } from './bin.ts'
import { columnNamed } from './column.ts'
import { createRecords, updateRecords } from './write.ts'

type Result = z.infer<typeof resultSchema>

const schemas = new WeakMap<RecordType, { create: ReturnType<typeof createSchema>; update: ReturnType<typeof updateSchema> }>()

function schemasOf(type: RecordType) {
  let known = schemas.get(type)
  if (!known) schemas.set(type, (known = { create: createSchema(type), update: updateSchema(type) }))
  return known
}

function checked(type: RecordType, kind: 'create' | 'update', values: Record<string, unknown>): Record<string, unknown> {
  const parsed = schemasOf(type)[kind].safeParse(values)
  if (parsed.success) return parsed.data
  throw invalid(parsed.error.issues.map((issue) => ({ path: issue.path.join('.'), message: issue.message })))
}

/**
 * Creates a record, or changes the one whose unique field has the same value. Of two at once, the second changes what
 * the first created.
 */
export async function upsertRecord(
  context: Context,
  type: RecordType,
  by: string,
  values: Record<string, unknown>,
): Promise<{ record: AnyRecord; event: string | null; created: boolean }> {
  const column = columnNamed(type, by)
  if (!column?.declared.unique) throw invalidField('field', `${type.label.many} have no unique field “${by}”`)
  if (values[by] === undefined || values[by] === null) throw invalidField(by, `${column.declared.label} is needed to find the record`)
  const key = valueSchema(column.declared).parse(values[by])
  return transaction(context.database.db, async (tx) => {
    const inner = { ...context, database: { ...context.database, db: tx, lists: tx } }
    await sql`select pg_advisory_xact_lock(hashtextextended(${`${type.name} ${by} ${String(key)}`}, 0))`.execute(tx)
    const { rows } = await sql<{ id: string; binned: boolean }>`select id, deleted_at is not null as binned
      from ${sql.table(type.plural)} where ${sql.ref(column.name)} = ${key}`.execute(tx)
    const existing = rows[0]
    if (existing?.binned) throw conflict(`The ${type.label.one.toLowerCase()} with this ${column.declared.label.toLowerCase()} is in the bin. Restore it first.`)
    if (existing) {
      authorise(context.caller, { type: type.name, action: 'edit' })
      const { records, events } = await updateRecords(inner, type, [{ id: existing.id, values }])
      return { record: records[0] as AnyRecord, event: events[0] ?? null, created: false }
    }
    const { records, events } = await createRecords(inner, type, [{ values: checked(type, 'create', values) }])
    return { record: records[0] as AnyRecord, event: events[0] ?? null, created: true }
  })
}

const problemOf = (error: unknown): Result => {
  if (error instanceof Refusal) return { status: error.problem.status, problem: error.problem }
  throw error
}

async function perform(context: Context, type: RecordType, operation: Operation): Promise<Result> {
  switch (operation.do) {
    case 'create': {
      authorise(context.caller, { type: type.name, action: 'create' })
      const { records } = await createRecords(context, type, [{ values: checked(type, 'create', operation.values) }])
      return { status: 201, record: records[0] as AnyRecord }
    }
    case 'update': {
      authorise(context.caller, { type: type.name, action: 'edit' })
      const { id, version } = operation
      const { records } = await updateRecords(context, type, [{ id, version, values: checked(type, 'update', operation.values) }])
      return { status: 200, record: records[0] as AnyRecord }
    }
    case 'upsert': {
      authorise(context.caller, { type: type.name, action: 'create' })
      const { record, created } = await upsertRecord(context, type, operation.by, checked(type, 'update', operation.values))
      return { status: created ? 201 : 200, record }
    }
    case 'delete':
    case 'restore': {
      authorise(context.caller, { type: type.name, action: 'delete' })
      const { records } = await moveToBin(context, type, [operation.id], operation.do === 'delete')
      return { status: 200, record: records[0] as AnyRecord }
    }
  }
}

/** All creations of a batch in one statement; null when one of them is refused, so that each must be tried alone. */
async function createTogether(context: Context, type: RecordType, operations: Operation[]): Promise<Result[] | null> {
  if (!operations.every((operation) => operation.do === 'create')) return null
  authorise(context.caller, { type: type.name, action: 'create' })
  try {
    const drafts = operations.map(({ values }) => ({ values: checked(type, 'create', values) }))
    const { records } = await createRecords(context, type, drafts)
    return records.map((record) => ({ status: 201, record }))
  } catch (error) {
    if (error instanceof Refusal) return null
    throw error
  }
}

/** Carries out each operation by itself: what is refused says why, and the others stand. */
export async function runBatch(context: Context, type: RecordType, operations: Operation[]): Promise<Result[]> {
  const together = await (context.database.db.isTransaction ? null : createTogether(context, type, operations))
  if (together) return together
  return transaction(context.database.db, async (tx) => {
    const inner = { ...context, database: { ...context.database, db: tx, lists: tx } }
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
