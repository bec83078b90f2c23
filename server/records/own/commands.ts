import { sql } from 'kysely'
import type { fieldEvents } from '../../../contract/records/events.ts'
import type { NewOwnField, OwnField, OwnFieldChange } from '../../../contract/records/own-field.ts'
import { typesWith } from '../../../contract/record-types.ts'
import type { RecordType } from '../../../contract/records/record-type.ts'
import type { Db } from '../../db/database.ts'
import { newId } from '../../db/id.ts'
import { atomically, type Context } from '../../http/context.ts'
import { conflict, notFound } from '../../http/problem.ts'
import { record } from '../../ledger/record.ts'
import { fieldsChannel, refreshTypes, typesOf } from '../types.ts'
import { settleFormulas } from '../formula/install.ts'
import { refuseRead } from '../formula/rules.ts'
import { AlreadyDouble, dropUnique, makeUnique } from './indexes.ts'
import { searchAnew } from './jobs.ts'
import { lockOwnFields, readOwnFields, typeOfField } from './queries.ts'
import { changedField, checkReturn, differences, newField, ordered } from './rules.ts'

/** A type as it will be with a field, which no process knows yet. */
const typeHaving = (field: OwnField): RecordType => typesWith([field]).of(field.recordType)

async function tell(
  context: Context,
  type: (typeof fieldEvents)[number]['type'],
  field: OwnField,
  changes: Record<string, [unknown, unknown]> = {},
): Promise<void> {
  const { recordType, name, label } = field
  await record(context.database.db, context.caller, context.now, [
    {
      type,
      subject: { type: 'field', id: field.id, version: field.version },
      data: { title: label, recordType, name, label, changes },
    },
  ])
  context.database.notify('ledger')
  context.database.notify(fieldsChannel)
}

/** Acts on fields in one transaction; afterwards this process knows what it did, the others hear of it. */
async function changing<T>(context: Context, fn: (inner: Context) => Promise<T>): Promise<T> {
  const done = await atomically(context, fn)
  if (!context.database.db.isTransaction) await refreshTypes(context.database)
  return done
}

async function write(tx: Db, field: OwnField, userId: string | null): Promise<void> {
  const json = (value: unknown) =>
    value === null || value === undefined ? null : sql`${JSON.stringify(value)}::jsonb`
  await sql`insert into own_fields (id, version, record_type, name, type, label, help, required, is_unique, searched, personal,
      default_value, options, refers_to, formula, result, kinds, largest, position, retired_at, created_by)
    values (${field.id}, ${field.version}, ${field.recordType}, ${field.name}, ${field.type}, ${field.label}, ${field.help},
      ${field.required}, ${field.unique}, ${field.searched}, ${field.personal}, ${json(field.default)}, ${json(field.options)},
      ${field.to}, ${field.formula}, ${field.result}, ${field.kinds}::text[], ${field.largest}, ${field.position}, ${field.retiredAt}, ${userId})
    on conflict (id) do update set version = excluded.version, label = excluded.label, help = excluded.help,
      required = excluded.required, is_unique = excluded.is_unique, searched = excluded.searched, personal = excluded.personal,
      default_value = excluded.default_value, options = excluded.options, formula = excluded.formula, result = excluded.result, kinds = excluded.kinds, largest = excluded.largest, position = excluded.position,
      retired_at = excluded.retired_at`.execute(tx)
}

async function keepUnique(context: Context, field: OwnField): Promise<void> {
  // The answer to the last statement keeps its snapshot until another one is asked, and the index waits for snapshots.
  await sql`select`.execute(context.database.db)
  try {
    await makeUnique(context.database, typeHaving({ ...field, retiredAt: null }), field.name)
  } catch (error) {
    if (!(error instanceof AlreadyDouble)) throw error
    throw conflict(
      `Two records already have the same ${field.label.toLowerCase()}: “${error.message}”. Change one of them first.`,
      [{ path: 'unique', message: `“${error.message}” is there twice` }],
    )
  }
}

export const addField = (context: Context, input: NewOwnField): Promise<OwnField> =>
  changing(context, async (inner) => {
    const { db } = inner.database
    const others = await lockOwnFields(db, input.recordType)
    const field: OwnField = {
      ...newField(input, typesOf(context.database), others),
      id: newId(),
      version: 1,
      position: Math.max(-1, ...others.map(({ position }) => position)) + 1,
      retiredAt: null,
    }
    if (field.unique) await keepUnique(inner, field)
    await write(db, field, context.caller.userId)
    await tell(inner, 'field.added', field)
    await settleFormulas(db)
    return field
  })

async function locked(tx: Db, id: string): Promise<{ field: OwnField; others: OwnField[] }> {
  const recordType = await typeOfField(tx, id)
  const others = recordType === null ? [] : await lockOwnFields(tx, recordType)
  const field = others.find((other) => other.id === id)
  if (!field) throw notFound('field')
  return { field, others }
}

export const changeField = (context: Context, id: string, change: OwnFieldChange): Promise<OwnField> =>
  changing(context, async (inner) => {
    const { db } = inner.database
    const { field: before, others } = await locked(db, id)
    const type = typesOf(context.database).of(before.recordType)
    const after = changedField(before, change, type, others)
    const changes = differences(before, after)
    if (Object.keys(changes).length === 0) return before
    const field = { ...after, version: before.version + 1 }
    if (field.unique && !before.unique) await keepUnique(inner, field)
    await write(db, field, null)
    await tell(inner, 'field.changed', field, changes)
    await settleFormulas(db)
    if (field.searched !== before.searched) await searchAnew(db, field)
    if (before.unique && !field.unique) await dropUnique(inner.database, type, field.name)
    return field
  })

export const orderFields = (context: Context, recordType: string, ids: string[]): Promise<OwnField[]> =>
  changing(context, async (inner) => {
    const { db } = inner.database
    const fields = await lockOwnFields(db, recordType)
    const inOrder = ordered(fields, ids)
    const moved = inOrder.map((field, position) =>
      field.position === position ? field : { ...field, position, version: field.version + 1 },
    )
    for (const field of moved) if (!fields.includes(field)) await write(db, field, null)
    inner.database.notify(fieldsChannel)
    return moved
  })

/** Takes a field out of use, or brings it back with all that records hold of it. */
export const retireField = (context: Context, id: string, retired: boolean): Promise<OwnField> =>
  changing(context, async (inner) => {
    const { db } = inner.database
    const { field: before, others } = await locked(db, id)
    if ((before.retiredAt !== null) === retired) return before
    const type = typesOf(context.database).of(before.recordType)
    // Brought back, it meets the fields that came meanwhile like any other.
    if (!retired) checkReturn(before, type, others)
    if (retired) refuseRead(typesWith((await readOwnFields(db)).fields), before)
    const field = {
      ...before,
      retiredAt: retired ? context.now : null,
      version: before.version + 1,
    }
    await write(db, field, null)
    await tell(inner, retired ? 'field.retired' : 'field.restored', field)
    await settleFormulas(db)
    if (field.searched) await searchAnew(db, field)
    return field
  })
