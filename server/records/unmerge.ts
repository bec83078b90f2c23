import { CompiledQuery, sql } from 'kysely'
import { relationsOf } from '../../contract/record-types.ts'
import { unmergeDays, type Merge } from '../../contract/records/merge.ts'
import type { RecordType } from '../../contract/records/record-type.ts'
import type { AnyRecord } from '../../contract/records/value.ts'
import type { Db } from '../db/database.ts'
import type { Job } from '../db/jobs.ts'
import { atomically, type Context } from '../http/context.ts'
import { conflict, notFound } from '../http/problem.ts'
import { record as append } from '../ledger/record.ts'
import { columnNamed, columnsOf, recordOf, selectList } from './column.ts'
import { customerOf } from './events.ts'
import { getRecord } from './list.ts'
import { allowed, lock, withoutMarks } from './lock.ts'
import { keepExact, lockWhole } from './merge.ts'
import { columnsIn } from './merge-references.ts'
import { takeBack, type Merging } from './merge-rows.ts'
import { columnsRestored } from './merge-rules.ts'
import { refusalOf } from './refusals.ts'
import { searchColumns, searchEntry } from './search.ts'
import { announce } from './write.ts'

type Row = Record<string, unknown>

interface Kept {
  id: string
  into_id: string
  primary_id: string
  secondary_id: string
  merged_at: string
  undone_at: string | null
  secondary_row: Row | null
  primary_before: Row | null
  primary_after: Row | null
}

const millisecondsOfDays = (days: number) => days * 86_400_000

/** Until when a merge can be taken apart, ISO 8601 in UTC. */
export const undoableUntil = (mergedAt: string): string =>
  new Date(Date.parse(mergedAt) + millisecondsOfDays(unmergeDays)).toISOString()

const titleOf = (row: Row | null) => String(row?.title ?? 'It')

/** Ids in what is kept of a merge that have become another's since, with the titles of both. */
const mergedSince = (merge: string) => sql<{ title: string; into: string }>`
  with kept as (
    select case kind when 'changed' then row -> 'before' else row end as kept from record_merge_rows where merge_id = ${merge}
    union all select secondary_row from record_merges where id = ${merge}
    union all select primary_before from record_merges where id = ${merge})
  select later.secondary_row ->> 'title' as title, coalesce(later.primary_after ->> 'title', '') as into
  from kept, lateral jsonb_each_text(kept.kept) value
    join record_merges later on later.secondary_id::text = value.value and later.undone_at is null and later.id <> ${merge}
  limit 1`

/**
 * A later merge that dropped or changed rows where this one moved some, into the same record or the very rows: what is
 * whose then follows only from taking that apart first.
 */
const entangled = (merge: Kept) => sql<{ title: string }>`
  select later.secondary_row ->> 'title' as title
  from record_merges later join record_merge_rows theirs on theirs.merge_id = later.id and theirs.kind <> 'moved'
    join record_merge_rows ours on ours.merge_id = ${merge.id} and ours.table_name = theirs.table_name
  where later.undone_at is null
    and (later.into_id = ${merge.into_id} or (theirs.kind = 'changed' and theirs.row -> 'after' @> ours.row))
    and (later.merged_at, later.id) > (${merge.merged_at}::timestamptz, ${merge.id}::uuid)
    and theirs.table_name <> 'duplicate_pairs'
  limit 1`

/** Why a merge cannot be taken apart; null when it can. */
async function refusal(db: Db, merge: Kept, now: string): Promise<string | null> {
  if (merge.undone_at) return 'This merge has been taken apart already.'
  if (!merge.secondary_row || now > undoableUntil(merge.merged_at))
    return `A merge can be taken apart for ${unmergeDays} days. This one is older.`
  if (merge.primary_id !== merge.into_id)
    return `“${titleOf(merge.primary_before)}” was itself merged with another since. Take that apart first.`
  const since = (await mergedSince(merge.id).execute(db)).rows[0]
  if (since)
    return `“${since.title}”, which this merge touched, was merged into “${since.into}” since. Take that apart first.`
  const later = (await entangled(merge).execute(db)).rows[0]
  if (later) return `“${later.title}” was merged into the same record later. Take that apart first.`
  return null
}

