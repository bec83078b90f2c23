import { CompiledQuery } from 'kysely'
import type { RecordType } from '../../contract/records/record-type.ts'
import type { Db } from '../db/database.ts'
import type { Context } from '../http/context.ts'
import { forbidden, notFound } from '../http/problem.ts'
import { behaviourOf } from './behaviour.ts'
import { selectList } from './column.ts'
import { parameters, permitted } from './visible.ts'

/** A record's row under its lock, with what the caller may do; marks and derived columns begin with `~`. */
export type LockedRow = Record<string, unknown> & { '~visible': boolean; '~editable': boolean }

/**
 * Locks records in the order of their ids, so that two writers of several never wait for each other in a ring. Their
 * ids stay, so others may meanwhile write records that refer to them.
 */
export async function lock(
  tx: Db,
  context: Context,
  type: RecordType,
  ids: string[],
  action: 'edit' | 'delete',
): Promise<Map<string, LockedRow>> {
  const { values, bind } = parameters()
  const derived = (behaviourOf(type).derived ?? []).map(([name]) => `, t.${name} as "~${name}"`).join('')
  const text = `select ${selectList(type)}${derived},
      coalesce(${permitted(context.caller, type, 'see', 't', bind)}, false) as "~visible",
      coalesce(${permitted(context.caller, type, action, 't', bind)}, false) as "~editable"
    from ${type.plural} t where t.id = any(${bind(ids)}::uuid[]) order by t.id for no key update of t`
  const { rows } = await tx.executeQuery<LockedRow>(CompiledQuery.raw(text, values))
  return new Map(rows.map((row) => [String(row.id), row]))
}

/** The locked row, if the caller may act on it; refuses otherwise. */
export function allowed(type: RecordType, row: LockedRow | undefined, verb: string): LockedRow {
  if (!row || !row['~visible']) throw notFound(type.label.one.toLowerCase())
  if (!row['~editable'])
    throw forbidden(
      `Your role may not ${verb} this ${type.label.one.toLowerCase()}. Ask its owner or an administrator.`,
    )
  return row
}

export const withoutMarks = (row: Record<string, unknown>) =>
  Object.fromEntries(Object.entries(row).filter(([name]) => !name.startsWith('~')))
