import { isReference } from '../../../contract/records/field.ts'
import type { RecordType } from '../../../contract/records/record-type.ts'
import { CompiledQuery } from 'kysely'
import type { Db } from '../../db/database.ts'
import { newId } from '../../db/id.ts'
import { columnNamed } from '../column.ts'
import type { Draft } from './draft.ts'
import { labelOf, lookupIn, normal, referenceKey, type Found, type Key, type Pending } from './lookup.ts'
import type { FilePlan, PlannedField, Refusal } from './plan.ts'

/** A record that a reference names and that must be made. */
export interface Missing {
  type: RecordType
  key: Key
  /** As the file writes it, and as it is compared. */
  word: string
  value: string
  id: string
}

export interface Unknown {
  field: string
  column: string | null
  word: string
  rows: number
}

export interface Resolved {
  missing: Missing[]
  refused: Map<Draft, Refusal>
  /** Drafts that refer to a record of their own file that has not come yet. */
  deferred: Set<Draft>
  unknown: Unknown[]
}

/** Takes records out of the bin, as far as undoing an import put them there, and says which. */
export type Revive = (type: RecordType, ids: readonly string[]) => Promise<Set<string>>

/** Puts ids in the place of the words by which drafts refer to records. */
export async function resolveReferences(
  plan: FilePlan,
  drafts: readonly Draft[],
  db: Db,
  pending: Pending | null,
  more: boolean,
  revive: Revive,
): Promise<Resolved> {
  const resolved: Resolved = { missing: [], refused: new Map(), deferred: new Set(), unknown: [] }
  for (const field of scopeFirst(plan.fields))
    await resolveField(plan, field, drafts, db, pending, more, revive, resolved)
  return resolved
}

/** Fields that others are narrowed by come first: a deal's pipeline, which refers to nothing, before its stage. */
function scopeFirst(fields: readonly PlannedField[]): PlannedField[] {
  const depth = (field: PlannedField) => Object.values(field.reference!.to.fields).filter(isReference).length
  return fields.filter((field) => field.reference).sort((a, b) => depth(a) - depth(b))
}

async function resolveField(
  plan: FilePlan,
  field: PlannedField,
  drafts: readonly Draft[],
  db: Db,
  pending: Pending | null,
  more: boolean,
  revive: Revive,
  resolved: Resolved,
): Promise<void> {
  const { to, by, source, createMissing } = field.reference!
  const key = referenceKey(by, source ?? plan.source)
  const words = new Map<string, string>()
  for (const draft of drafts)
    for (const word of listed(draft.words?.get(field.name))) words.set(word, normal(to, key, word))
  if (words.size === 0) return
  const lookup = pending ? pending.lookup : lookupIn(db)
  const found = await lookup(to, key, [...new Set(words.values())])
  await takeFromBin(found, to, revive)
  if (to.name === plan.type.name) addOwn(found, plan, key, drafts)
  const narrow = await narrower(plan, field, to, found, db, pending)

  const unknown = new Map<string, number>()
  for (const draft of drafts) {
    const told = draft.words?.get(field.name)
    if (told === undefined || resolved.refused.has(draft)) continue
    const ids: string[] = []
    for (const word of listed(told)) {
      const candidates = narrow(draft, found.get(words.get(word)!) ?? []).filter((one) => !one.binned)
      if (candidates.length === 1) ids.push(candidates[0]!.id)
      else if (candidates.length === 0 && createMissing && key.by !== 'id')
        ids.push(make(resolved, found, to, key, word, words.get(word)!))
      else if (candidates.length === 0 && to.name === plan.type.name && more) resolved.deferred.add(draft)
      else {
        if (candidates.length === 0) unknown.set(word, (unknown.get(word) ?? 0) + draft.rows.length)
        resolved.refused.set(draft, {
          row: draft.rows[0]!,
          column: field.mapping.column ?? null,
          value: word,
          reason: why(to, key, candidates.length),
        })
        break
      }
    }
    draft.given[field.name] = Array.isArray(told) ? ids : (ids[0] ?? null)
  }
  for (const [word, rows] of unknown)
    resolved.unknown.push({ field: field.name, column: field.mapping.column ?? null, word, rows })
}

/** What is found only in the bin is looked for there. */
async function takeFromBin(found: Map<string, Found[]>, to: RecordType, revive: Revive): Promise<void> {
  const binned = [...found.values()].filter((all) => all.every((one) => one.binned)).flat()
  if (binned.length === 0) return
  const revived = await revive(
    to,
    binned.map(({ id }) => id),
  )
  for (const one of binned) if (revived.has(one.id)) one.binned = false
}

const listed = (told: string | readonly string[] | undefined): readonly string[] =>
  told === undefined ? [] : typeof told === 'string' ? [told] : told

function why(to: RecordType, key: Key, candidates: number): string {
  const one = to.label.one.toLowerCase()
  return candidates === 0
    ? `names no ${one}: none has this ${labelOf(key)}`
    : `names ${candidates} ${to.label.many.toLowerCase()} with the same ${labelOf(key)}`
}

function make(
  resolved: Resolved,
  found: Map<string, Found[]>,
  type: RecordType,
  key: Key,
  word: string,
  value: string,
): string {
  const id = newId()
  resolved.missing.push({ type, key, word, value, id })
  found.set(value, [{ id, binned: false }])
  return id
}

/** Rows may refer to records of their own chunk, which no lookup finds yet. */
function addOwn(found: Map<string, Found[]>, plan: FilePlan, key: Key, drafts: readonly Draft[]): void {
  const add = (value: string, id: string) => {
    const known = found.get(value) ?? []
    if (!known.some((one) => one.id === id)) found.set(value, [...known, { id, binned: false }])
  }
  for (const draft of drafts) {
    for (const claim of draft.claims) if (labelOf(claim.key) === labelOf(key)) add(claim.value, draft.id)
    const field = key.by === 'name' ? 'name' : key.by === 'field' ? key.field : null
    const value = field === null ? null : draft.given[field]
    if (draft.fresh && typeof value === 'string') add(normal(plan.type, key, value), draft.id)
  }
}

/**
 * Where the type referred to hangs from another that the row names too, only those that hang there count: of stages
 * called "Won", the one of the deal's pipeline.
 */
async function narrower(
  plan: FilePlan,
  field: PlannedField,
  to: RecordType,
  found: Map<string, Found[]>,
  db: Db,
  pending: Pending | null,
) {
  const scope = Object.entries(to.fields).find(
    ([name, declared]) =>
      isReference(declared) &&
      name !== field.name &&
      plan.fields.some((other) => other.name === name && other.reference?.to.name === declared.to),
  )
  const ids = [...found.values()].flat().map(({ id }) => id)
  if (!scope || ids.length === 0) return (_draft: Draft, candidates: Found[]) => candidates
  const column = columnNamed(to, scope[0])!.name
  const { rows } = await db.executeQuery<{ id: string; scope: string | null }>(
    CompiledQuery.raw(`select id, ${column} as scope from ${to.plural} where id = any($1::uuid[])`, [ids]),
  )
  const scopes = new Map([...(pending?.scopes ?? []), ...rows.map((row) => [row.id, row.scope] as const)])
  return (draft: Draft, candidates: Found[]) => {
    const wanted = draft.given[scope[0]]
    return typeof wanted === 'string'
      ? candidates.filter(({ id }) => !scopes.has(id) || scopes.get(id) === wanted)
      : candidates
  }
}
