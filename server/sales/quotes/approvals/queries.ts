import { sql } from 'kysely'
import type { Db } from '../../../db/database.ts'

/** The roles whose members approve: the built-in ones, and a company's own that descend from them. */
const approving = sql`(u.role in ('owner', 'administrator', 'manager')
  or exists (select from roles r where r.key = u.role and r.base in ('owner', 'administrator', 'manager')))`

/** Whether a member can be asked. */
export async function canApprove(db: Db, userId: string): Promise<boolean> {
  const { rows } = await sql`select from users u
    where u.id = ${userId} and u.active and u.deleted_at is null and ${approving}`.execute(db)
  return rows.length > 0
}

/** Who is asked when nobody is named: the manager of one's team, else of those who approve the first there was. */
export async function approverFor(db: Db, userId: string | null): Promise<string | null> {
  const { rows } = await sql<{ id: string }>`
    select u.id from users u
      left join users asker on asker.id = ${userId}
      left join teams t on t.id = asker.team_id and t.manager_id = u.id
    where u.active and u.deleted_at is null and ${approving} and (u.id is distinct from ${userId} or u.role = 'owner')
    order by t.id is null, u.id = ${userId}, u.role <> 'manager', u.created_at, u.id limit 1`.execute(db)
  return rows[0]?.id ?? null
}

export interface OpenRequest {
  id: string
  askedBy: string | null
  task: string | null
}

export async function openRequest(db: Db, editionId: string): Promise<OpenRequest | null> {
  const { rows } = await sql<OpenRequest>`
    select id, asked_by as "askedBy", task_id as task from quote_approvals
    where edition_id = ${editionId} and outcome is null for update`.execute(db)
  return rows[0] ?? null
}
