import type { Described } from '../../contract/records/describe.ts'
import { largestOf, mediaTypesOf } from '../../contract/records/file.ts'
import { isChoice, isFile, targetOf, type Field } from '../../contract/records/field.ts'
import { fieldsOf, type RecordType } from '../../contract/records/record-type.ts'
import type { Context } from '../http/context.ts'
import { reach } from '../http/policy.ts'
import { typesOf } from './types.ts'
import { seenBy } from './visible.ts'

const describeField = (name: string, field: Field): Described['fields'][number] => ({
  name,
  type: field.type,
  label: field.label,
  help: field.help ?? null,
  required: field.required ?? false,
  unique: field.unique ?? false,
  readOnly: field.readOnly ?? false,
  options: isChoice(field) ? field.options.map(({ value, label }) => ({ value, label })) : null,
  to: targetOf(field),
  files: isFile(field)
    ? { mediaTypes: mediaTypesOf(field)?.slice() ?? null, largest: largestOf(field) }
    : null,
})

const describeType = (type: RecordType): Described => ({
  name: type.name,
  plural: type.plural,
  label: type.label,
  setting: type.setting ?? false,
  fields: Object.entries(fieldsOf(type)).map(([name, field]) => describeField(name, field)),
})

/** The record types that the caller may see, or the one named, with the fields that they may know of. */
export const describeTypes = ({ database, caller }: Context, name: string | undefined): Described[] =>
  typesOf(database)
    .all.filter(
      (type) => (name === undefined || type.name === name) && reach(caller, type.name, 'see') !== 'none',
    )
    .map((type) => describeType(seenBy(caller, type)))
