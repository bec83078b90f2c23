import type { RecordType } from '../../../contract/records/record-type.ts'
import type { Values } from '../behaviour.ts'
import { keyText, normal, type Key } from './lookup.ts'
import type { FilePlan, PlannedRow } from './plan.ts'
import type { DayAndTime } from './reading.ts'
import type { Recognised, RowKey } from './recognise.ts'

export interface Claim extends RowKey {
  key: Key
  value: string
  field: string | null
}

/** What one or more rows of a chunk say of one record. */
export interface Draft {
  id: string
  fresh: boolean
  /** An earlier chunk had a row of it: this one only fills blanks. */
  met: boolean
  rows: number[]
  /** By field; null where the file has a blank. */
  given: Values
  /** Words by which references are to be found; the ids take their place in `given`. */
  words: Map<string, string | readonly string[]> | null
  createdAt: string | null
  lifecycle: Map<string, string> | null
  /** Unique values that become its own. */
  claims: readonly Claim[]
}

export const newDraft = (id: string, fresh: boolean): Draft => ({
  id, fresh, met: false, rows: [], given: {}, words: null, createdAt: null, lifecycle: null, claims: [],
}) // prettier-ignore

/** The kinds of keys that a plan's rows have, strongest first: the id at the source, then unique fields. */
export function keyKinds(plan: FilePlan): { key: Key; field: string | null; at: number }[] {
  const fields = plan.keys.map((field) => ({
    key: { by: 'field' as const, field },
    field,
    at: plan.fields.findIndex(({ name }) => name === field),
  }))
  return plan.sourceId
    ? [{ key: { by: 'externalId', source: plan.source }, field: null, at: -1 }, ...fields]
    : fields
}

const none: readonly Claim[] = []

export function keysOf(
  plan: FilePlan,
  kinds: ReturnType<typeof keyKinds>,
  row: PlannedRow,
): readonly Claim[] {
  let keys = none
  for (const { key, field, at } of kinds) {
    const told = at < 0 ? row.sourceId : row.values[at]
    if (typeof told !== 'string') continue
    const value = normal(plan.type, key, told)
    const claim = { key, value, field, text: keyText(key, value) }
    // Most rows have one; an array that is pushed to keeps room for sixteen.
    keys = keys === none ? [claim] : [...keys, claim]
  }
  return keys
}

const isDayAndTime = (value: unknown): value is DayAndTime =>
  typeof value === 'object' && value !== null && 'at' in value

/** One draft for each record, its rows laid over each other: of two that say different things the first is kept. */
export function draftsOf(
  plan: FilePlan,
  rows: readonly PlannedRow[],
  recognised: readonly Recognised<Claim>[],
): Draft[] {
  const { fields, lifecycle } = plan
  const drafts = new Map<string, Draft>()
  rows.forEach((row, i) => {
    const { id, fresh, claims, contested } = recognised[i]!
    let draft = drafts.get(id)
    if (!draft) drafts.set(id, (draft = newDraft(id, fresh)))
    draft.rows.push(row.number)
    if (claims.length > 0) draft.claims = draft.claims.length > 0 ? [...draft.claims, ...claims] : claims
    for (let at = 0; at < fields.length; at++) {
      const field = fields[at]!
      if (contested.length === 0 || !contested.some(({ key }) => key.field === field.name))
        lay(draft, plan.type, field, row.values[at] ?? null)
    }
    for (let at = 0; at < lifecycle.length; at++) {
      const entry = lifecycle[at]!
      const moment = row.lifecycle[at]
      draft.lifecycle ??= new Map()
      if (moment && !draft.lifecycle.has(entry.stage)) draft.lifecycle.set(entry.stage, moment)
    }
  })
  return [...drafts.values()]
}

function lay(draft: Draft, type: RecordType, field: FilePlan['fields'][number], value: unknown): void {
  const { name } = field
  if (name === 'createdAt') {
    draft.createdAt ??= value as string | null
  } else if (field.whole) {
    const { first, last } = nameParts(value as string | null)
    draft.given.firstName ??= first
    draft.given.lastName ??= last
  } else if (field.part !== undefined) {
    const before = (draft.given[name] ?? null) as Values | null
    draft.given[name] = value === null ? before : { [field.part]: value, ...before }
  } else if (field.reference) {
    draft.given[name] ??= null
    draft.words ??= new Map()
    if (value !== null && !draft.words.has(name)) draft.words.set(name, value as string | readonly string[])
  } else if (isDayAndTime(value)) {
    draft.given[name] ??= value.day
    // A field such as closedOn has its moment beside it where the type has one: closedAt.
    const moment = name.replace(/On$/, 'At')
    if (moment !== name && type.fields[moment]) draft.given[moment] ??= value.at
  } else draft.given[name] ??= value
}

/** "Ana da Silva" and "da Silva, Ana" have the same parts; one word alone is what somebody is called. */
export function nameParts(name: string | null): { first: string | null; last: string | null } {
  const [last, first] = name?.split(/\s*,\s*/, 2) ?? []
  if (first) return { first, last: last || null }
  const [, called = null, rest = null] = /^(\S+)(?:\s+(.*))?$/.exec(name ?? '') ?? []
  return { first: called, last: rest }
}
