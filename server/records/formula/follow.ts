import { sql } from 'kysely'
import type { RecordType } from '../../../contract/records/record-type.ts'
import type { LiveMany } from '../../../contract/ledger/live.ts'
import type { Db } from '../../db/database.ts'
import type { Consumer } from '../../ledger/consumer.ts'
import type { StoredEvent } from '../../ledger/read.ts'
import { columnNamed } from '../column.ts'
import { readOwnFields } from '../own/queries.ts'
import { calculateAll, calculateAnew } from './fill.ts'
import { planFor, type Edge } from './plan.ts'
import { addDue, addReached, settleDue, type Due } from './recompute.ts'

type Pairs = Record<string, [before: unknown, after: unknown]>

/** What an event says of a record: from what to what, by field, or null when it says nothing of fields. */
interface Told {
  id: string
  changes: Pairs | null
  /** Of a merge or its undoing: the other record, and what was kept of it. */
  merge: { id: string; other: string } | null
}

/** What was personal in it stands apart, where erasure can blank it. */
async function personalOf(tx: Db, events: readonly StoredEvent[]): Promise<Map<string, Pairs>> {
  const { rows } = await sql<{
    id: string
    changes: Pairs
  }>`select id, personal -> 'changes' as changes from events
    where id = any(${events.map(({ id }) => id)}::uuid[]) and personal ? 'changes'`.execute(tx)
  return new Map(rows.map(({ id, changes }) => [id, changes]))
}

function toldBy(event: StoredEvent, personal: Pairs | undefined): Told {
  const { changes, merge, merged, separated } = event.data
  const other = merged ?? separated
  return {
    id: event.subject_id,
    changes: changes || personal ? { ...(changes as Pairs | undefined), ...personal } : null,
    merge: typeof merge === 'string' && typeof other === 'string' ? { id: merge, other } : null,
  }
}

/** Whether a change can matter to an edge. Who came, went or was merged matters to all. */
const matters = ({ reads, always }: Edge, told: Told, verb: string): boolean =>
  always ||
  !told.changes ||
  told.merge !== null ||
  verb === 'created' ||
  Object.keys(told.changes).some((name) => reads.has(name))

const idsIn = (value: unknown): string[] =>
  [value].flat().filter((id): id is string => typeof id === 'string')

/** Whom the references of merged records led to before: rows that are gone, and values that were not taken. */
async function ledBefore(
  tx: Db,
  source: RecordType,
  field: string,
  merges: readonly string[],
): Promise<string[]> {
  const column = columnNamed(source, field)
  if (!column || merges.length === 0) return []
  const { rows } = column.linked
    ? await sql<{ id: string | null }>`select row ->> 'to_id' as id from record_merge_rows
        where merge_id = any(${merges}::uuid[]) and table_name = 'record_links' and row ->> 'field' = ${field}`.execute(
        tx,
      )
    : await sql<{ id: string | null }>`select row ->> ${column.name} as id from record_merges m,
        lateral (values (secondary_row), (primary_before), (primary_after)) as kept (row)
        where m.id = any(${merges}::uuid[])`.execute(tx)
  return rows.flatMap(({ id }) => id ?? [])
}

/** Adds the records whose formulas these events reach, both where references led and where they lead now. */
async function addTold(tx: Db, edge: Edge, told: readonly Told[], due: Due): Promise<void> {
  const ids = [...new Set(told.flatMap(({ id, merge }) => (merge ? [id, merge.other] : [id])))]
  if (ids.length === 0) return
  await addReached(tx, edge, ids, due)
  if (edge.holder === 'target' || edge.field === 'id') return
  const merges = told.flatMap(({ merge }) => (merge ? [merge.id] : []))
  const before = await ledBefore(tx, edge.source, edge.field, merges)
  const changed = told.flatMap(({ changes }) => (changes?.[edge.field] ?? []).flatMap(idsIn))
  addDue(due, edge.target, [...before, ...changed], edge.feeds)
}

/** Events that change more than they tell of record by record. */
const farReaching = new Set(['person.erased'])

/** Keeps formulas right that read other records: each event reaches exactly those that read its record. */
export const keepFormulas: Consumer = {
  name: 'formulas',
  async idle(tx) {
    const { rows } =
      await sql`select from own_fields where type = 'formula' and retired_at is null limit 1`.execute(tx)
    return rows.length === 0
  },
  async handle(tx, events) {
    const { fields } = await readOwnFields(tx)
    const plan = planFor(fields)
    if (events.some(({ type }) => farReaching.has(type))) return calculateAll(tx)
    if (events.some(({ subject_type }) => subject_type === 'exchange-rate'))
      await calculateAnew(tx, plan.converting)
    const sources = new Set(plan.edges.map(({ source }) => source.name))
    const ofSources = events.filter(({ subject_type }) => sources.has(subject_type))
    const personal = ofSources.length > 0 ? await personalOf(tx, ofSources) : new Map<string, Pairs>()
    const due: Due = new Map()
    for (const [name, some] of Map.groupBy(events, ({ subject_type }) => subject_type)) {
      const told = some.map((event) => ({
        ...toldBy(event, personal.get(event.id)),
        verb: event.type.split('.')[1] ?? '',
      }))
      const type = plan.types.all.find((one) => one.name === name)
      const names = plan.formulas.filter((formula) => formula.type === type).map((formula) => formula.name)
      // What referred to merged records was pointed elsewhere after they themselves were written.
      if (type && names.length > 0)
        addDue(
          due,
          type,
          told.flatMap(({ id, merge }) => (merge ? [id, merge.other] : [])),
          names,
        )
      for (const edge of plan.edges)
        if (edge.source === type)
          await addTold(
            tx,
            edge,
            told.filter((one) => matters(edge, one, one.verb)),
            due,
          )
    }
    const touched = await settleDue(tx, plan, due)
    if (touched.size === 0) return
    // Once for a batch, so that pages read again what came out otherwise.
    const many: LiveMany = { types: [...touched] }
    await sql`select pg_notify('gone', ${JSON.stringify(many)})`.execute(tx)
  },
}
