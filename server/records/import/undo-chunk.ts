import { isDeepStrictEqual } from 'node:util'
import { CompiledQuery, sql } from 'kysely'
import { familyOf } from '../../../contract/record-types.ts'
import { targetOf } from '../../../contract/records/field.ts'
import type { RecordType } from '../../../contract/records/record-type.ts'
import type { AnyRecord } from '../../../contract/records/value.ts'
import type { Db } from '../../db/database.ts'
import type { Context } from '../../http/context.ts'
import type { Refusal } from '../../http/problem.ts'
import { behaviourOf, type GivenRow, type Values } from '../behaviour.ts'
import { moveToBin } from '../bin.ts'
import { carefully } from '../carefully.ts'
import { columnsOf, linkColumn, recordOf } from '../column.ts'
import { lock, withoutMarks } from '../lock.ts'
import { updateRecords } from '../write.ts'
import { sentenceOf } from './changes.ts'

/** What an import did to one record, as the ledger has it. */
export interface Deed {
  id: string
  type: string
  at: string
  subject_type: string
  subject_id: string
  changes: Record<string, [before: unknown, after: unknown]>
  stage: string | null
}

export interface UndoTask {
  /** Its database is the transaction of the chunk. */
  context: Context
  importId: string
  /** Events of the import have ids from this one on. */
  from: string
}

export interface Undone {
  binned: number
  reverted: number
}

/** Why a record, or some of its fields, stays as it is. */
interface Kept {
  id: string
  fields?: readonly string[]
  reason: string
}

/** Takes back what an import did to records of one type, given from the last to the first: everything or nothing. */
export async function takeBack(task: UndoTask, type: RecordType, deeds: readonly Deed[]): Promise<Undone> {
  // By record, the event in which it came to be.
  if (behaviourOf(type).giveBack) return giveBack(task, type, deeds)
  const made = new Map<string, string>()
  const changed: Deed[] = []
  for (const deed of deeds) {
    const verb = deed.type.split('.')[1]
    if (verb === 'created' || verb === 'restored') made.set(deed.subject_id, deed.id)
    else changed.push(deed)
  }
  const own = await madeByImport(task, type, [...new Set(changed.map((deed) => deed.subject_id))])
  const others = changed.filter(({ subject_id }) => !made.has(subject_id) && !own.has(subject_id))
  return {
    reverted: await revert(task, type, others),
    binned: await bin(task, type, made),
  }
}

/** What is no record takes its values back by itself. */
async function giveBack(task: UndoTask, type: RecordType, deeds: readonly Deed[]): Promise<Undone> {
  const set = new Map<string, GivenRow>()
  for (const { subject_id: id, changes } of deeds)
    for (const [before, after] of Object.values(changes)) {
      const later = set.get(id)
      if (!later) set.set(id, { id, before, after })
      else if (later.before === after) later.before = before
    }
  const kept = (await behaviourOf(type).giveBack?.(task.context, [...set.values()])) ?? []
  await keepAll(
    task,
    type,
    kept.map((id) => ({ id, reason: 'It was changed again since' })),
  )
  return { binned: 0, reverted: set.size - kept.length }
}

async function madeByImport(
  { context, importId, from }: UndoTask,
  type: RecordType,
  ids: readonly string[],
): Promise<Set<string>> {
  if (ids.length === 0) return new Set()
  const { rows } = await sql<{ id: string }>`select distinct subject_id as id from events
    where subject_id = any(${ids}::uuid[]) and id >= ${from} and import_id = ${importId}
      and type in (${`${type.name}.created`}, ${`${type.name}.restored`})`.execute(context.database.db)
  return new Set(rows.map(({ id }) => id))
}

/** Puts records in the bin that nobody has changed or used since; says how many went. */
async function bin(task: UndoTask, type: RecordType, made: ReadonlyMap<string, string>): Promise<number> {
  const going = new Set(await notBinned(task.context.database.db, type, [...made.keys()]))
  const since = new Map([...made].filter(([id]) => going.has(id)))
  await keepAll(task, type, await changedSince(task, since), going)
  // What stays may hold on to others, so until nothing more does.
  while (await keepAll(task, type, await usedSince(task, type, [...going]), going));
  await carefully(
    task.context.database.db,
    [...going],
    (some) => moveToBin(task.context, type, [...some], true),
    (id, refusal) => keepRefused(task, type, id, refusal, going),
  )
  return going.size
}

async function notBinned(db: Db, type: RecordType, ids: readonly string[]): Promise<string[]> {
  const text = `select id from ${type.plural} where id = any($1::uuid[]) and deleted_at is null`
  const { rows } = await db.executeQuery<{ id: string }>(CompiledQuery.raw(text, [ids]))
  return rows.map(({ id }) => id)
}

/** Those that a person, a program or another import has written to since; what follows by itself does not count. */
async function changedSince(
  { context, importId, from }: UndoTask,
  made: ReadonlyMap<string, string>,
): Promise<Kept[]> {
  const { rows } = await sql<{ id: string }>`select given.id
    from unnest(${[...made.keys()]}::uuid[], ${[...made.values()]}::uuid[]) as given (id, event)
    where exists (select from events e where e.subject_id = given.id and e.id > given.event and e.id >= ${from}
      and e.import_id is distinct from ${importId} and e.origin in ('web', 'api', 'import'))`.execute(
    context.database.db,
  )
  return rows.map(({ id }) => ({ id, reason: 'It was changed since' }))
}

