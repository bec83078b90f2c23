import { sql } from 'kysely'
import { company } from '../../../../contract/customer/company.ts'
import { person } from '../../../../contract/customer/person.ts'
import type { RecordType } from '../../../../contract/records/record-type.ts'
import type { Database, Db } from '../../../db/database.ts'
import { addJob } from '../../../db/jobs.ts'
import { transaction } from '../../../db/transaction.ts'
import type { Consumer } from '../../../ledger/consumer.ts'
import type { StoredEvent } from '../../../ledger/read.ts'
import type { Likely } from '../rules.ts'
import { groupsAfter, groupsWith, profilesAfter, profilesOf, type Group } from './queries.ts'
import { compare, keysOf, mostTogether, pairsIn, type Profile } from './rules.ts'

export const reviewed: readonly RecordType[] = [person, company]

/** Keys are written by one at a time, so that what was read before a change is never written after it. */
const oneAtATime = (tx: Db) => sql`select pg_advisory_xact_lock(hashtext('duplicate keys'))`.execute(tx)

async function writeKeys(tx: Db, type: RecordType, ids: readonly string[], profiles: readonly Profile[]) {
  const rows = profiles.flatMap((profile) => keysOf(profile).map((key) => ({ id: profile.id, ...key })))
  const [keys, records, kinds] = [
    rows.map(({ key }) => key),
    rows.map(({ id }) => id),
    rows.map(({ kind }) => kind),
  ]
  // Most are as they were: only what differs is written.
  await sql`with made as materialized (select * from unnest(${keys}::bigint[], ${records}::uuid[], ${kinds}::text[]) made (key, record_id, kind)),
      gone as (delete from duplicate_keys k where k.record_id = any(${ids}::uuid[])
        and not exists (select from made where made.record_id = k.record_id and made.key = k.key))
    insert into duplicate_keys (type, key, record_id, kind)
    select ${type.name}, key, record_id, kind from made where not exists (select from duplicate_keys k
      where k.type = ${type.name} and k.key = made.key and k.record_id = made.record_id)
    order by key on conflict do nothing`.execute(tx)
}

type Found = Likely & { first: string; second: string }

/** Compares the groups' pairs, each once; of those `only` that one of the two is among. */
function pairsOf(
  groups: readonly Group[],
  profiles: ReadonlyMap<string, Profile>,
  only?: ReadonlySet<string>,
) {
  const seen = new Map<string, Found | null>()
  for (const { kind, ids } of groups) {
    // Read in part, a group is compared as the large one that it is.
    const group = ids.flatMap((id) => profiles.get(id) ?? [])
    for (const [a, b] of pairsIn(kind, group)) {
      if (only && !only.has(a.id) && !only.has(b.id)) continue
      const [first, second] = a.id < b.id ? [a.id, b.id] : [b.id, a.id]
      const pair = `${first} ${second}`
      if (seen.has(pair)) continue
      const likely = compare(a, b)
      seen.set(pair, likely && { ...likely, first, second })
    }
  }
  return { count: seen.size, found: [...seen.values()].filter((one) => one !== null) }
}

/** Writes what was found. Of whom somebody has said that they are not the same, that stays. How many are new. */
async function writePairs(tx: Db, type: RecordType, found: readonly Found[]): Promise<number> {
  if (found.length === 0) return 0
  const { rows } = await sql<{ added: boolean }>`
    insert into duplicate_pairs as known (type, first_id, second_id, score, reasons)
    select ${type.name}, first, second, score, string_to_array(reasons, ' ')
    from json_to_recordset(${JSON.stringify(
      found.map(({ first, second, score, reasons, doubts }) => ({
        first,
        second,
        score,
        reasons: [...reasons, ...doubts].join(' '),
      })),
    )}) as pair (first uuid, second uuid, score float8, reasons text)
    on conflict (first_id, second_id) do update set score = excluded.score, reasons = excluded.reasons, checked_at = now()
      where known.state = 'open'
    returning xmax = 0 as added`.execute(tx)
  return rows.filter(({ added }) => added).length
}

