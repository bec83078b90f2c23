import { call, meeting, note, task } from './customer/activities.ts'
import { company } from './customer/company.ts'
import { person } from './customer/person.ts'
import type { RecordType } from './records/record-type.ts'
import { deal } from './sales/deal.ts'
import { pipeline, stage } from './sales/pipeline.ts'
import { product } from './sales/product.ts'
import { team, user } from './team/user.ts'

/** Every record type, in the order in which they are listed. */
export const recordTypes = [
  person,
  company,
  deal,
  task,
  note,
  call,
  meeting,
  product,
  pipeline,
  stage,
  user,
  team,
] as const satisfies readonly RecordType[]

export type RecordTypeName = (typeof recordTypes)[number]['name']

const byName = new Map<string, RecordType>(recordTypes.map((type) => [type.name, type]))
const byPlural = new Map<string, RecordType>(recordTypes.map((type) => [type.plural, type]))

/** Throws on an unknown name: names come from declarations, so an unknown one is a programming error. */
export function recordTypeOf(name: string): RecordType {
  const type = byName.get(name)
  if (!type) throw new Error(`No record type is named ${name}`)
  return type
}

export const recordTypeByPlural = (plural: string): RecordType | undefined => byPlural.get(plural)

/** The relations a record has: through its own references, and back from those that refer to it. */
export interface Relation {
  name: string
  label: string
  type: RecordType
  /** The reference's field, on this record (`forward`) or on the other (`inverse`). */
  field: string
  direction: 'forward' | 'inverse'
}

export function relationsOf(type: RecordType): Relation[] {
  const forward = Object.entries(type.fields).flatMap(([field, { type: kind, label, ...rest }]) => {
    const to = kind === 'user' ? 'user' : 'to' in rest ? rest.to : null
    return to ? [{ name: field, label, type: recordTypeOf(to), field, direction: 'forward' as const }] : []
  })
  const inverse = recordTypes.flatMap((other: RecordType) =>
    Object.entries(other.fields).flatMap(([field, declared]) =>
      'to' in declared && declared.to === type.name && declared.inverse
        ? [{ ...declared.inverse, type: other, field, direction: 'inverse' as const }]
        : [],
    ),
  )
  return [...forward, ...inverse]
}