/** Those that records refer to which stay. What the import made goes itself, unless it was kept. */
async function usedSince(
  { context, importId, from }: UndoTask,
  type: RecordType,
  ids: readonly string[],
): Promise<Kept[]> {
  if (ids.length === 0) return []
  const uses = familyOf(type).all.flatMap((other) =>
    columnsOf(other)
      .filter(({ declared }) => targetOf(declared) === type.name)
      .map(({ declared, name, linked, field }) => {
        const [tables, to] = linked
          ? [
              `record_links l join ${other.plural} t on t.id = l.from_id and l.field = '${field}'`,
              `l.${linkColumn(declared)}`,
            ]
          : [`${other.plural} t`, `t.${name}`]
        return `select distinct ${to} as id, '${other.label.many.toLowerCase()}' as by from ${tables}
          where ${to} = any($1::uuid[]) and t.deleted_at is null and t.id <> ${to}
            and (not exists (select from events e where e.subject_id = t.id and e.id >= $3 and e.import_id = $2
                and e.type in ('${other.name}.created', '${other.name}.restored'))
              or exists (select from import_kept k where k.import_id = $2 and k.record_id = t.id))`
      }),
  )
  if (uses.length === 0) return []
  const { rows } = await context.database.db.executeQuery<{ id: string; by: string }>(
    CompiledQuery.raw(uses.join('\nunion all\n'), [ids, importId, from]),
  )
  return rows.map(({ id, by }) => ({ id, reason: `It is used by ${by} that stay` }))
}

/** Notes what stays and takes it out of what goes; says whether anything was. */
async function keepAll(
  { context, importId }: UndoTask,
  type: RecordType,
  kept: readonly Kept[],
  going: Set<string> = new Set(),
): Promise<boolean> {
  if (kept.length === 0) return false
  const rows = kept.map(({ id, fields = [], reason }) => ({ id, fields, reason }))
  await sql`insert into import_kept (import_id, record_id, type, fields, reason)
    select distinct on (id) ${importId}::uuid, id, ${type.name}, fields, reason
    from json_to_recordset(${JSON.stringify(rows)}) as kept (id uuid, fields text[], reason text)
    on conflict (import_id, record_id) do update set fields =
      array(select distinct unnest(import_kept.fields || excluded.fields))`.execute(context.database.db)
  for (const { id } of kept) going.delete(id)
  return true
}

async function keepRefused(
  task: UndoTask,
  type: RecordType,
  id: string,
  refusal: Refusal,
  going: Set<string>,
): Promise<void> {
  await keepAll(task, type, [{ id, reason: sentenceOf(refusal) }], going)
}

/** Gives fields their former values where they still have what the import gave them; says how many records changed. */
async function revert(task: UndoTask, type: RecordType, deeds: readonly Deed[]): Promise<number> {
  const { context } = task
  if (deeds.length === 0) return 0
  const byRecord = Map.groupBy(deeds, ({ subject_id }) => subject_id)
  const rows = await lock(context.database.db, context, type, [...byRecord.keys()], 'edit')
  const toRecord = recordOf(type)
  const values = new Map<string, Values>()
  const kept: Kept[] = []
  for (const [id, ofRecord] of byRecord) {
    const row = rows.get(id)
    if (!row) continue
    const record = withoutMarks(toRecord(row)) as AnyRecord
    const { former, since } = formerValues(type, record, ofRecord)
    if (since.length > 0) kept.push({ id, fields: since, reason: 'It was changed again since' })
    if (Object.keys(former).length === 0) continue
    if (record.deletedAt === null) values.set(id, former)
    else kept.push({ id, fields: Object.keys(former), reason: 'It is in the bin' })
  }
  await keepAll(task, type, kept)
  const going = new Set(values.keys())
  await carefully(
    context.database.db,
    [...going],
    (ids) =>
      updateRecords(
        context,
        type,
        ids.map((id) => ({ id, values: values.get(id)! })),
      ),
    (id, refusal) => keepRefused(task, type, id, refusal, going),
  )
  await behaviourOf(type).leaveStages?.(
    context.database.db,
    deeds.flatMap(({ subject_id: id, stage, at }) => (stage === null ? [] : [{ id, stage, at }])),
  )
  return going.size
}

/** From the last deed to the first: what each found, as long as nobody wrote in between. */
export function formerValues(
  type: RecordType,
  record: Values,
  deeds: readonly Pick<Deed, 'changes'>[],
): { former: Values; since: string[] } {
  const former: Values = {}
  const since = new Set<string>()
  for (const { changes } of deeds)
    for (const [field, [before, after]] of Object.entries(changes)) {
      const declared = type.fields[field]
      if (!declared || declared.readOnly || since.has(field)) continue
      const now = field in former ? former[field] : (record[field] ?? null)
      if (isDeepStrictEqual(now, after ?? null)) former[field] = before ?? null
      else if (!isDeepStrictEqual(now, before ?? null)) since.add(field)
    }
  return { former, since: [...since] }
}
