import type { Duplicate } from '../../../contract/records/import.ts'
import type { RecordType } from '../../../contract/records/record-type.ts'
import type { Context } from '../../http/context.ts'
import type { Lines } from './bulk.ts'
import { changesOf, completeChanges, type PlannedChange } from './changes.ts'
import { draftsOf, keyKinds, keysOf, type Claim, type Draft } from './draft.ts'
import { keyText, labelOf, lookupIn, newId, type Key, type Lookup } from './lookup.ts'
import type { Chunk } from './parse.ts'
import type { FilePlan } from './plan.ts'
import { recognise } from './recognise.ts'
import { linesOfNew } from './writing.ts'

/** Whose rows a chunk has. */
export interface Recognition {
  /** By key, the rows' own records among them. */
  owners: Map<string, string>
  drafts: Draft[]
  duplicates: Duplicate[]
}

/** What is known of a chunk before the one before it is written. */
export interface Ahead extends Recognition {
  /** Its new records, down to the lines to be written, when there is nothing else to look up for them. */
  ready: { changes: PlannedChange[]; refused: Map<PlannedChange, string>; lines: Lines } | null
}

/** Recognises the rows of a chunk; `before` is whom the chunk before it knows, whose records may not be there yet. */
export async function recogniseChunk(
  plan: FilePlan,
  chunk: Chunk,
  lookup: Lookup,
  before: Recognition | null,
): Promise<Recognition> {
  const kinds = keyKinds(plan)
  const keys = chunk.rows.map((row) => keysOf(plan, kinds, row))
  const owners = await ownersOf(
    plan.type,
    kinds.map(({ key }) => key),
    keys,
    lookup,
  )
  for (const row of before ? keys : [])
    for (const { text } of row) {
      const owner = before?.owners.get(text)
      if (owner !== undefined) owners.set(text, owner)
    }
  const recognised = recognise(keys, owners, newId)
  const duplicates = recognised.flatMap(({ contested, id }, i) =>
    contested.map(({ key, owner }) => ({
      row: chunk.rows[i]!.number,
      by: labelOf(key.key),
      value: key.value,
      record: id,
      other: owner,
    })),
  )
  return { owners, drafts: draftsOf(plan, chunk.rows, recognised), duplicates }
}

/**
 * Does of a chunk what needs no writing, beside the transaction of the chunk before, so that this process and the
 * database work at the same time. It holds when that transaction took all it was given.
 */
export async function lookAhead(
  context: Context,
  plan: FilePlan,
  chunk: Chunk,
  before: Recognition | null,
): Promise<Ahead> {
  const recognition = await recogniseChunk(plan, chunk, lookupIn(context.database.db), before)
  if (plan.fields.some(({ reference, mapping }) => reference || mapping.copyOf))
    return { ...recognition, ready: null }
  const fresh = recognition.drafts.filter((draft) => draft.fresh)
  const { changes } = await changesOf(context, plan.type, fresh)
  const refused = await completeChanges(context, plan.type, changes)
  const complete = changes.filter((one) => !refused.has(one)).map(({ change }) => change)
  return {
    ...recognition,
    ready: { changes, refused, lines: await linesOfNew(context, plan.type, complete) },
  }
}

/** Who has each of the keys of a chunk's rows. */
async function ownersOf(
  type: RecordType,
  kinds: readonly Key[],
  rows: readonly Claim[][],
  lookup: Lookup,
): Promise<Map<string, string>> {
  const owners = new Map<string, string>()
  for (const kind of kinds) {
    const values = new Set<string>()
    for (const keys of rows) for (const { key, value } of keys) if (key === kind) values.add(value)
    for (const [value, found] of await lookup(type, kind, [...values]))
      owners.set(keyText(kind, value), found[0]!.id)
  }
  return owners
}