/** Looks anew for duplicates of records that are new or have changed; of those gone, there are none. */
export async function recheck(tx: Db, type: RecordType, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return
  await oneAtATime(tx)
  const own = await profilesOf(tx, type, ids)
  await writeKeys(tx, type, ids, own)
  const groups = await groupsWith(tx, type, ids, mostTogether('work'))
  const others = [...new Set(groups.flatMap((group) => group.ids))]
  const profiles = new Map((await profilesOf(tx, type, others)).map((profile) => [profile.id, profile]))
  const { found } = pairsOf(groups, profiles, new Set(ids))
  await sql`delete from duplicate_pairs p
    where p.state = 'open' and (p.first_id = any(${ids}::uuid[]) or p.second_id = any(${ids}::uuid[]))
      and not exists (select from unnest(${found.map(({ first }) => first)}::uuid[], ${found.map(({ second }) => second)}::uuid[]) still (a, b)
        where still.a = p.first_id and still.b = p.second_id)`.execute(tx)
  await writePairs(tx, type, found)
}

/** Two that were taken apart are not the same: somebody has looked. */
async function keepApart(tx: Db, events: readonly StoredEvent[]): Promise<void> {
  const pairs = events
    .filter(({ type }) => type.endsWith('.unmerged'))
    .map(({ subject_type, subject_id, data, at, actor_id }) => {
      const [first, second] = [subject_id, String(data.separated)].sort()
      return { type: subject_type, first, second, at, by: actor_id }
    })
  if (pairs.length === 0) return
  await sql`insert into duplicate_pairs (type, first_id, second_id, score, reasons, state, dismissed_at, dismissed_by)
    select pair.type, pair.first, pair.second, 0, '{}', 'dismissed', pair.at, u.id
    from json_to_recordset(${JSON.stringify(pairs)}) as pair (type text, first uuid, second uuid, at timestamptz, by uuid)
      left join users u on u.id = pair.by
    on conflict (first_id, second_id) do update set state = 'dismissed', dismissed_at = excluded.dismissed_at,
      dismissed_by = excluded.dismissed_by`.execute(tx)
}

const saysOfIt = new Set(['stage-entered', 'stage-corrected'])

/** Whoever is new or has changed is compared with whom they may be, soon after. */
export const findDuplicates: Consumer = {
  name: 'find-duplicates',
  batch: 500,
  async handle(tx, events) {
    for (const type of reviewed) {
      const ids = events
        .filter(
          ({ subject_type, type: event }) =>
            subject_type === type.name && !saysOfIt.has(event.split('.')[1] ?? ''),
        )
        .flatMap(({ subject_id, data }) => [
          subject_id,
          ...(typeof data.separated === 'string' ? [data.separated] : []),
        ])
      await recheck(tx, type, [...new Set(ids)])
    }
    await keepApart(tx, events)
  },
}

const recordsAtATime = 5_000
const groupsAtATime = 2_000

interface Search {
  phase: 'keys' | 'pairs'
  at_record: string | null
  at_key: string | null
  cancelling: boolean
}

export const jobName = 'find-duplicates'

/** Begins to compare all records of a type; where that is under way already, it goes on. */
export async function startSearch(db: Db, type: RecordType, userId: string | null): Promise<void> {
  await transaction(db, async (tx) => {
    await sql`insert into duplicate_searches as known (type, state, phase, started_by, expected)
      select ${type.name}, 'running', 'keys', ${userId}, greatest(reltuples, 0)::int from pg_class where oid = to_regclass(${type.plural})
      on conflict (type) do update set state = 'running', phase = 'keys', at_record = null, at_key = null, records = 0,
        compared = 0, found = 0, expected = excluded.expected, large = '[]', large_groups = 0, cancelling = false,
        started_by = excluded.started_by, started_at = now(), finished_at = null, error = null
      where known.state <> 'running'`.execute(tx)
    await addJob(tx, jobName, { type: type.name }, { key: `${jobName} ${type.name}` })
  })
}

