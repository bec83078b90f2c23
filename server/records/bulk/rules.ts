import { bulkVerbs, type BulkChange } from '../../../contract/records/bulk-edit.ts'
import type { RecordType } from '../../../contract/records/record-type.ts'
import { valueSchema } from '../../../contract/records/value.ts'
import { fieldErrors, invalid, type FieldError } from '../../http/problem.ts'
import type { Values } from '../behaviour.ts'
import { sanitiseRichText } from '../rich-text.ts'

const verbs = { set: 'be set to one value', clear: 'be cleared', add: 'be added to', remove: 'be taken from' }

/** Null and an empty list are what `clear` says; the rest is checked as in any write. */
function checked(type: RecordType, change: BulkChange, path: string, errors: FieldError[]): BulkChange {
  const field = Object.hasOwn(type.fields, change.field) ? type.fields[change.field] : undefined
  const refuse = (part: string, message: string) => {
    errors.push({ path: `${path}.${part}`, message })
    return change
  }
  if (!field) return refuse('field', `${type.label.many} have no field “${change.field}”`)
  const possible = bulkVerbs(field)
  if (possible.length === 0) return refuse('field', `${field.label} is set by Throughline only`)
  const cleared = change.do === 'set' && (change.value === null || change.value === '')
  const verb = cleared ? 'clear' : change.do
  if (!possible.includes(verb))
    return refuse('do', `${field.label} of many ${type.label.many.toLowerCase()} cannot ${verbs[verb]}`)
  if (verb === 'clear' || change.do === 'clear') return { field: change.field, do: 'clear' }
  const given = change.do === 'set' ? change.value : change.values
  const parsed = valueSchema(field).safeParse(given)
  if (!parsed.success) {
    const part = change.do === 'set' ? 'value' : 'values'
    for (const { message } of fieldErrors(parsed.error)) refuse(part, message)
    return change
  }
  if (change.do !== 'set') return { ...change, values: parsed.data as string[] }
  const value = field.type === 'longText' ? sanitiseRichText(String(parsed.data)) : parsed.data
  return { ...change, value }
}

/** The changes with their values put as the database has them. Refuses with the path of each that cannot be. */
export function checkedChanges(type: RecordType, changes: readonly BulkChange[]): BulkChange[] {
  const errors: FieldError[] = []
  const seen = new Set<string>()
  const made = changes.map((change, at) => {
    const path = `changes.${at}`
    if (seen.has(change.field)) errors.push({ path: `${path}.field`, message: 'This field is named twice' })
    seen.add(change.field)
    return checked(type, change, path, errors)
  })
  if (errors.length > 0) throw invalid(errors)
  return made
}

/** What the changes set in a record, given what stands there; several values keep their order, new ones come last. */
export function valuesAfter(record: Values, changes: readonly BulkChange[]): Values {
  const values: Values = {}
  for (const change of changes) {
    const there = (record[change.field] ?? []) as string[]
    if (change.do === 'set') values[change.field] = change.value
    else if (change.do === 'clear') values[change.field] = null
    else if (change.do === 'add') values[change.field] = [...new Set([...there, ...change.values])]
    else values[change.field] = there.filter((one) => !change.values.includes(one))
  }
  return values
}
