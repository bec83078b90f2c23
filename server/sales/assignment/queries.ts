import { CompiledQuery, sql } from 'kysely'
import { typesWith } from '../../../contract/record-types.ts'
import type { Filter } from '../../../contract/records/filter.ts'
import type { RecordType } from '../../../contract/records/record-type.ts'
import { openLeadStatuses, lead } from '../../../contract/sales/lead.ts'
import type { AssignmentRule } from '../../../contract/sales/lead-assignment.ts'
import { dayOf } from '../../../contract/values/day.ts'
import type { Db } from '../../db/database.ts'
import { system } from '../../http/caller.ts'
import type { Context } from '../../http/context.ts'
import { Refusal } from '../../http/problem.ts'
import type { Draft, RuleGround } from '../../records/behaviour.ts'
import { rowOf, rowShape } from '../../records/column.ts'
import { compileFilter } from '../../records/filter.ts'
import { readOwnFields } from '../../records/own/queries.ts'
import { parameters } from '../../records/visible.ts'
import { assignAll, type Assigned, type RuleFact } from './rules.ts'

type RuleRow = RuleFact & { filter: Filter | null }

const isOpen = sql`status = any(${[...openLeadStatuses]}::text[]) and deleted_at is null`

/** Until when a member is away who is so today, by what they have set for themselves. */
const awayUntil = (today: string) => sql`(select (s.chosen #>> '{absence,untilOn}') from user_settings s
  where s.user_id = u.id and ${today} between s.chosen #>> '{absence,fromOn}' and s.chosen #>> '{absence,untilOn}')`

/** Everybody whom a rule names, in its order, then those of its team by name. */
const membersOf = (today: string) => sql`
  select distinct on (of_rule.user_id) of_rule.user_id, of_rule.position
  from (select user_id, position from assignment_members where rule_id = r.id
    union all select user_id, 1000000 from team_memberships
      where team_id = r.team_id and from_on <= ${today}::date and ${today}::date < to_on) of_rule
  order by of_rule.user_id, of_rule.position`

/**
 * The rules with who is at work, in their order. They stay locked until the transaction ends: whoever else wants to
 * assign a lead waits, and then sees whose turn it was.
 */
async function lockRules(db: Db, today: string): Promise<RuleRow[]> {
  // A statement of its own: the next one then sees what those before this one have assigned.
  const { rows: any } = await sql`select id from assignment_rules order by id for no key update`.execute(db)
  if (any.length === 0) return []
  const { rows } = await sql<RuleRow>`
    select r.id, r.name, r.filter, r.way,
      coalesce((select json_agg(json_build_object('id', u.id, 'turn', coalesce(t.turn, 0)) order by m.position, u.name, u.id)
        from (${membersOf(today)}) m join users u on u.id = m.user_id and u.active and u.deleted_at is null
          left join assignment_turns t on t.rule_id = r.id and t.user_id = u.id
        where ${awayUntil(today)} is null), '[]') as members
    from assignment_rules r order by r.position, r.id`.execute(db)
  return rows
}

/** Which of the rules each lead matches, as it is going to be written; it need not be in its table yet. */
async function matchesOf(
  db: Db,
  drafts: readonly Draft[],
  rules: readonly RuleRow[],
  ground: RuleGround,
): Promise<Map<string, string[]>> {
  const asked = rules.some(({ filter }) => filter !== null)
  const all = rules.map(({ id }) => id)
  if (!asked) return new Map(drafts.map(({ id }) => [id, all]))
  const type: RecordType = typesWith((await readOwnFields(db)).fields).of(lead.name)
  const { values, bind } = parameters()
  const given = bind(
    JSON.stringify(
      drafts.map((draft) => ({
        id: draft.id,
        title: draft.values.name,
        created_at: draft.createdAt ?? ground.now,
        ...rowOf(type, draft.values),
      })),
    ),
  )
  const conditions = rules.map(({ id, filter }) => {
    if (filter === null) return `'${id}'`
    try {
      const seen = { caller: system('automation'), now: ground.now, zone: ground.zone }
      return `case when ${compileFilter(filter, type, 't', bind, seen)} then '${id}' end`
    } catch (error) {
      // It asks for a field that was retired since: no lead matches it until somebody mends it.
      if (!(error instanceof Refusal)) throw error
      return 'null'
    }
  })
  const shape = [...rowShape(type).map(([name, kind]) => `${name} ${kind}`), ...systemShape]
  const { rows } = await db.executeQuery<{ id: string; matches: string[] }>(
    CompiledQuery.raw(
      `select t.id, array_remove(array[${conditions.join(', ')}]::text[], null) as matches
        from json_to_recordset(${given}) as t (${shape.join(', ')})`,
      values,
    ),
  )
  return new Map(rows.map(({ id, matches }) => [id, matches]))
}

/** Columns that a filter may ask for besides those of the fields; an own field's stand in `custom`. */
const systemShape = [
  'id uuid',
  'title text',
  'created_at timestamptz',
  'updated_at timestamptz',
  'created_by uuid',
]

/** Whether a company has rules, and to whom they give each of these leads; null where nobody is to have it. */
export interface Assignments {
  hasRules: boolean
  byLead: ReadonlyMap<string, Assigned | null>
}

/** Chooses owners by the rules, under their lock; `not` may not have the lead. */
export async function chooseOwners(
  db: Db,
  leads: readonly { draft: Draft; not: string | null }[],
  ground: RuleGround,
): Promise<Assignments> {
  const rules = await lockRules(db, ground.today)
  if (rules.length === 0) return { hasRules: false, byLead: new Map() }
  const matches = await matchesOf(
    db,
    leads.map(({ draft }) => draft),
    rules,
    ground,
  )
  const candidates = [...new Set(rules.flatMap(({ members }) => members.map(({ id }) => id)))]
  const { rows } = await sql<{ id: string; count: number }>`
    select owner_id as id, count(*)::int as count from leads where owner_id = any(${candidates}::uuid[]) and ${isOpen}
    group by owner_id`.execute(db)
  const waiting = leads.map(({ draft, not }) => ({
    lead: draft.id,
    matches: matches.get(draft.id) ?? [],
    not,
  }))
  const open = new Map(rows.map(({ id, count }) => [id, count]))
  return { hasRules: true, byLead: assignAll(waiting, rules, open) }
}

export async function listRules({ database, now, organisation }: Context): Promise<{
  data: AssignmentRule[]
  unassigned: number
}> {
  const today = dayOf(now, organisation.timeZone)
  const member = sql`json_build_object('id', u.id, 'title', u.title, 'awayUntil', ${awayUntil(today)})`
  const { rows } = await sql<AssignmentRule>`
    select r.id, r.name, r.filter, r.way,
      coalesce((select json_agg(${member} order by m.position) from assignment_members m
        join users u on u.id = m.user_id where m.rule_id = r.id), '[]') as members,
      (select json_build_object('id', team.id, 'title', team.title, 'members',
          coalesce((select json_agg(${member} order by u.name, u.id) from team_memberships tm join users u on u.id = tm.user_id
            where tm.team_id = team.id and tm.from_on <= ${today}::date and ${today}::date < tm.to_on
              and u.active and u.deleted_at is null), '[]'))
        from teams team where team.id = r.team_id) as team
    from assignment_rules r order by r.position, r.id`.execute(database.db)
  const { rows: left } = await sql<{ count: number }>`
    select count(*)::int as count from leads where owner_id is null and ${isOpen}`.execute(database.db)
  return { data: rows, unassigned: left[0]?.count ?? 0 }
}
