import { exampleId } from '../values/id.ts'
import { isFile, isReference, openOptions, type Field, type FieldType } from './field.ts'
import type { RecordType } from './record-type.ts'

const exampleFile = {
  id: exampleId('file'),
  name: 'offer.pdf',
  size: 48_213,
  mediaType: 'application/pdf',
}

/** What a field of each type may hold, for documentation. The compiler asks for a line when a field type is added. */
const examples: { [T in FieldType]: (field: Extract<Field, { type: T }>) => unknown } = {
  text: ({ label }) => label,
  longText: () => '<p>Would like to see the new version in spring.</p>',
  number: () => 12,
  money: () => ({ amount: '12500.00', currency: 'EUR' }),
  percentage: () => 0.25,
  date: () => '2026-03-31',
  moment: () => '2026-03-02T09:30:00.000Z',
  duration: () => 900,
  yesNo: () => true,
  choice: (field) => field.default ?? openOptions(field)[0]?.value,
  choices: (field) => openOptions(field).flatMap(({ value }, i) => (i < 2 ? [value] : [])),
  tags: () => ['fair 2026'],
  email: () => 'ana.duarte@example.com',
  phone: () => '+351 912 345 678',
  link: () => 'https://www.example.com/',
  address: () => ({
    street: 'Rua das Flores 12',
    postalCode: '4050-262',
    city: 'Porto',
    country: 'Portugal',
  }),
  reference: ({ to }) => exampleId(to),
  references: ({ to }) => [exampleId(to)],
  user: () => exampleId('user'),
  file: () => exampleFile,
  files: () => [exampleFile],
}

export const exampleOf = (field: Field): unknown =>
  ('example' in field ? field.example : undefined) ??
  (examples[field.type] as (field: Field) => unknown)(field)

/** What a record is called whose fields hold their examples. */
export function exampleTitle({ fields, label }: RecordType): string {
  const of = (...names: string[]) =>
    names
      .flatMap((name) => (fields[name]?.type === 'text' ? [String(exampleOf(fields[name]))] : []))
      .join(' ')
  return of('firstName', 'lastName') || of('name') || of('subject') || label.one
}

const shownOf = (type: RecordType, names: readonly string[]): Record<string, unknown> =>
  Object.fromEntries(
    [...new Set(names)].flatMap((name) => {
      const field = type.fields[name]
      // A file is sent before the record that it is of.
      return field && !field.readOnly && !isFile(field) ? [[name, exampleOf(field)]] : []
    }),
  )

const firsts = 4

/** A new record as a program may send it: what it needs, what it is called by, what its list shows, and own fields. */
export function newExample(type: RecordType): Record<string, unknown> {
  const named = Object.entries(type.fields).flatMap(([name, { required, own }], i) =>
    i < firsts || required || own ? [name] : [],
  )
  return shownOf(type, [...named, ...type.columns])
}

/** A change of a record: up to two fields, those that its list shows first, and none that tells records apart. */
export function changeExample(type: RecordType): Record<string, unknown> {
  const names = [...new Set([...type.columns, ...Object.keys(type.fields)])].filter((name) => {
    const field = type.fields[name]
    return field && !field.readOnly && !field.unique && !isFile(field) && !isReference(field)
  })
  const plain = names.filter((name) => type.fields[name]?.type !== 'user')
  return shownOf(type, (plain.length > 0 ? plain : names).slice(0, 2))
}

/** The fields by which records of the type can be upserted. */
export const uniqueFields = (type: RecordType): string[] =>
  Object.entries(type.fields).flatMap(([name, { unique, readOnly }]) => (unique && !readOnly ? [name] : []))