const columns = sql.raw(
  `m.id, m.into_id, m.primary_id, m.secondary_id, m.merged_at, m.undone_at, m.secondary_row, m.primary_before, m.primary_after`,
)

/** What was merged into a record and has not been taken apart, newest first. */
export async function listMerges(context: Context, type: RecordType, id: string): Promise<{ data: Merge[] }> {
  await getRecord(context, type, id)
  const { db } = context.database
  const { rows } = await sql<Kept & { by_id: string | null; by_title: string | null; title: string | null }>`
    select ${columns}, u.id as by_id, u.title as by_title,
      (select e.personal ->> 'title' from events e where e.subject_id = m.into_id and e.type = ${`${type.name}.merged`}
        and e.data ->> 'merge' = m.id::text limit 1) as title
    from record_merges m left join users u on u.id = m.merged_by
    where m.primary_id = ${id} and m.type = ${type.name} and m.undone_at is null
    order by m.merged_at desc, m.id desc limit 200`.execute(db)
  const data: Merge[] = []
  for (const row of rows)
    data.push({
      id: row.id,
      secondary: { id: row.secondary_id, title: row.title ?? titleOf(row.secondary_row) },
      mergedAt: row.merged_at,
      mergedBy: row.by_id && row.by_title !== null ? { id: row.by_id, title: row.by_title } : null,
      until: undoableUntil(row.merged_at),
      reason: await refusal(db, row, context.now),
    })
  return { data }
}

/** Own values are compared each by itself: one that somebody has changed since keeps the others from nothing. */
function apart(row: Row): Row {
  const { custom, ...rest } = row
  const own = Object.entries((custom ?? {}) as Row).map(([name, value]) => [`custom.${name}`, value] as const)
  return { ...rest, ...Object.fromEntries(own) }
}

/** A row with all that another has of its own, so that what is missing counts as nothing. */
const filled = (row: Row, like: readonly Row[]): Row => ({
  ...Object.fromEntries(like.flatMap((other) => Object.keys(other).map((name) => [name, null]))),
  ...row,
})

const kept = new Set(['id', 'version', 'updated_at', 'title', 'deleted_at'])

async function restoreSecondary(tx: Db, type: RecordType, merge: Kept, now: string): Promise<void> {
  const names = await columnsIn(tx, type.plural)
  const value = (name: string) =>
    name === 'version' ? 'k.version + 1' : name === 'updated_at' ? '$2::timestamptz' : `k.${name}`
  try {
    await tx.executeQuery(
      CompiledQuery.raw(
        `insert into ${type.plural} (${names.join(', ')}) select ${names.map(value).join(', ')}
          from record_merges m, lateral jsonb_populate_record(null::${type.plural}, m.secondary_row) k where m.id = $1`,
        [merge.id, now],
      ),
    )
  } catch (error) {
    throw refusalOf(error, type)
  }
}

/**
 * Puts the primary's columns back that the merge has changed and nobody since, and the secondary in its table. What both
 * would have at once, as an address, the primary gives up first; what refers to the secondary waits for it.
 */
