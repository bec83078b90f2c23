import { sql } from 'kysely'
import type { Db } from '../../db/database.ts'
import type { Change, RuleGround } from '../../records/behaviour.ts'
import { chooseOwners, type Assignments } from '../assignment/queries.ts'
import { seeksOwner, type LeadFacts } from './rules.ts'
import { readLeadSettings } from './settings/queries.ts'

async function peopleOf(db: Db, ids: readonly string[]): Promise<LeadFacts['people']> {
  if (ids.length === 0) return new Map()
  const { rows } = await sql<{ id: string; company: string | null; source: string | null }>`
    select p.id, p.company_id as company, p.source from people p where p.id = any(${[...ids]}::uuid[])`.execute(
    db,
  )
  return new Map(rows.map(({ id, ...rest }) => [id, rest]))
}

const nobody: Assignments = { hasRules: false, byLead: new Map() }

/** What the rules of leads need. Leads that seek an owner take the assignment rules under lock until the transaction ends. */
export async function leadFacts(db: Db, changes: readonly Change[], ground: RuleGround): Promise<LeadFacts> {
  const fresh = changes.flatMap(({ before, after }) => (before ? [] : [String(after.values.person)]))
  const people = await peopleOf(
    db,
    fresh.filter((id) => /^[0-9a-f-]{36}$/i.test(id)),
  )
  const seeking = changes.filter((change) => seeksOwner(change, ground))
  const leads = seeking.map(({ before, after }) => {
    const person = before ? undefined : people.get(String(after.values.person))
    const values = {
      ...after.values,
      company: after.values.company ?? person?.company ?? null,
      source: after.values.source ?? person?.source ?? null,
    }
    return { draft: { ...after, values }, not: (before?.values.owner as string | null | undefined) ?? null }
  })
  const assignments = leads.length > 0 ? await chooseOwners(db, leads, ground) : nobody
  return { settings: await readLeadSettings(db), people, assignments }
}
