import { sql } from 'kysely'
import type { Duplicate } from '../../../contract/records/import.ts'
import type { RecordType } from '../../../contract/records/record-type.ts'
import type { Db } from '../../db/database.ts'
import { newId } from '../../db/id.ts'
import type { Context } from '../../http/context.ts'
import { behaviourOf } from '../behaviour.ts'
import { changesOf as differences } from '../events.ts'
import { changesOf, completeChanges, copyValues, type PlannedChange } from './changes.ts'
import { revive, takeOutOfBin } from './undone.ts'
import { recogniseChunk, type Ahead } from './ahead.ts'
import { draftsOf, nameParts, newDraft, type Draft } from './draft.ts'
import { keyText, lookupIn, normal, type Key, type Pending } from './lookup.ts'
import type { Chunk } from './parse.ts'
import type { FilePlan, Refusal } from './plan.ts'
import { resolveReferences, type Missing, type Unknown } from './references.ts'
import { candidates } from './suggest-words.ts'
import { besideOf, writeBeside, writeCarefully, writeChanges, writeReady } from './writing.ts'

export interface ChunkTask {
  /** Its database is the transaction of the chunk. */
  context: Context
  importId: string
  plan: FilePlan
  chunk: Chunk
  /** When the import began: records with younger ids are its own. */
  startedAt: number
  /** More rows of the file follow, so what refers to an unknown one of them can wait. */
  more: boolean
  /** A dry run: nothing is written but this. */
  pending: Pending | null
  /** The database refused this chunk as a whole: find the records at fault. */
  careful: boolean
  /** What was found of it while the chunk before was being written. */
  ahead: Ahead | null
  /** Waits until the chunks before are there: what stands on nothing of them is written sooner. */
  turn: () => Promise<void>
}

export interface Outcome {
  created: number
  updated: number
  unchanged: number
  merged: number
  refusals: Refusal[]
  deferred: number[]
  duplicates: Duplicate[]
  unknown: Unknown[]
  /** Records made because a row refers to them. */
  made: number
}

/** Takes one chunk of rows into the records of its type: everything or, when it throws, nothing. */
export async function takeChunk(task: ChunkTask): Promise<Outcome> {
  const { context, plan, chunk, pending } = task
  const db = context.database.db
  const lookup = pending ? pending.lookup : lookupIn(db)
  const outcome: Outcome = {
    created: 0,
    updated: 0,
    unchanged: 0,
    merged: 0,
    refusals: [...chunk.refused],
    deferred: [],
    duplicates: [],
    unknown: [],
    made: 0,
  }

  const ready = task.ahead?.ready
  if (ready) await writeReady(context, plan.type, ready)
  await task.turn()
  if (await takenAsRows(task, outcome)) return outcome
  const { drafts, duplicates } = task.ahead ?? (await recogniseChunk(plan, chunk, lookup))
  outcome.duplicates = duplicates
  await markMet(task, drafts)
  const resolved = await resolveReferences(plan, drafts, db, pending, task.more, (type, ids) =>
    revive(context, type, ids, pending !== null),
  )
  outcome.unknown = resolved.unknown
  for (const [draft, refusal] of resolved.refused) refuse(outcome, draft, refusal)
  for (const draft of resolved.deferred)
    if (!resolved.refused.has(draft)) outcome.deferred.push(...draft.rows)
  outcome.made = await makeMissing(task, resolved.missing)

  const standing = drafts.filter((draft) => !resolved.refused.has(draft) && !resolved.deferred.has(draft))
  await copyValues(plan, standing, db, context.organisation.timeZone)
  const { changes, binned: inBin } = await changesOf(context, plan.type, standing)
  const { back, binned } =
    inBin.length > 0
      ? await takeOutOfBin(context, plan.type, inBin, pending !== null)
      : { back: [], binned: inBin }
  changes.push(...back)
  for (const draft of binned)
    refuse(outcome, draft, {
      row: 0,
      column: null,
      value: null,
      reason: `is a ${plan.type.label.one.toLowerCase()} in the bin: restore it first`,
    })
  // In a dry run the records referred to may be planned only, and rules that look them up cannot tell.
  const sure = pending ? changes.filter(({ draft }) => !draft.words?.size) : changes
  const refused = await completeChanges(context, plan.type, sure)
  const complete = changes.filter((one) => !refused.has(one))
  const differing = complete.filter((one) => one.version === 0 || differs(plan.type, one))
  if (pending) {
    await note(pending, plan, complete)
    outcome.duplicates = [...outcome.duplicates, ...(await resembling(plan.type, db, complete))]
  }
  if (!pending && task.careful)
    for (const [one, reason] of await writeCarefully(context, plan.type, differing)) refused.set(one, reason)
  else if (!pending) await writeChanges(context, plan.type, differing)
  const taken = complete.filter((one) => !refused.has(one))
  if (!pending) await writeBeside(context, plan.type, besideOf(plan.type, taken))

  const reasons = [...refused].map(([{ draft }, reason]) => [draft, reason] as const)
  for (const [draft, reason] of [...reasons, ...(ready?.refused ?? [])])
    refuse(outcome, draft, { row: 0, column: null, value: null, reason })
  outcome.created += ready?.created ?? 0
  outcome.merged += ready?.merged ?? 0
  const changed = new Set(differing)
  for (const one of taken) {
    outcome.merged += one.draft.rows.length - 1
    if (one.version === 0) outcome.created++
    else if (one.draft.met) outcome.merged++
    else if (changed.has(one)) outcome.updated++
    else outcome.unchanged++
  }
  // What a dry run planned in an earlier chunk is no record yet, and its further rows no changes.
  const seen = new Set([...changes.map(({ draft }) => draft), ...binned])
  for (const draft of standing) if (!seen.has(draft)) outcome.merged += draft.rows.length
  return outcome
}

