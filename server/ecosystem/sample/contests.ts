import { sql } from 'kysely'
import type { CompetitorStatus } from '../../../contract/sales/deal-competitors.ts'
import type { Db } from '../../db/database.ts'
import { newId } from '../../db/id.ts'
import { system } from '../../http/caller.ts'
import type { Context } from '../../http/context.ts'
import { record, type NewEvent } from '../../ledger/record.ts'
import { setCriteria } from '../../sales/deals/exit/commands.ts'
import { exitCriteria } from '../../sales/deals/exit/queries.ts'
import { setAnswers } from '../../sales/objections/commands.ts'
import { playbook } from '../../sales/objections/queries.ts'
import { randomOf, type Random } from './random.ts'
import { objections } from './rivals.ts'
import type { Ground, Write } from './story.ts'

/** What the sample asked of the company's own stages, so that it can be taken back. */
export interface Process {
  criteria: string[]
}

/** What the second stage asks for; where the company has said so itself, its word stays. */
export async function bringProcess(context: Context, { stages }: Ground): Promise<Process> {
  const { db } = context.database
  const inner = { ...context, caller: system('sample', context.caller.userId) }
  const known = await exitCriteria(db)
  const [, second] = stages.open
  if (!second || known.length > 0) return { criteria: [] }
  const set = await setCriteria(inner, second, [
    { label: 'Budget confirmed' },
    { label: 'Met whoever decides' },
    { field: 'amount' },
  ])
  return { criteria: set.map(({ id }) => id) }
}

/** The company's stages are as they were, where nobody has changed since what the sample said. */
export async function takeProcess(db: Db): Promise<void> {
  const { rows } = await sql<{ process: Process | null }>`
    select data -> 'process' as process from events where type = 'sample.loaded'`.execute(db)
  for (const { process } of rows) {
    if (process) await sql`delete from stage_criteria where id = any(${process.criteria}::uuid[])`.execute(db)
  }
}

interface Contest {
  id: string
  owner: string
  company: string | null
  person: string
  colleague: string | null
  status: 'open' | 'won' | 'lost'
  chose: boolean
  passed: boolean
  openedAt: string
  endedAt: string
}

const most = 120

/** The latest deals of the sample: each with its person and another of the same company. */
async function contests(db: Db, { stages, now }: Ground): Promise<Contest[]> {
  const { rows } = await sql<Contest>`
    select d.id, d.owner_id as owner, d.company_id as company, d.person_id as person, other.id as colleague, d.status,
      coalesce(d.loss_reason = 'Chose a competitor', false) as chose,
      d.status = 'won' or d.stage_id = any(${stages.open.slice(2)}::uuid[]) as passed,
      d.created_at as "openedAt", coalesce(d.closed_at, ${now}) as "endedAt"
    from deals d left join lateral (
      select p.id from people p where p.company_id = d.company_id and p.id <> d.person_id and p.deleted_at is null
      order by p.created_at, p.id limit 1) other on true
    where d.person_id is not null and d.owner_id is not null
      and exists (select from events e where e.subject_id = d.id and e.type = 'deal.created' and e.origin = 'sample')
    order by d.status = 'open' desc, coalesce(d.closed_at, d.created_at) desc, d.id limit ${most}`.execute(db)
  return rows
}

/** A moment of the deal's life, from its opening at 0 to its end, or today, at 1. */
const during = ({ openedAt, endedAt }: Contest, share: number): string =>
  new Date(Date.parse(openedAt) + (Date.parse(endedAt) - Date.parse(openedAt)) * share).toISOString()

type Row = Record<string, unknown>

/** Rows that are no records, and what the ledger tells of them, collected before any is written. */
interface Told {
  people: Row[]
  competitors: Row[]
  checks: Row[]
  raised: Row[]
  events: (NewEvent & { by: string })[]
}

const eventOf = (
  { id, owner, company }: Contest,
  type: NewEvent['type'],
  at: string,
  personId: string,
  data: Row,
): Told['events'][number] => ({
  type,
  at,
  by: owner,
  subject: { type: 'deal', id, version: null },
  personId,
  companyId: company,
  data,
})

/** Somebody with a part in buying: whom the seller talks to, and one who decides or stands in the way. */
function tellParts(told: Told, contest: Contest, random: Random): void {
  const parts = [
    [
      contest.person,
      0.1,
      ['champion', 'decisionMaker', 'influencer'],
      ['supporting', 'supporting', 'neutral'],
    ],
    [contest.colleague, 0.3, ['decisionMaker', 'user', 'blocker'], ['neutral', 'supporting', 'opposing']],
  ] as const
  for (const [person, share, roles, attitudes] of parts) {
    if (!person) continue
    const [role, attitude, at] = [random.pick(roles), random.pick(attitudes), during(contest, share)]
    told.people.push({ deal: contest.id, person, role, attitude, at, by: contest.owner })
    told.events.push(eventOf(contest, 'deal.person-added', at, person, { role, attitude }))
  }
}

