import { sql } from 'kysely'
import { lead } from '../../../contract/sales/lead.ts'
import type { AssignmentRuleInput } from '../../../contract/sales/lead-assignment.ts'
import { newId } from '../../db/id.ts'
import { atomically, type Context } from '../../http/context.ts'
import { invalid, type FieldError } from '../../http/problem.ts'
import { record } from '../../ledger/record.ts'
import { compileFilter } from '../../records/filter.ts'
import { typeIn } from '../../records/types.ts'
import { parameters } from '../../records/visible.ts'
import { listRules } from './queries.ts'
import { organisationSubject } from '../../team/organisation/queries.ts'

/** Counted up with each lead that a rule gives to somebody: part of the statement that writes the lead. */
export const keepTurns = `
  insert into assignment_turns (rule_id, user_id, turn)
  select w.assigned_rule_id, w.owner_id, max(w.assigned_turn) from written w left join old o on o.id = w.id
  where w.assigned_turn is not null and w.owner_id is not null and w.assigned_turn is distinct from o.assigned_turn
    and exists (select from assignment_rules r where r.id = w.assigned_rule_id)
  group by w.assigned_rule_id, w.owner_id
  on conflict (rule_id, user_id) do update set turn = excluded.turn`

/** Whoever is named has to be there; who has left since stays named and is passed over. */
async function refuseUnknown(context: Context, rules: readonly AssignmentRuleInput[]): Promise<void> {
  const { rows } = await sql<{ id: string }>`
    select id from users where deleted_at is null and id = any(${rules.flatMap(({ members }) => members)}::uuid[])
    union all select id from teams where deleted_at is null
      and id = any(${rules.flatMap(({ team }) => (team ? [team] : []))}::uuid[])`.execute(context.database.db)
  const known = new Set(rows.map(({ id }) => id))
  const ids = new Set<string>()
  const errors = rules.flatMap(({ id, members, team }, i): FieldError[] => {
    const path = `rules.${i}`
    const again = id !== undefined && ids.has(id)
    if (id !== undefined) ids.add(id)
    return [
      ...(again ? [{ path: `${path}.id`, message: 'Another rule here has this id' }] : []),
      ...(members.length === 0 && team === null
        ? [{ path: `${path}.members`, message: 'Name at least one member, or a team' }]
        : []),
      ...(members.some((member) => !known.has(member))
        ? [{ path: `${path}.members`, message: 'There is no such member. Choose another.' }]
        : []),
      ...(team !== null && !known.has(team)
        ? [{ path: `${path}.team`, message: 'There is no such team. Choose another.' }]
        : []),
    ]
  })
  if (errors.length > 0) throw invalid(errors)
}

/** Sets all rules. Those that are there already keep their turns; leads that are assigned stay with whom they are. */
export const setRules = (context: Context, rules: AssignmentRuleInput[]) =>
  atomically(context, async (inner) => {
    const { db } = inner.database
    const type = typeIn(inner.database, lead.name)
    const ground = { caller: inner.caller, now: inner.now, zone: inner.organisation.timeZone }
    for (const { filter } of rules) if (filter) compileFilter(filter, type, 't', parameters().bind, ground)
    await refuseUnknown(inner, rules)
    const { rows: before } = await sql<{ id: string; name: string }>`
      select id, name from assignment_rules order by id for update`.execute(db)
    const known = new Set(before.map(({ id }) => id))
    const kept = rules.map((rule, position) => ({
      ...rule,
      position,
      id: rule.id !== undefined && known.has(rule.id) ? rule.id : newId(),
    }))
    const ids = kept.map(({ id }) => id)
    await sql`delete from assignment_rules where id <> all(${ids}::uuid[])`.execute(db)
    await sql`insert into assignment_rules (id, position, name, filter, way, team_id)
      select id, position, name, filter, way, team
      from json_to_recordset(${JSON.stringify(kept)}) as rule (id uuid, position int, name text, filter jsonb, way text, team uuid)
      on conflict (id) do update set position = excluded.position, name = excluded.name, filter = excluded.filter,
        way = excluded.way, team_id = excluded.team_id`.execute(db)
    await sql`delete from assignment_members where rule_id = any(${ids}::uuid[])`.execute(db)
    const members = kept.flatMap(({ id, members: of }) =>
      [...new Set(of)].map((user, position) => ({ rule: id, user, position })),
    )
    await sql`insert into assignment_members (rule_id, user_id, position)
      select "rule", "user", position
      from json_to_recordset(${JSON.stringify(members)}) as member ("rule" uuid, "user" uuid, position int)`.execute(
      db,
    )
    await record(db, inner.caller, inner.now, [
      {
        type: 'assignment-rules.set',
        subject: organisationSubject,
        data: { changes: { rules: [before.length, kept.length] } },
      },
    ])
    inner.database.notify('ledger')
    return listRules(inner)
  })
