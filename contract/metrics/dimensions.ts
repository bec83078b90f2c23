import { familyOf } from '../record-types.ts'
import { isDimension, targetOf, type Field } from '../records/field.ts'
import type { RecordType } from '../records/record-type.ts'
import { workedOut, type WorkedOut, type WorkedOutName } from './worked-out.ts'

/** What a figure may be broken down by. */
export interface Dimension {
  /** A field of the record type, `team`, or a field of what the record refers to: `company.industry`. */
  name: string
  label: string
  /** The field whose values are the groups. */
  field: Field
  /** The reference that leads to the field's record. */
  through?: string
  /** It is worked out from the record: which of them. */
  workedOut?: WorkedOutName
  /** A record counts under each of several values. */
  several?: true
}

/** The owner's team on the anchor day: teams change, and past figures stay with the team of the time. */
export const teamDimension: Dimension = {
  name: 'team',
  label: 'Team',
  field: { type: 'reference', to: 'team', label: 'Team' },
}

const own = (type: RecordType): [string, Field][] =>
  Object.entries(type.fields).filter(([, field]) => isDimension(field) && field.type !== 'references')

const followed = new Set(['company', 'person', 'product'])

const all: readonly (WorkedOut & { name: WorkedOutName })[] = workedOut

const ofItself = (type: RecordType): Dimension[] =>
  all
    .filter((one) => one.of === type.name)
    .map(({ name, field, several }) => ({
      name,
      label: field.label,
      field,
      workedOut: name,
      ...(several && { several }),
    }))

const followedTo = (target: string, through: string, reference: Field): Dimension[] =>
  all
    .filter((one) => one.of === target)
    .map(({ name, field }) => ({
      name: `${through}.${name}`,
      label: `${reference.label}: ${field.label.toLowerCase()}`,
      field,
      through,
      workedOut: name,
    }))

/**
 * The dimensions of a record type: its own fields, the owner's team, the words kept on what it refers to, and what is
 * worked out from either.
 */
export function dimensionsOf(type: RecordType): Dimension[] {
  const fields = own(type)
  return [
    ...fields.map(([name, field]) => ({ name, label: field.label, field })),
    ...(type.owner ? [teamDimension] : []),
    ...ofItself(type),
    ...fields.flatMap(([through, reference]) => {
      const target = targetOf(reference)
      if (!target || target === type.name || !followed.has(target)) return []
      return [
        ...own(familyOf(type).of(target))
          .filter(([, field]) => field.type === 'text' || field.type === 'choice')
          .map(([name, field]) => ({
            name: `${through}.${name}`,
            label: `${reference.label}: ${field.label.toLowerCase()}`,
            field,
            through,
          })),
        ...followedTo(target, through, reference),
      ]
    }),
  ]
}
