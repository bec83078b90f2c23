import type { Deal } from './deals.ts'
import type { Person } from './people.ts'
import type { Random } from './random.ts'
import type { Story } from './story.ts'
import type { Team } from './team.ts'
import { filled, paragraph, say, texts, type Filling } from './texts.ts'

interface About {
  person: string
  company: string | null
  deal: string | null
}

const minutes = (moment: string, count: number) => new Date(Date.parse(moment) + count * 60_000).toISOString()

/** Puts activities on record: when they were, by whom, about whom. An activity is written when it is over. */
function scribe(story: Story, random: Random) {
  const past = (moment: string) => Date.parse(moment) < Date.parse(story.calendar.now)
  return {
    note(at: string, by: string, about: About, text: string) {
      if (past(at)) story.create('note', at, by, { ...about, body: paragraph(text), owner: by })
    },
    call(at: string, by: string, about: About, subject: string, text: string, inbound = false) {
      const seconds = random.int(90, 1_500)
      const over = minutes(at, seconds / 60)
      if (!past(over)) return
      const values = {
        subject,
        direction: inbound ? 'inbound' : 'outbound',
        outcome: 'reached',
        startedAt: at,
        duration: seconds,
      }
      story.create('call', over, by, { ...about, ...values, owner: by, body: paragraph(text) })
    },
    /** A call that reached nobody. */
    tried(at: string, by: string, about: About, first: string) {
      const [outcome, text] = random.pick(texts.unanswered)
      const values = {
        subject: `Tried to reach ${first}`,
        direction: 'outbound',
        outcome,
        startedAt: at,
        duration: random.int(10, 50),
      }
      const over = minutes(at, 1)
      if (past(over))
        story.create('call', over, by, { ...about, ...values, owner: by, body: paragraph(text) })
    },
    meeting(at: string, by: string, about: About, subject: string, text: string, location: string) {
      const endsAt = minutes(at, random.pick([30, 45, 60, 90]))
      if (!past(endsAt)) return
      const values = {
        subject,
        startsAt: at,
        endsAt,
        location,
        outcome: 'held',
        owner: by,
        attendees: [about.person],
        body: paragraph(text),
      }
      story.create('meeting', endsAt, by, { ...about, ...values })
    },
    /** A meeting that is still to come. */
    invite(at: string, by: string, about: About, subject: string, startsAt: string, location: string) {
      const values = {
        subject,
        startsAt,
        endsAt: minutes(startsAt, 45),
        location,
        owner: by,
        attendees: [about.person],
      }
      if (past(at)) story.create('meeting', at, by, { ...about, ...values })
    },
    task(
      at: string,
      by: string,
      about: About,
      subject: string,
      due: { at: string; owner?: string; priority?: string },
      doneAt: string | null,
    ) {
      if (!past(at)) return
      const owner = due.owner ?? by
      const id = story.create('task', at, by, {
        ...about,
        subject,
        dueAt: due.at,
        owner,
        priority: due.priority ?? 'normal',
      })
      if (doneAt && past(doneAt)) story.change('task', id, doneAt, owner, { status: 'done' })
    },
  }
}

export type Scribe = ReturnType<typeof scribe>
export const scribeOf = (story: Story, area: string): Scribe => scribe(story, story.random(area))

const fillingOf = ({ person, company, units, product }: Deal): Filling => ({
  first: person.first,
  company: company?.name ?? person.first,
  units,
  plural: product.plural,
  city: company?.city ?? 'town',
})

/** What the seller did on the way: calls, a meeting, objections, steps taken in time or not. */
function selling(story: Story, team: Team, write: Scribe, deal: Deal, random: Random): void {
  const { later } = story.calendar
  const seller = team[deal.person.seller]
  const filling = fillingOf(deal)
  const about = { person: deal.person.id, company: deal.company?.id ?? null, deal: deal.id }
  const soon = (moment: string | undefined, days: number) => (moment ? later(moment, days, random) : null)
  const before = (moment: string | null) =>
    moment && (deal.closedAt === null || moment < deal.closedAt) ? moment : null
  if (random.chance(0.3)) {
    const tried = soon(deal.openedAt, 0)
    if (tried) write.tried(tried, seller, about, filling.first)
  }
  const introduced = before(soon(deal.openedAt, random.int(0, 2)))
  if (introduced && deal.is !== 'repeat')
    write.call(
      introduced,
      seller,
      about,
      `First call with ${filling.first}`,
      say(texts.introduced, filling, random),
    )
  const discovered = before(soon(deal.stages[1], random.int(0, 2)))
  if (discovered && random.chance(0.7)) {
    const place = random.pick([deal.company?.city ?? 'Video call', 'Video call', 'Video call'])
    write.meeting(
      discovered,
      seller,
      about,
      `${filling.company}: what they need`,
      say(texts.discovered, filling, random),
      place,
    )
  }
  const proposed = deal.stages[2]
  if (proposed) {
    const due = minutes(proposed, 60 * 24)
    write.task(
      minutes(proposed, -60 * 26),
      seller,
      about,
      filled('Write the offer for {company}', filling),
      { at: due },
      minutes(proposed, -random.int(2, 20)),
    )
    const objected = before(soon(proposed, random.int(1, 4)))
    if (objected && random.chance(0.55))
      write.note(objected, seller, about, say(texts.objected, filling, random))
  }
  if (deal.closedAt && deal.status === 'lost')
    write.note(
      minutes(deal.closedAt, 4),
      seller,
      about,
      filled(texts.lost[deal.lossReason ?? ''] ?? '', filling),
    )
  if (deal.closedAt && deal.status === 'won')
    write.note(minutes(deal.closedAt, 6), seller, about, say(texts.won, filling, random))
}