export const cancelSearch = (db: Db, type: RecordType) =>
  sql`update duplicate_searches set cancelling = true where type = ${type.name} and state = 'running'`.execute(
    db,
  )

const end = (tx: Db, type: RecordType, state: 'done' | 'cancelled') =>
  sql`update duplicate_searches set state = ${state}, finished_at = clock_timestamp(), cancelling = false where type = ${type.name}`.execute(
    tx,
  )

async function keysStep(tx: Db, type: RecordType, { at_record: after }: Search): Promise<void> {
  await oneAtATime(tx)
  const { profiles, at } = await profilesAfter(tx, type, after, recordsAtATime)
  // What has just been filled nobody has counted yet, and the plans of what follows would be for an empty table.
  if (at === null) await sql`analyze duplicate_keys`.execute(tx)
  await writeKeys(
    tx,
    type,
    profiles.map(({ id }) => id),
    profiles,
  )
  await sql`update duplicate_searches set at_record = coalesce(${at}::uuid, at_record), records = records + ${profiles.length},
    expected = greatest(expected, records + ${profiles.length}),
    phase = case when ${at}::uuid is null then 'pairs' else 'keys' end where type = ${type.name}`.execute(tx)
}

async function pairsStep(tx: Db, type: RecordType, { at_key: after }: Search): Promise<void> {
  const groups = await groupsAfter(tx, type, after, groupsAtATime)
  if (groups.length === 0) {
    // What was found before and not again is no longer likely.
    await sql`delete from duplicate_pairs p using duplicate_searches s
      where s.type = ${type.name} and p.type = s.type and p.state = 'open' and p.checked_at < s.started_at`.execute(
      tx,
    )
    await end(tx, type, 'done')
    return
  }
  // Many who share a name only are compared by what more they share: they need not even be read.
  const compared = groups.filter(({ kind, size }) => kind !== 'name' || size <= mostTogether(kind))
  const ids = [...new Set(compared.flatMap((group) => group.ids))]
  const profiles = new Map((await profilesOf(tx, type, ids)).map((profile) => [profile.id, profile]))
  const { count, found } = pairsOf(compared, profiles)
  const added = await writePairs(tx, type, found)
  const large = groups
    .filter(({ kind, size }) => size > mostTogether(kind))
    .map(({ kind, size }) => ({ kind, size }))
  await sql`update duplicate_searches set at_key = ${groups.at(-1)?.key}::bigint, compared = compared + ${count},
    found = found + ${added}, large_groups = large_groups + ${large.length},
    large = (select coalesce(jsonb_agg(one order by (one ->> 'size')::int desc), '[]') from (
      select one from jsonb_array_elements(large || ${JSON.stringify(large)}::jsonb) one
      order by (one ->> 'size')::int desc limit 10) largest)
    where type = ${type.name}`.execute(tx)
}

/**
 * Goes on with a search, piece by piece, each in a transaction with how far it is: it can be stopped at any moment and
 * taken up by any process, and several may work at one.
 */
export async function workSearch(database: Database, type: RecordType, signal?: AbortSignal): Promise<void> {
  const stopped = () => signal?.aborted === true
  let going = true
  while (going && !stopped())
    going = await transaction(database.db, async (tx) => {
      const { rows } =
        await sql<Search>`select phase, at_record, at_key::text, cancelling from duplicate_searches
        where type = ${type.name} and state = 'running' for update`.execute(tx)
      const search = rows[0]
      if (!search) return false
      if (search.cancelling) await end(tx, type, 'cancelled')
      else if (search.phase === 'keys') await keysStep(tx, type, search)
      else await pairsStep(tx, type, search)
      return true
    })
}

/** The types whose search should be under way, as after a restart. */
export async function running(db: Db): Promise<RecordType[]> {
  const { rows } = await sql<{
    type: string
  }>`select type from duplicate_searches where state = 'running'`.execute(db)
  return reviewed.filter(({ name }) => rows.some(({ type }) => type === name))
}
