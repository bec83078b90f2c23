import type { Field, Fields } from './field.ts'
import type { Filter } from './filter.ts'

export type Wing = 'customer' | 'marketing' | 'sales' | 'service' | 'team'

/**
 * A record type, declared once. Its table has the plural's name, a column for each field (snake case; money also has
 * `…_currency`), the system columns below, and a `title` that PostgreSQL generates from the row.
 */
export interface RecordType<Name extends string = string, F extends Fields = Fields> {
  name: Name
  /** Path in the API, table in the database, route in the web. */
  plural: string
  label: { one: string; many: string }
  wing: Wing
  fields: F
  /** Own fields no longer in use, by which what was written of them can still be read. */
  retired?: Fields
  /** Fields that a record without a name is called by, the first that it has. */
  calledBy?: readonly string[]
  /** Which field says whose a record is; permissions "own" and "team" read it. Without one, everyone's. */
  owner?: string
  /** Fields shown first in a table, and beside the title where there is little room. */
  columns: readonly string[]
  /** The field of one image that stands before a record's name. */
  picture?: string
  /** The field whose values are a board's columns. */
  board?: string
  /** The order of a list when none is asked for; without it, newest first. */
  sort?: { field: string; direction: 'asc' | 'desc' }
  /** What its list shows of them unless another view is asked for: the reader's own that are open. */
  opens?: Filter
  /** Its owner is chosen by rules unless one is named, so a form names nobody by itself. */
  ownerChosen?: true
  /** Configuration such as stages and teams: seen by all, changed by administrators, no timeline of its own. */
  setting?: true
  /** Belongs to records of another type and is reached from there, not from the menu. */
  part?: true
  /** Made by verbs alone: nobody types, changes or deletes one. */
  issued?: true
  /** Two records of it may turn out to be one, and be merged. */
  mergeable?: true
  /** Where the customer of this record stands, so that its events join that customer's timeline. */
  customer?: { person?: string; company?: string } | 'self'
}

/** Names in the declaration are checked against its fields here; the stored type stays covariant, so that lists of types work. */
export const recordType = <const Name extends string, const F extends Fields>(
  type: RecordType<Name, F> & {
    owner?: keyof F & string
    columns: readonly (keyof F & string)[]
    board?: keyof F & string
    picture?: keyof F & string
    customer?: { person?: keyof F & string; company?: keyof F & string } | 'self'
  },
): RecordType<Name, F> => type

/** Columns of every record type, besides its own fields. */
export const systemFields = {
  createdAt: { type: 'moment', label: 'Created', readOnly: true },
  updatedAt: { type: 'moment', label: 'Updated', readOnly: true },
  createdBy: { type: 'user', label: 'Created by', readOnly: true },
} as const satisfies Fields

/** The declared and the system fields by name. */
export const fieldsOf = (type: RecordType): Record<string, Field> => ({ ...type.fields, ...systemFields })

export function fieldOf(type: RecordType, name: string): Field | undefined {
  const fields = fieldsOf(type)
  return Object.hasOwn(fields, name) ? fields[name] : undefined
}
