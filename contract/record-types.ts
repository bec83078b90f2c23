import { call, meeting, note, task } from './customer/activities.ts'
import { company } from './customer/company.ts'
import { email } from './customer/email.ts'
import { person } from './customer/person.ts'
import { targetOf, type Field } from './records/field.ts'
import { fieldFrom, type OwnField } from './records/own-field.ts'
import type { RecordType } from './records/record-type.ts'
import { contract } from './sales/contract.ts'
import { competitor } from './sales/competitor.ts'
import { deal } from './sales/deal.ts'
import { invoice } from './sales/invoice.ts'
import { lead } from './sales/lead.ts'
import { orderLine } from './sales/order-line.ts'
import { order } from './sales/order.ts'
import { payment } from './sales/payment.ts'
import { objection } from './sales/objection.ts'
import { pipeline, stage } from './sales/pipeline.ts'
import { price, pricelist, tax } from './sales/price-lists.ts'
import { product } from './sales/product.ts'
import { quote } from './sales/quote.ts'
import { legalEntity } from './team/legal-entity.ts'
import { team, user } from './team/user.ts'

/** Every record type, in the order in which they are listed. */
export const recordTypes = [
  person,
  company,
  lead,
  deal,
  quote,
  order,
  orderLine,
  invoice,
  payment,
  contract,
  task,
  note,
  call,
  meeting,
  email,
  product,
  competitor,
  objection,
  pricelist,
  price,
  tax,
  pipeline,
  stage,
  user,
  team,
  legalEntity,
] as const satisfies readonly RecordType[]

export type RecordTypeName = (typeof recordTypes)[number]['name']

/** Record types that know each other: as declared, or with the fields that a company has added. */
export interface RecordTypes {
  all: readonly RecordType[]
  /** Throws on an unknown name: names come from declarations, so an unknown one is a programming error. */
  of(name: string): RecordType
}

const families = new WeakMap<RecordType, RecordTypes>()

function family(all: readonly RecordType[]): RecordTypes {
  const byName = new Map(all.map((type) => [type.name, type]))
  const types: RecordTypes = {
    all,
    of(name) {
      const type = byName.get(name)
      if (!type) throw new Error(`No record type is named ${name}`)
      return type
    },
  }
  for (const type of all) families.set(type, types)
  return types
}

/** The record types as the code declares them, without a company's own fields. */
export const declaredTypes: RecordTypes = family(recordTypes)

/** The record types that a type refers to and is referred to by: those that it was made with. */
export const familyOf = (type: RecordType): RecordTypes => families.get(type) ?? declaredTypes

/** As declared: for names, labels, owners. With its own fields, a type comes from `typesOf(database)`. */
export const recordTypeOf = (name: string): RecordType => declaredTypes.of(name)

const byPlural = new Map(declaredTypes.all.map((type) => [type.plural, type]))
export const recordTypeByPlural = (plural: string): RecordType | undefined => byPlural.get(plural)

/** A company's settings carry no fields of its own; what it works with does. */
export const takesOwnFields = (type: RecordType): boolean => type.setting !== true

/** The declared types with a company's own fields after theirs, in the company's order. */
export function typesWith(own: readonly OwnField[]): RecordTypes {
  const ofType = Map.groupBy(own, ({ recordType }) => recordType)
  return family(
    declaredTypes.all.map((type) => {
      const added = ofType.get(type.name)
      if (!added) return { ...type }
      const fields = (of: OwnField[]): Record<string, Field> =>
        Object.fromEntries(of.map((field) => [field.name, fieldFrom(field, type)]))
      return {
        ...type,
        fields: { ...type.fields, ...fields(added.filter(({ retiredAt }) => retiredAt === null)) },
        retired: fields(added.filter(({ retiredAt }) => retiredAt !== null)),
      }
    }),
  )
}

/** Types that were sent somewhere as plain data know each other again. */
export const typesFrom = (all: readonly RecordType[]): RecordTypes => family(all)

/** The same types without some of their fields, or with some changed; they too know each other. */
export const narrowed = (
  types: RecordTypes,
  change: (type: RecordType, name: string, field: Field) => Field | null,
): RecordTypes =>
  family(
    types.all.map(({ board, picture, ...type }) => {
      const kept = (fields: Readonly<Record<string, Field>>) =>
        Object.fromEntries(
          Object.entries(fields).flatMap(([name, field]): [string, Field][] => {
            const left = change(type, name, field)
            return left ? [[name, left]] : []
          }),
        )
      const fields = kept(type.fields)
      return {
        ...type,
        ...(board !== undefined && Object.hasOwn(fields, board) ? { board } : {}),
        ...(picture !== undefined && Object.hasOwn(fields, picture) ? { picture } : {}),
        fields,
        columns: type.columns.filter((name) => Object.hasOwn(fields, name)),
        ...(type.retired ? { retired: kept(type.retired) } : {}),
      }
    }),
  )

/** The relations a record has: through its own references, and back from those that refer to it. */
export interface Relation {
  name: string
  label: string
  type: RecordType
  /** The reference's field, on this record (`forward`) or on the other (`inverse`). */
  field: string
  direction: 'forward' | 'inverse'
  /** The reference itself. */
  declared: Field
}

export function relationsOf(type: RecordType): Relation[] {
  const types = familyOf(type)
  const forward = Object.entries(type.fields).flatMap(([field, declared]) => {
    const to = targetOf(declared)
    const direction = 'forward' as const
    return to ? [{ name: field, label: declared.label, type: types.of(to), field, direction, declared }] : []
  })
  const inverse = types.all.flatMap((other) =>
    Object.entries(other.fields).flatMap(([field, declared]) =>
      'to' in declared && declared.to === type.name && declared.inverse
        ? [{ ...declared.inverse, type: other, field, direction: 'inverse' as const, declared }]
        : [],
    ),
  )
  return [...forward, ...inverse]
}
