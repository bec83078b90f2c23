import { CompiledQuery, sql } from 'kysely'
import { recordTypeOf, recordTypes } from '../../../contract/record-types.ts'
import type { RecordType } from '../../../contract/records/record-type.ts'
import type { Belongings, Handover } from '../../../contract/team/handovers.ts'
import type { Db } from '../../db/database.ts'
import { columnNamed } from '../../records/column.ts'
import { isHandedOver, openCondition } from './rules.ts'

const handedOver = (recordTypes as readonly RecordType[]).filter(isHandedOver)

/** The open records of a type that belong to the owner in `$1`. */
const openOf = (type: RecordType): string =>
  `from ${type.plural} t where t.${columnNamed(type, type.owner ?? '')?.name} = $1::uuid and t.deleted_at is null and ${openCondition(type)}`

export async function belongingsOf(db: Db, userId: string): Promise<Belongings> {
  const counts = handedOver.map(
    (type) => `select '${type.name}' as type, count(*)::int as count ${openOf(type)}`,
  )
  const { rows: records } = await db.executeQuery<{ type: string; count: number }>(
    CompiledQuery.raw(counts.join(' union all '), [userId]),
  )
  const { rows } = await sql<{ sessions: number; keys: number }>`select
    (select count(*)::int from sign_in_session s join users u on u.sign_in_id = s."userId"
      where u.id = ${userId} and s."expiresAt" > now()) as sessions,
    (select count(*)::int from api_keys where created_by = ${userId} and revoked_at is null) as keys`.execute(
    db,
  )
  return {
    records: records.filter(({ count }) => count > 0),
    sessions: rows[0]?.sessions ?? 0,
    keys: rows[0]?.keys ?? 0,
  }
}

/** Ids of the open records of a type, the oldest first; locked, so that nobody closes one meanwhile. */
export async function openIds(tx: Db, type: RecordType, userId: string): Promise<string[]> {
  const { rows } = await tx.executeQuery<{ id: string }>(
    CompiledQuery.raw(`select t.id ${openOf(type)} order by t.id for no key update of t`, [userId]),
  )
  return rows.map(({ id }) => id)
}

/** Of what was handed over, that which its receiver still has. */
export async function stillHad(tx: Db, type: RecordType, handoverId: string): Promise<string[]> {
  const owner = columnNamed(recordTypeOf(type.name), type.owner ?? '')?.name
  const { rows } = await tx.executeQuery<{ id: string }>(
    CompiledQuery.raw(
      `select t.id from handover_records h join ${type.plural} t on t.id = h.record_id and t.${owner} = h.to_id
        where h.handover_id = $1::uuid and h.record_type = $2 and t.deleted_at is null order by t.id for no key update of t`,
      [handoverId, type.name],
    ),
  )
  return rows.map(({ id }) => id)
}

/** The active members of a team today, in a fixed order. */
export async function membersOf(tx: Db, teamId: string, day: string): Promise<string[]> {
  const { rows } = await sql<{
    id: string
  }>`select u.id from team_memberships m join users u on u.id = m.user_id
    where m.team_id = ${teamId} and m.from_on <= ${day}::date and ${day}::date < m.to_on and u.active and u.deleted_at is null
    order by u.name, u.id`.execute(tx)
  return rows.map(({ id }) => id)
}

export async function handoversOf(db: Db, where: { userId: string } | { id: string }): Promise<Handover[]> {
  const { rows } = await sql<Handover>`
    select h.id, h.created_at as "createdAt", h.undone_at as "undoneAt",
      coalesce((select json_agg(json_build_object('type', c.record_type, 'to', c.to_id, 'title', u.title, 'count', c.count)
          order by c.record_type, u.title)
        from (select record_type, to_id, count(*)::int as count from handover_records r where r.handover_id = h.id group by 1, 2) c
          join users u on u.id = c.to_id), '[]') as records
    from handovers h where ${'id' in where ? sql`h.id = ${where.id}` : sql`h.user_id = ${where.userId}`}
    order by h.id desc limit 100`.execute(db)
  return rows
}