/** Who else was there, and how it ended with them. */
function tellRivals(told: Told, contest: Contest, rivals: readonly Write[], random: Random): void {
  const { id, status, chose, person, owner } = contest
  if (!chose && random.chance(0.45)) return
  const rival = random.pick(rivals)
  const competitor = { id: rival.id, title: String(rival.values.name) }
  const first: CompetitorStatus = random.chance(0.3) ? 'ahead' : 'named'
  const last: CompetitorStatus = status === 'won' ? 'beaten' : chose ? 'lost_to' : first
  const [at, ended] = [during(contest, 0.4), during(contest, 1)]
  told.competitors.push({
    deal: id,
    competitor: rival.id,
    status: last,
    named: at,
    since: last === first ? at : ended,
    by: owner,
  })
  const tell = (of: CompetitorStatus, when: string, before: CompetitorStatus | null) =>
    told.events.push({
      ...eventOf(contest, 'deal.competitor-set', when, person, { competitor, status: of, before }),
      parties: [{ type: 'competitor', id: rival.id }],
    })
  tell(first, at, null)
  if (last === 'lost_to') tell(last, ended, first)
}

/** What was said against buying, how it was answered, and whether that held. */
function tellObjection(
  told: Told,
  contest: Contest,
  plays: readonly { id: string; title: string; answers: { id: string; text: string }[] }[],
  random: Random,
): void {
  if (random.chance(0.3)) return
  const { id, person, owner, status } = contest
  const play = random.pick(plays)
  const answer = random.chance(0.85) ? random.pick(play.answers) : null
  const stood = random.chance(status === 'lost' ? 0.35 : 0.8)
  const held = answer === null || (status === 'open' && random.chance(0.4)) ? null : stood
  const [at, answeredAt] = [during(contest, 0.5), during(contest, 0.52)]
  told.raised.push({
    id: newId(),
    deal: id,
    objection: play.id,
    person,
    at,
    by: owner,
    answer: answer?.id ?? null,
    held,
    answered: answer && answeredAt,
  })
  const objection = { id: play.id, title: play.title }
  const tell = (type: NewEvent['type'], when: string, data: Row) =>
    told.events.push({
      ...eventOf(contest, type, when, person, { objection, ...data }),
      parties: [{ type: 'objection', id: play.id }],
    })
  tell('deal.objection-raised', at, {})
  if (answer) tell('deal.objection-answered', answeredAt, { answer: answer.text, held })
}

async function write(db: Db, { people, competitors, checks, raised }: Told): Promise<void> {
  await sql`insert into deal_people (deal_id, person_id, role, attitude, added_at, added_by)
    select deal, person, role, attitude, "at", "by" from json_to_recordset(${JSON.stringify(people)})
      as told (deal uuid, person uuid, role text, attitude text, "at" timestamptz, "by" uuid)`.execute(db)
  await sql`insert into deal_competitors (deal_id, competitor_id, status, named_at, status_at, set_by)
    select deal, competitor, status, named, since, "by" from json_to_recordset(${JSON.stringify(competitors)})
      as told (deal uuid, competitor uuid, status text, named timestamptz, since timestamptz, "by" uuid)`.execute(
    db,
  )
  await sql`insert into deal_checks (deal_id, criterion_id, checked_at, checked_by)
    select deal, item, "at", "by" from json_to_recordset(${JSON.stringify(checks)})
      as told (deal uuid, item uuid, "at" timestamptz, "by" uuid)`.execute(db)
  await sql`insert into deal_objections (id, deal_id, objection_id, person_id, raised_at, raised_by, answer_id, held,
      answered_at, answered_by)
    select id, deal, objection, person, "at", "by", answer, held, answered, case when answered is not null then "by" end
    from json_to_recordset(${JSON.stringify(raised)}) as told (id uuid, deal uuid, objection uuid, person uuid,
      "at" timestamptz, "by" uuid, answer uuid, held boolean, answered timestamptz)`.execute(db)
}

/** Parts in buying, rivals and objections of the latest deals, told as if they had been put down at the time. */
export async function bringContests(
  context: Context,
  ground: Ground,
  writes: readonly Write[],
  { criteria }: Process,
): Promise<void> {
  const { db } = context.database
  const random = randomOf(`${ground.seed} contests`)
  const made = (type: string) => writes.filter((one) => one.is === 'new' && one.type === type)
  const answers = new Map(objections.map(([name, , given]): [string, readonly string[]] => [name, given]))
  for (const { id, at, by, values } of made('objection'))
    await setAnswers(
      { ...context, now: at, caller: system('sample', by) },
      id,
      (answers.get(String(values.name)) ?? []).map((text) => ({ text })),
    )
  const brought = new Set(made('objection').map(({ id }) => id))
  const book = await playbook({ ...context, caller: system('sample') })
  const plays = book.filter(({ id }) => brought.has(id)).toSorted((a, b) => a.title.localeCompare(b.title))
  const items = (await exitCriteria(db)).filter(({ id, label }) => label !== null && criteria.includes(id))
  const told: Told = { people: [], competitors: [], checks: [], raised: [], events: [] }
  for (const contest of await contests(db, ground)) {
    tellParts(told, contest, random)
    tellRivals(told, contest, made('competitor'), random)
    tellObjection(told, contest, plays, random)
    for (const { id, label } of contest.passed ? items : []) {
      const at = during(contest, 0.35)
      told.checks.push({ deal: contest.id, item: id, at, by: contest.owner })
      told.events.push(eventOf(contest, 'deal.item-checked', at, contest.person, { item: label }))
    }
  }
  await write(db, told)
  for (const [by, events] of Map.groupBy(told.events, (event) => event.by))
    await record(db, system('sample', by), context.now, events)
}
