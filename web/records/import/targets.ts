import { lifecycleStages } from '../../../contract/customer/lifecycle.ts'
import { fieldOf, systemFields } from '../../../contract/records/record-type.ts'
import type { Field } from '../../../contract/records/field.ts'
import type { FieldMapping, FileMapping, Reference } from '../../../contract/records/import-mapping.ts'
import { addressSchema } from '../../../contract/records/value.ts'
import { isFile, targetOf } from '../../../contract/records/field.ts'
import { choicesFrom, fieldLabel, typeLabel } from '../../text/labels.ts'
import { t } from '../../text/seldom.ts'
import { targetTypeOf } from './target-types.ts'

/** What a column may fill, written as one word: `field:amount`, `field:address.city`, `stage:lead`. */
export type Target = `field:${string}` | `stage:${string}`

export interface TargetGroup {
  group: string
  items: { value: Target; label: string }[]
}

const parts = Object.keys(addressSchema.shape) as (keyof typeof addressSchema.shape)[]

/** The fields of a type that a file may fill, and the stages whose entry it may date. */
export function targetsOf(recordType: string): TargetGroup[] {
  const type = targetTypeOf(recordType)
  const fields = Object.entries(type.fields).filter(([, field]) => !field.readOnly && !isFile(field))
  const own = fields.flatMap(([name, field]) =>
    field.type === 'address'
      ? parts.map((part) => ({
          value: `field:${name}.${part}` as Target,
          label: `${fieldLabel(field)}: ${t(`field.address.${part}`)}`,
        }))
      : [
          {
            value: `field:${name}` as Target,
            label: field.required ? `${fieldLabel(field)} *` : fieldLabel(field),
          },
        ],
  )
  own.push({ value: 'field:createdAt', label: fieldLabel(systemFields.createdAt) })
  const stages = type.fields['lifecycleStage']
    ? choicesFrom(lifecycleStages).map(({ value, label }) => ({
        value: `stage:${value}` as Target,
        label: t('import.entered', { stage: label }),
      }))
    : []
  return [
    { group: typeLabel(type).one, items: own },
    ...(stages.length > 0 ? [{ group: t('import.lifecycle'), items: stages }] : []),
  ]
}

export const declaredOf = (recordType: string, path: string): Field | undefined =>
  fieldOf(targetTypeOf(recordType), path.split('.')[0] ?? '')

export const targetsOfColumn = (file: FileMapping, column: string): Target[] => [
  ...file.fields.filter((field) => field.column === column).map(({ field }) => `field:${field}` as Target),
  ...(file.lifecycle ?? [])
    .filter((entry) => entry.column === column)
    .map(({ stage }) => `stage:${stage}` as Target),
]

const referenceFor = (field: Field | undefined): { reference?: Reference } =>
  field && targetOf(field) ? { reference: { by: 'name' } } : {}

/** The file with a column's target changed: from one, to another or to none. A field is filled once, so it moves here. */
export function retargeted(
  file: FileMapping,
  column: string,
  from: Target | null,
  to: Target | null,
  suggested?: FieldMapping,
): FileMapping {
  let { fields, lifecycle = [] } = file
  if (from?.startsWith('field:'))
    fields = fields.filter(({ field, column: its }) => !(its === column && `field:${field}` === from))
  if (from?.startsWith('stage:'))
    lifecycle = lifecycle.filter((entry) => !(entry.column === column && `stage:${entry.stage}` === from))
  if (to?.startsWith('field:')) {
    const field = to.slice(6)
    const at = file.fields.findIndex((one) => one.column === column && `field:${one.field}` === from)
    const filled: FieldMapping =
      suggested?.field === field
        ? suggested
        : { field, column, ...referenceFor(declaredOf(file.recordType, field)) }
    fields = fields.filter((one) => one.field !== field)
    fields = at < 0 ? [...fields, filled] : fields.toSpliced(Math.min(at, fields.length), 0, filled)
  }
  if (to?.startsWith('stage:'))
    lifecycle = [...lifecycle.filter(({ stage }) => `stage:${stage}` !== to), { stage: to.slice(6), column }]
  return { ...file, fields, ...((lifecycle.length > 0 || file.lifecycle) && { lifecycle }) }
}

export const withField = (file: FileMapping, mapping: FieldMapping): FileMapping => ({
  ...file,
  fields: file.fields.map((field) => (field.field === mapping.field ? mapping : field)),
})

/** A mapping without what is undefined: such keys would travel as nothing and be refused as unknown. */
export const tidy = <T extends object>(value: T): T =>
  Object.fromEntries(Object.entries(value).filter(([, one]) => one !== undefined)) as T

/** Without case, accents and punctuation: how words of a file and of Throughline are compared. */
export const bareWord = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '')

/** Whether a name is all that a record of this type needs. */
export const madeByName = (typeName: string) =>
  Object.entries(targetTypeOf(typeName).fields).every(
    ([name, field]) => name === 'name' || !field.required || 'default' in field,
  )
