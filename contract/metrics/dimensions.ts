import { familyOf } from '../record-types.ts'
import { isDimension, targetOf, type Field } from '../records/field.ts'
import type { RecordType } from '../records/record-type.ts'

/** What a figure may be broken down by. */
export interface Dimension {
  /** A field of the record type, `team`, or a field of what the record refers to: `company.industry`. */
  name: string
  label: string
  /** The field whose values are the groups. */
  field: Field
  /** The reference that leads to the field's record. */
  through?: string
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

/** The dimensions of a record type: its own fields, the owner's team, and the words kept on what it refers to. */
export function dimensionsOf(type: RecordType): Dimension[] {
  const fields = own(type)
  return [
    ...fields.map(([name, field]) => ({ name, label: field.label, field })),
    ...(type.owner ? [teamDimension] : []),
    ...fields.flatMap(([through, reference]) => {
      const target = targetOf(reference)
      if (!target || target === type.name || !followed.has(target)) return []
      return own(familyOf(type).of(target))
        .filter(([, field]) => field.type === 'text' || field.type === 'choice')
        .map(([name, field]) => ({
          name: `${through}.${name}`,
          label: `${reference.label}: ${field.label.toLowerCase()}`,
          field,
          through,
        }))
    }),
  ]
}