/** What care did after a won deal, up to today. */
function caring(story: Story, team: Team, write: Scribe, deal: Deal, random: Random): void {
  if (deal.status !== 'won' || !deal.closedAt) return
  const { later } = story.calendar
  const filling = fillingOf(deal)
  const about = { person: deal.person.id, company: deal.company?.id ?? null, deal: null }
  const agent = team[random.pick(['tomas', 'ines', 'lena'] as const)]
  let at = later(deal.closedAt, random.int(9, 24), random)
  if (at && deal.product.family !== 'Services')
    write.meeting(
      at,
      agent,
      about,
      `Hand-over: ${deal.units} ${deal.product.plural}`,
      say(texts.kickedOff, filling, random),
      deal.company?.city ?? 'On site',
    )
  for (let turn = 0; at && turn < 5; turn++) {
    at = later(at, random.int(20, 90), random)
    if (!at) return
    if (turn % 3 === 2) write.note(at, agent, about, say(texts.checkedIn, filling, random))
    else {
      const [subject, text] = random.pick(texts.served)
      write.call(at, agent, about, subject, filled(text, filling), random.chance(0.75))
    }
  }
}

/** What is still to do for an open deal: some of it late, some today, most of it to come. */
function planned(story: Story, team: Team, write: Scribe, deal: Deal, random: Random): void {
  if (deal.status !== 'open') return
  const { calendar } = story
  const filling = fillingOf(deal)
  const about = { person: deal.person.id, company: deal.company?.id ?? null, deal: deal.id }
  const seller = team[deal.person.seller]
  const since = deal.stages.at(-1) ?? deal.openedAt
  const days = random.weighted([[-random.int(4, 9), 2], [0, 3], [random.int(1, 4), 4], [random.int(5, 14), 3]]) // prettier-ignore
  const dueAt =
    days < 0 ? calendar.was(days, '16:00') : calendar.willBe(days, random.pick(['10:00', '14:00', '17:00']))
  if (dueAt > since) write.task(minutes(since, 9), seller, about, say(texts.nextSteps, filling, random), { at: dueAt, priority: random.weighted([['normal', 5], ['high', 2], ['low', 1]]) }, null) // prettier-ignore
  if (random.chance(0.2))
    write.invite(
      minutes(since, 14),
      seller,
      about,
      `${filling.company}: going through the offer`,
      calendar.willBe(random.int(1, 9), random.pick(['09:30', '11:00', '15:00'])),
      'Video call',
    )
}

/** Tasks of whoever looks around, so that their day is not empty: two late, three today, three to come. */
function mine(story: Story, team: Team, write: Scribe, deals: readonly Deal[], random: Random): void {
  const { calendar, ground } = story
  const customers = deals.filter(({ status }) => status === 'won')
  if (!ground.me) return
  for (const [days, clock] of [
    [-7, '15:00'],
    [-5, '11:00'],
    [0, '17:00'],
    [0, '17:30'],
    [0, '18:00'],
    [1, '10:00'],
    [2, '14:00'],
    [5, '09:00'],
  ] as const) {
    const deal = random.pick(customers)
    const about = { person: deal.person.id, company: deal.company?.id ?? null, deal: null }
    // In the evening, what is left of today moves to tomorrow: loading calls nobody to anything.
    const soon = calendar.on(days, clock) > calendar.now ? calendar.on(days, clock) : calendar.on(1, clock)
    const due = { at: days < 0 ? calendar.was(days, clock) : soon, owner: ground.me }
    write.task(
      calendar.was(-12, '10:20'),
      team.lena,
      about,
      say(texts.careSteps, fillingOf(deal), random),
      due,
      null,
    )
  }
}

export function rememberActivities(
  story: Story,
  team: Team,
  people: readonly Person[],
  deals: readonly Deal[],
): void {
  const random = story.random('activities')
  const write = scribe(story, random)
  for (const deal of deals) {
    selling(story, team, write, deal, random)
    caring(story, team, write, deal, random)
    planned(story, team, write, deal, random)
  }
  for (const person of people) {
    const at =
      person.acceptedAt && random.chance(0.35) ? story.calendar.later(person.acceptedAt, 0, random) : null
    const about = { person: person.id, company: person.company?.id ?? null, deal: null }
    if (at) write.tried(at, team.yuki, about, person.first)
  }
  mine(story, team, write, deals, random)
}