/** A dry run looks so far for records that the new ones may be; finding out about all would take too long. */
const comparedAtOnce = 2_000

/** New records that look like ones that are there, though they share nothing that is theirs alone. */
async function resembling(
  type: RecordType,
  db: Db,
  complete: readonly PlannedChange[],
): Promise<Duplicate[]> {
  const fresh = complete.filter(({ version }) => version === 0).slice(0, comparedAtOnce)
  const drafts = new Map(fresh.map(({ draft, change }) => [change.after.id, { draft, change }]))
  const found = await behaviourOf(type).resembling?.(
    db,
    fresh.map(({ change }) => change.after),
  )
  return (found ?? []).flatMap(({ draft: id, title, by, score }) => {
    const one = drafts.get(id)
    const { name, firstName, lastName } = one?.change.after.values ?? {}
    const record = [name, firstName, lastName].filter((part) => typeof part === 'string').join(' ')
    return one
      ? [{ row: one.draft.rows[0] ?? 0, by, value: `(${Math.round(score * 100)} %)`, record, other: title }]
      : []
  })
}

/** What is no record takes its rows by itself. */
async function takenAsRows({ context, plan, chunk, pending }: ChunkTask, outcome: Outcome): Promise<boolean> {
  const { takeRows } = behaviourOf(plan.type)
  if (!takeRows) return false
  const each = chunk.rows.map(() => ({ id: newId(), fresh: true, claims: [], contested: [] }))
  const rows = draftsOf(plan, chunk.rows, each).map(({ rows: [number = 0], given }) => ({
    number,
    values: given,
  }))
  const { refused, ...counts } = await takeRows(context, rows, pending !== null)
  Object.assign(outcome, counts)
  outcome.refusals.push(...refused.map((one) => ({ ...one, column: null, value: null })))
  return true
}

/** Every row of a refused draft is refused, the first with the cell at fault. */
function refuse(outcome: Outcome, draft: Draft, refusal: Refusal): void {
  for (const row of draft.rows) outcome.refusals.push({ ...refusal, row })
}

function differs(type: RecordType, { change }: PlannedChange): boolean {
  const { data, personal } = differences(type, change)
  return personal !== null || Object.keys(data).length > 0
}

/** Records that an earlier row of this import made or met keep what that row said. */
async function markMet(task: ChunkTask, drafts: readonly Draft[]): Promise<void> {
  const known = drafts.filter((draft) => !draft.fresh)
  if (known.length === 0) return
  const older: Draft[] = []
  for (const draft of known) {
    if (parseInt(draft.id.replace('-', '').slice(0, 12), 16) >= task.startedAt) draft.met = true
    else older.push(draft)
  }
  const { rows } = await sql<{ record_id: string }>`
    with given as (select unnest(${older.map((draft) => draft.id)}::uuid[]) as record_id)
    insert into import_meetings (import_id, record_id) select ${task.importId}, record_id from given
    on conflict do nothing returning record_id`.execute(task.context.database.db)
  const first = new Set(rows.map((row) => row.record_id))
  for (const draft of older) draft.met = !first.has(draft.id)
}

/** Makes the records that rows refer to and that are not there, known by what the rows call them. */
async function makeMissing(task: ChunkTask, missing: readonly Missing[]): Promise<number> {
  const byType = Map.groupBy(missing, (one) => one.type)
  for (const [type, made] of byType) {
    const drafts = made.map(({ id, key, word, value }): Draft => {
      const own = key.by === 'externalId' || (key.by === 'field' && type.fields[key.field]?.unique)
      return {
        ...newDraft(id, true),
        given: namedBy(type, key, word, value),
        claims: own ? [{ key, value, field: null, text: keyText(key, value) }] : [],
      }
    })
    if (task.pending) {
      await task.pending.add(made)
      continue
    }
    const { changes } = await changesOf(task.context, type, drafts)
    const refused = await completeChanges(task.context, type, changes)
    for (const reason of refused.values())
      throw new Error(`A ${type.name} cannot be made by its name alone: ${reason}`)
    await writeChanges(task.context, type, changes)
    await writeBeside(task.context, type, besideOf(type, changes))
  }
  return missing.length
}

function namedBy(type: RecordType, key: Key, word: string, value: string): Record<string, unknown> {
  const title = type.fields.name ? { name: word } : {}
  if (key.by === 'field') return { ...title, [key.field]: value }
  if (key.by === 'name' && type.fields.lastName) {
    const { first, last } = nameParts(word)
    return { firstName: first, lastName: last }
  }
  return title
}

/** Notes what a dry run would have made, for the rows and files after it. */
async function note(pending: Pending, plan: FilePlan, complete: readonly PlannedChange[]): Promise<void> {
  await pending.add(complete.flatMap(({ draft }) => plannedKeys(plan, draft)))
  const names = pending.names.get(plan.type.name) ?? []
  pending.names.set(plan.type.name, names)
  for (const { draft } of complete)
    if (names.length < candidates && typeof draft.given.name === 'string') names.push(draft.given.name)
}

/** Under what a record planned by a dry run can be found by the rows and files after it. */
function plannedKeys(plan: FilePlan, draft: Draft) {
  const { type } = plan
  const keys = draft.claims.map(({ key, value }) => ({ type, key, value, id: draft.id }))
  if (!draft.fresh) return keys
  const name: Key = { by: 'name' }
  if (typeof draft.given.name === 'string')
    keys.push({ type, key: name, value: normal(type, name, draft.given.name), id: draft.id })
  const domain: Key = { by: 'field', field: 'domain' }
  if (typeof draft.given.domain === 'string')
    keys.push({ type, key: domain, value: normal(type, domain, draft.given.domain), id: draft.id })
  return keys
}