async function restoreBoth(tx: Db, type: RecordType, merge: Kept, now: string): Promise<void> {
  const { rows } = await sql<{ row: Row }>`select to_jsonb(t) as row from ${sql.table(type.plural)} t
    where id = ${merge.into_id}`.execute(tx)
  const all = [merge.primary_before, merge.primary_after, rows[0]?.row, merge.secondary_row].map((row) =>
    apart(row ?? {}),
  )
  const [before = {}, after = {}, current = {}, secondary = {}] = all.map((row) => filled(row, all))
  const unique = new Set(
    columnsOf(type)
      .filter(({ declared, linked }) => declared.unique && !linked)
      .map(({ name, own }) => (own ? `custom.${name}` : name)),
  )
  const restored = Object.keys(columnsRestored(before, after, current, secondary, unique))
  const own = restored
    .filter((name) => name.startsWith('custom.'))
    .map((name) => name.slice('custom.'.length))
  const writable = new Set(await columnsIn(tx, type.plural))
  const set = restored
    .filter((name) => writable.has(name) && !kept.has(name) && before[name] !== merge.secondary_id)
    .map((name) => `${name} = k.${name}`)
  const custom =
    own.length > 0
      ? [
          `custom = (t.custom - $3::text[]) || coalesce((select jsonb_object_agg(e.key, e.value)
            from jsonb_each(k.custom) e where e.key = any($3::text[])), '{}')`,
        ]
      : []
  try {
    await tx.executeQuery(
      CompiledQuery.raw(
        `update ${type.plural} t set ${[...set, ...custom, 'version = t.version + 1', 'updated_at = $2'].join(', ')}
          from record_merges m, lateral jsonb_populate_record(null::${type.plural}, m.primary_before) k
          where m.id = $1 and t.id = m.into_id`,
        [merge.id, now, ...(own.length > 0 ? [own] : [])],
      ),
    )
  } catch (error) {
    // What it referred to before may be gone for good.
    throw refusalOf(error, type)
  }
  await rebase(
    tx,
    merge,
    restored.filter((name) => writable.has(name)),
  )
  await restoreSecondary(tx, type, merge, now)
  const towards = restored.filter((name) => writable.has(name) && before[name] === merge.secondary_id)
  if (towards.length > 0)
    await tx.executeQuery(
      CompiledQuery.raw(
        `update ${type.plural} set ${towards.map((name) => `${name} = $2::uuid`).join(', ')} where id = $1::uuid`,
        [merge.into_id, merge.secondary_id],
      ),
    )
}

/**
 * Later merges into the same record began from what this one had left. Where they took a column over from it, they
 * begin from what it was before.
 */
async function rebase(tx: Db, merge: Kept, restored: readonly string[]): Promise<void> {
  const changed = Object.keys(merge.primary_before ?? {}).filter(
    (name) =>
      !kept.has(name) &&
      JSON.stringify(merge.primary_before?.[name]) !== JSON.stringify(merge.primary_after?.[name]),
  )
  for (const name of changed)
    await sql`update record_merges later set
        primary_before = later.primary_before || jsonb_build_object(${name}::text, this.primary_before -> ${name}),
        primary_after = case when ${restored.includes(name)} and later.primary_after -> ${name} = this.primary_after -> ${name}
          then later.primary_after || jsonb_build_object(${name}::text, this.primary_before -> ${name})
          else later.primary_after end
      from record_merges this
      where this.id = ${merge.id} and later.into_id = this.into_id and later.undone_at is null
        and (later.merged_at, later.id) > (this.merged_at, this.id)
        and later.primary_before -> ${name} = this.primary_after -> ${name}`.execute(tx)
}

/** What came after the merge stays with the primary, but for what refers to a record that goes back to the secondary. */
async function followMoved(tx: Db, type: RecordType, merge: Kept): Promise<void> {
  for (const { direction, type: other, field } of relationsOf(type)) {
    const own = columnNamed(other, field)
    if (direction !== 'inverse' || !own || own.linked) continue
    for (const further of relationsOf(other)) {
      const column = columnNamed(other, further.field)
      if (further.direction !== 'forward' || !column || column.linked || column.name === own.name) continue
      await tx.executeQuery(
        CompiledQuery.raw(
          `update ${other.plural} t set ${own.name} = $3::uuid
            where t.${own.name} = $2::uuid and t.created_at >= $4
              and exists (select from record_merge_rows l where l.merge_id = $1 and l.kind = 'moved'
                and l.table_name = '${further.type.plural}' and l.row ->> 'id' = t.${column.name}::text)`,
          [merge.id, merge.into_id, merge.secondary_id, merge.merged_at],
        ),
      )
    }
  }
}

/** The records as search finds them, written anew. */
const searched = (tx: Db, type: RecordType, ids: readonly string[]) =>
  tx.executeQuery(
    CompiledQuery.raw(
      `insert into search_entries (${searchColumns}) ${searchEntry(type)} from ${type.plural} t
        where t.id = any($1::uuid[]) and t.deleted_at is null
        on conflict (record_id) do update set title = excluded.title, document = excluded.document, owner_id = excluded.owner_id`,
      [ids],
    ),
  )

