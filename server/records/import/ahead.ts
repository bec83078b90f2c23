import { setImmediate } from 'node:timers/promises'
import type { Duplicate } from '../../../contract/records/import.ts'
import type { RecordType } from '../../../contract/records/record-type.ts'
import { newId } from '../../db/id.ts'
import type { Context } from '../../http/context.ts'
import { behaviourOf } from '../behaviour.ts'
import { mergeLines } from './bulk.ts'
import { changesOf, completeChanges } from './changes.ts'
import { draftsOf, keyKinds, keysOf, type Claim, type Draft } from './draft.ts'
import { isUnique, keyText, labelOf, lookupIn, type Key, type Lookup } from './lookup.ts'
import type { KnownKeys } from './known-keys.ts'
import type { Chunk } from './parse.ts'
import type { FilePlan, PlannedRow } from './plan.ts'
import { recognise, type Recognised } from './recognise.ts'
import { besideOf, linesOfNew, mergeBeside, type Ready } from './writing.ts'

/** Whose rows a chunk has. */
export interface Recognition {
  /** By key, the rows' own records among them. */
  owners: Map<string, string>
  drafts: Draft[]
  duplicates: Duplicate[]
}

/** What is known of a chunk before the one before it is written; its drafts are those that are not ready. */
export interface Ahead extends Recognition {
  ready: Ready | null
}

/** Recognises the rows of a chunk. */
export async function recogniseChunk(plan: FilePlan, chunk: Chunk, lookup: Lookup): Promise<Recognition> {
  const { owners, recognised, duplicates } = await recogniseRows(plan, chunk, lookup, [], null)
  return { owners, drafts: draftsOf(plan, chunk.rows, recognised), duplicates }
}

/** `before` is whom the chunks before this one know, whose records may not be there yet. */
async function recogniseRows(
  plan: FilePlan,
  chunk: Chunk,
  lookup: Lookup,
  before: readonly Recognition[],
  known: KnownKeys | null,
) {
  const kinds = keyKinds(plan)
  const keys = chunk.rows.map((row) => keysOf(plan, kinds, row))
  const asked = askedFor(plan.type, keys, known)
  const owners = new Map<string, string>()
  for (const { key } of kinds) {
    const values = new Set(asked.filter((claim) => claim.key === key).map(({ value }) => value))
    for (const [value, found] of await lookup(plan.type, key, [...values]))
      owners.set(keyText(key, value), found[0]!.id)
  }
  for (const former of before)
    for (const { text } of asked) {
      const owner = former.owners.get(text)
      if (owner !== undefined) owners.set(text, owner)
    }
  const recognised = recognise(keys, owners, newId)
  const duplicates = recognised.flatMap(({ contested, id }, i): Duplicate[] =>
    contested.length === 0
      ? []
      : contested.map(({ key, owner }) => ({
          row: chunk.rows[i]!.number,
          by: labelOf(key.key),
          value: key.value,
          record: id,
          other: owner,
        })),
  )
  return { owners, recognised, duplicates }
}

/**
 * Does of a chunk what needs no writing, beside the transactions of the chunks before, so that this process and the
 * database work at the same time. It holds when those transactions took all they were given.
 */
export async function lookAhead(
  context: Context,
  plan: FilePlan,
  chunk: Chunk,
  before: readonly Recognition[],
  known: KnownKeys | null,
): Promise<Ahead> {
  if (behaviourOf(plan.type).takeRows) return { owners: new Map(), duplicates: [], drafts: [], ready: null }
  const lookup = lookupIn(context.database.db)
  const { owners, recognised, duplicates } = await recogniseRows(plan, chunk, lookup, before, known)
  if (plan.fields.some(({ reference, mapping }) => reference || mapping.copyOf))
    return { owners, duplicates, drafts: draftsOf(plan, chunk.rows, recognised), ready: null }
  const { alone, together } = apart(chunk.rows, recognised)
  const drafts = draftsOf(plan, together.rows, together.recognised)
  const fresh = drafts.filter((draft) => draft.fresh)
  const parts = [await readied(context, plan, fresh)]
  // A few at a time, so that what is made of each row on the way to its line is gone before it has to be moved.
  for (let from = 0; from < alone.rows.length; from += AT_ONCE) {
    const to = from + AT_ONCE
    const some = draftsOf(plan, alone.rows.slice(from, to), alone.recognised.slice(from, to))
    parts.push(await readied(context, plan, some))
    await setImmediate()
  }
  return { owners, duplicates, drafts: drafts.filter((draft) => !draft.fresh), ready: sumOf(parts) }
}

/** So many that rows on their way to the database, for which it waits, are held up for a moment only. */
const AT_ONCE = 200

/** Rows that are all there is of a new record, and the others. */
function apart(rows: readonly PlannedRow[], recognised: readonly Recognised<Claim>[]) {
  const several = new Set<string>()
  for (const { id, fresh } of recognised) if (!fresh) several.add(id)
  const part = () => ({ rows: [] as PlannedRow[], recognised: [] as Recognised<Claim>[] })
  const [alone, together] = [part(), part()]
  recognised.forEach((one, i) => {
    const to = several.has(one.id) ? together : alone
    to.rows.push(rows[i]!)
    to.recognised.push(one)
  })
  return { alone, together }
}

async function readied(context: Context, { type }: FilePlan, drafts: readonly Draft[]): Promise<Ready> {
  const { changes } = await changesOf(context, type, drafts)
  const refused = await completeChanges(context, type, changes)
  const complete = refused.size > 0 ? changes.filter((one) => !refused.has(one)) : changes
  return {
    created: complete.length,
    merged: complete.reduce((sum, { draft }) => sum + draft.rows.length - 1, 0),
    refused: new Map([...refused].map(([{ draft }, reason]) => [draft, reason])),
    lines: linesOfNew(
      context,
      type,
      complete.map(({ change }) => change),
    ),
    beside: besideOf(type, complete),
  }
}

const sumOf = (parts: readonly Ready[]): Ready => ({
  created: parts.reduce((sum, part) => sum + part.created, 0),
  merged: parts.reduce((sum, part) => sum + part.merged, 0),
  refused: new Map(parts.flatMap((part) => [...part.refused])),
  lines: mergeLines(parts.map((part) => part.lines)),
  beside: mergeBeside(parts.map((part) => part.beside)),
})

/** The keys that somebody may have; of those that one record has at most, the ones that have been met before. */
function askedFor(type: RecordType, rows: readonly (readonly Claim[])[], known: KnownKeys | null): Claim[] {
  if (!known) return rows.flat()
  const sieved = new Map<Key, boolean>()
  const asked: Claim[] = []
  for (const keys of rows)
    for (const claim of keys) {
      let unique = sieved.get(claim.key)
      if (unique === undefined) sieved.set(claim.key, (unique = isUnique(type, claim.key)))
      if (!unique || known.meet(claim.text)) asked.push(claim)
    }
  return asked
}
