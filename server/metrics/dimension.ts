import { dimensionsOf, teamDimension, type Dimension } from '../../contract/metrics/dimensions.ts'
import { familyOf, recordTypeOf } from '../../contract/record-types.ts'
import { isChoice, targetOf } from '../../contract/records/field.ts'
import type { RecordType } from '../../contract/records/record-type.ts'
import type { Caller } from '../http/caller.ts'
import { authorise } from '../http/policy.ts'
import { invalidField } from '../http/problem.ts'
import { columnNamed, type Column } from '../records/column.ts'
import { knows, permitted, type Bind } from '../records/visible.ts'
import { expressionOf, joinOf, mayWorkOut } from './worked-out.ts'

/** A dimension in a statement: what to join to the rows of `t`, and the expression whose values are the groups. */
export interface Cut {
  dimension: Dimension
  join: string
  key: string
  /** There may be as many groups as records. */
  many: boolean
}

const numerous = new Set(['company', 'person', 'deal'])

function column(type: RecordType, field: string): Column {
  const found = columnNamed(type, field)
  if (!found) throw new Error(`${type.label.many} have no column for ${field}`)
  return found
}

/** A text of nothing is blank like no text at all. */
const keyOf = ({ at, type }: Column, alias: string) =>
  type === 'text' ? `nullif(${at(alias)}, '')` : at(alias)

/** What the caller may break figures down by: fields that their role does not hide. */
export const knownDimensions = (caller: Caller, type: RecordType, only?: readonly string[]): Dimension[] =>
  dimensionsOf(type).filter(({ name, through, workedOut }) => {
    if (only && !only.includes(name)) return false
    const target = through ? (targetOf(column(type, through).declared) ?? '') : type.name
    if (through && !knows(caller, type.name, through)) return false
    if (workedOut) return mayWorkOut(caller, workedOut)
    return knows(caller, target, through ? name.slice(through.length + 1) : name)
  })

/** Members of a team on a day; today's where a figure has none of its own. */
export const membership = (type: RecordType, day: string): string =>
  `membership.user_id = t.${column(type, type.owner ?? 'owner').name} and membership.from_on <= ${day} and ${day} < membership.to_on`

export function cut(
  type: RecordType,
  by: string,
  day: string,
  caller: Caller,
  bind: Bind,
  only?: readonly string[],
): Cut {
  const dimension = knownDimensions(caller, type, only).find(({ name }) => name === by)
  if (!dimension) throw invalidField('by', `${type.label.many} cannot be broken down by “${by}”`)
  if (dimension === teamDimension)
    return {
      dimension,
      join: `left join team_memberships membership on ${membership(type, day)}`,
      key: 'membership.team_id',
      many: false,
    }
  const out = dimension.workedOut
  if (out && !dimension.through)
    return { dimension, join: joinOf(out, 't'), key: expressionOf(out, 't', caller, bind), many: false }
  const many = numerous.has(targetOf(dimension.field) ?? '')
  if (!dimension.through) return { dimension, join: '', key: keyOf(column(type, by), 't'), many }
  const reference = column(type, dimension.through)
  const target = familyOf(type).of(targetOf(reference.declared) ?? '')
  authorise(caller, { type: target.name, action: 'see' })
  return {
    dimension,
    join: `left join ${target.plural} referred on referred.id = ${reference.at('t')} and ${permitted(caller, target, 'see', 'referred', bind)}`,
    key: out
      ? expressionOf(out, 'referred', caller, bind)
      : keyOf(column(target, by.slice(dimension.through.length + 1)), 'referred'),
    many,
  }
}

/** The join that finds the titles of groups that are records; the reader's permission goes for titles too. */
export function titles({ dimension }: Cut, caller: Caller, bind: Bind): string | null {
  const target = targetOf(dimension.field)
  if (!target) return null
  const type = recordTypeOf(target)
  return `left join ${type.plural} named on named.id = f.key and ${permitted(caller, type, 'see', 'named', bind)}`
}

/** What a group is called. */
export function labelOf({ field, label }: Dimension, key: string | null, title: string | null): string {
  if (key === null) return `No ${label.toLowerCase()}`
  if (targetOf(field)) return title ?? 'Not for you to see'
  if (isChoice(field)) return field.options.find((option) => option.value === key)?.label ?? key
  if (field.type === 'yesNo') return key === 'true' ? 'Yes' : 'No'
  return key
}