/** Those that were merged into the secondary before belong to it again. */
const giveBack = (tx: Db, { id, secondary_id: secondary }: Kept, context: Context) =>
  sql`
  with recursive below as (
    select m.id, m.secondary_id from record_merges m where m.into_id = ${secondary} and m.undone_at is null
    union all
    select m.id, m.secondary_id from record_merges m join below on m.into_id = below.secondary_id and m.undone_at is null),
  back as (update record_merges m set primary_id = ${secondary} from below where m.id = below.id)
  update record_merges set undone_at = ${context.now}, undone_by = ${context.caller.userId} where id = ${id}`.execute(
    tx,
  )

export interface Unmerged {
  primary: AnyRecord
  secondary: AnyRecord
  event: string
}

/**
 * Takes a merge apart: both records are as they were, with all that referred to each. Refuses with 409 and the reason
 * when it is too late or later merges build on it.
 */
export async function unmergeRecords(context: Context, type: RecordType, mergeId: string): Promise<Unmerged> {
  const unmerged = await atomically(context, async (inner): Promise<Unmerged> => {
    const tx = inner.database.db
    const read = async () =>
      (
        await sql<Kept>`select ${columns} from record_merges m
          where m.id = ${mergeId} and m.type = ${type.name} for update`.execute(tx)
      ).rows[0]
    const known = (
      await sql<{
        into_id: string
      }>`select into_id from record_merges where id = ${mergeId} and type = ${type.name}`.execute(tx)
    ).rows[0]
    if (!known) throw notFound('merge')
    // The record first and the merge second, as whoever merges does.
    await lockWhole(tx, type, [known.into_id])
    const merge = await read()
    if (!merge) throw notFound('merge')
    const reason = await refusal(tx, merge, inner.now)
    if (reason) throw conflict(reason)
    allowed(type, (await lock(tx, inner, type, [merge.into_id], 'edit')).get(merge.into_id), 'take apart')
    await keepExact(tx)
    await restoreBoth(tx, type, merge, inner.now)
    const merging: Merging = {
      id: merge.id,
      type: type.name,
      primary: merge.into_id,
      secondary: merge.secondary_id,
    }
    await takeBack(tx, merging)
    await followMoved(tx, type, merge)
    await giveBack(tx, merge, inner)
    const both = [merge.into_id, merge.secondary_id]
    await searched(tx, type, both)
    const { rows } = await tx.executeQuery<Row>(
      CompiledQuery.raw(`select ${selectList(type)} from ${type.plural} t where t.id = any($1::uuid[])`, [
        both,
      ]),
    )
    const records = new Map(
      rows.map((row) => [String(row.id), withoutMarks(recordOf(type)(row)) as AnyRecord]),
    )
    const primary = records.get(merge.into_id) as AnyRecord
    const secondary = records.get(merge.secondary_id) as AnyRecord
    const [event] = await append(tx, inner.caller, inner.now, [
      {
        type: `${type.name as 'person'}.unmerged`,
        subject: { type: type.name, id: primary.id, version: primary.version },
        ...customerOf(type, primary.id, primary),
        data: { merge: merge.id, separated: secondary.id },
        personal: { title: secondary.title },
        parties: [{ type: type.name, id: secondary.id }],
      },
    ])
    return { primary, secondary, event: event as string }
  })
  announce(context, type)
  return unmerged
}

/** Takes apart all that one act has merged into a record, the last first. The id of the last event. */
export async function unmergeAct(
  context: Context,
  type: RecordType,
  mergeId: string,
): Promise<string | null> {
  const { rows } = await sql<{
    id: string
  }>`select m.id from record_merges m join record_merges one on one.id = ${mergeId}
    where m.into_id = one.into_id and m.merged_at = one.merged_at and m.undone_at is null order by m.id desc`.execute(
    context.database.db,
  )
  if (rows.length === 0) throw conflict('This merge has been taken apart already.')
  let event: string | null = null
  for (const { id } of rows) event = (await unmergeRecords(context, type, id)).event
  return event
}

/** Merges that can no longer be taken apart: what was kept for it goes, that one id stands for the other stays. */
export const mergeJobs: Job[] = [
  {
    name: 'settle-merges',
    cron: '50 3 * * *',
    async run(_, { database: { db } }) {
      await sql`with over as (update record_merges set secondary_row = null, primary_before = null, primary_after = null
          where secondary_row is not null and merged_at < now() - make_interval(days => ${unmergeDays + 1}) returning id)
        delete from record_merge_rows r using over where r.merge_id = over.id`.execute(db)
    },
  },
]
