import { scoreOf, type Answer } from '../../../contract/sales/lead-qualification.ts'
import { defaultLeadSettings } from '../../../contract/sales/lead-settings.ts'
import type { Deal } from './deals.ts'
import type { Segment } from './markets.ts'
import type { Person } from './people.ts'
import type { Random } from './random.ts'
import type { Story } from './story.ts'
import type { Team } from './team.ts'

/** What is known of a lead by a criterion, as `bringAnswers` keeps it. */
export interface Known {
  answer: Answer
  note: string
}

const wishes: Record<Segment, readonly string[]> = {
  couriers: ['More deliveries a day without more vans', 'A cargo bike that survives our riders', 'Twelve bikes, batteries that swap'],
  hotels: ['Bikes for guests from spring on', 'Ten bikes, rain covers, someone who looks after them'],
  shops: ['Test rides for our customers', 'Three demo bikes for the season'],
  cities: ['Replace the vans of our park keepers', 'A tender for staff bikes is coming'],
} // prettier-ignore

const asksFor: Record<Segment, readonly string[]> = {
  couriers: ['Cargo bikes for riders', 'E-bikes for deliveries', 'Swappable batteries'],
  hotels: ['Bikes for guests', 'Guest bikes with service'],
  shops: ['Demo bikes for the season', 'Test-ride bikes'],
  cities: ['Bikes for park keepers', 'Staff bikes, tender'],
}

const campaigns: Record<string, string> = { 'trade fair': 'Fair Cologne', newsletter: 'Spring letter' }

const notes: Record<string, Partial<Record<Answer, readonly string[]>>> = {
  budget: {
    yes: ['Set aside for this year', 'Leasing is approved'],
    partly: ['Half of it, the rest after summer'],
    no: ['Nothing before January'],
  },
  authority: { yes: ['She signs herself'], partly: ['The owner decides, he prepares it'], no: ['The board, twice a year'] },
  need: { yes: ['Vans cost them 900 a month each'], partly: ['Nice to have, says the team'], no: ['Happy with what they have'] },
  timing: { yes: ['Must ride by June'], partly: ['Some time this year'], no: ['Contract with the other runs till 2028'] },
} // prettier-ignore

/** How well the leads of each outcome tend to answer: weights of yes, partly, no, unknown. */
const leanings = {
  converted: [6, 3, 0, 1],
  qualified: [5, 3, 1, 1],
  working: [2, 2, 1, 4],
  recycled: [2, 2, 3, 2],
  disqualified: [1, 1, 5, 2],
} as const

function asked(outcome: keyof typeof leanings, random: Random): Record<string, Known> {
  const [yes, partly, no, unknown] = leanings[outcome]
  return Object.fromEntries(
    ['budget', 'authority', 'need', 'timing'].flatMap((criterion) => {
      const answer = random.weighted<Answer>([['yes', yes], ['partly', partly], ['no', no], ['unknown', unknown]]) // prettier-ignore
      const said = notes[criterion]?.[answer]
      return answer === 'unknown' ? [] : [[criterion, { answer, note: said ? random.pick(said) : '' }]]
    }),
  )
}

const scored = (known: Record<string, Known>): number | null =>
  scoreOf(
    defaultLeadSettings.framework,
    Object.fromEntries(Object.entries(known).map(([criterion, { answer }]) => [criterion, answer])),
  )

const after = (moment: string, minutes: number) =>
  new Date(Date.parse(moment) + minutes * 60_000).toISOString()

/** A lead of a person, from its arrival on; `owner` is who has it in the end. */
function arrive(
  story: Story,
  team: Team,
  { person, at, owner }: { person: Person; at: string; owner: string | null },
  random: Random,
): string {
  const { company, source } = person
  const segment = company?.segment ?? 'shops'
  const wish = random.pick(wishes[segment])
  return story.create('lead', at, team.luca, {
    name: `${random.pick(asksFor[segment])}, ${company?.city ?? person.first}`,
    person: person.id,
    company: company?.id ?? null,
    source: source.word,
    campaign: campaigns[source.word ?? ''] ?? null,
    interest: wish,
    owner,
  })
}

/** Taken on within minutes or hours, and asked. */
function work(
  story: Story,
  id: string,
  at: string,
  owner: string,
  known: Record<string, Known>,
  random: Random,
): string {
  const touched = after(at, Math.round(random.around(35, 0.9)) + 2)
  story.change('lead', id, touched, owner, {
    status: 'working',
    firstTouchedAt: touched,
    answers: known,
    score: scored(known),
  })
  return touched
}

const reasons = ['Only looking', 'No budget this year', 'Wanted children’s bikes', 'Student project', 'Too small for a fleet'] as const // prettier-ignore
const laters = ['Budget is set in January', 'Moves to a new depot first', 'Waits for the subsidy'] as const

/** The first deals of the past months began as leads. */
function convert(story: Story, team: Team, deals: readonly Deal[], random: Random): void {
  const since = story.calendar.on(-150, '00:00')
  for (const deal of deals) {
    const { person, is, openedAt, id: dealId } = deal
    if (is !== 'first' || openedAt < since || !person.acceptedAt || person.acceptedAt >= openedAt) continue
    const owner = team[person.seller]
    const id = arrive(story, team, { person, at: person.acceptedAt, owner }, random)
    const touched = work(story, id, person.acceptedAt, owner, asked('converted', random), random)
    const at = openedAt > touched ? openedAt : touched
    story.change('lead', id, at, owner, { status: 'qualified', deal: dealId, convertedAt: at })
  }
}

/** People who have never come as far as a deal: what became of them, and what is open today. */
export function followLeads(
  story: Story,
  team: Team,
  people: readonly Person[],
  deals: readonly Deal[],
): void {
  const { calendar, ground } = story
  const random = story.random('leads')
  convert(story, team, deals, random)
  const sold = new Set(deals.map(({ person }) => person.id))
  const others = people.filter(({ id, company }) => company && !sold.has(id))
  const sellers = [team.mira, team.diego, team.aoife, team.pavel]
  const outcomes = ['disqualified', 'recycled', 'working', 'qualified'] as const
  others.slice(0, 26).forEach((person, i) => {
    const outcome = outcomes[[0, 0, 1, 2, 3, 0, 1, 2][i % 8] ?? 0] ?? 'working'
    const owner = sellers[i % sellers.length] as string
    const days = outcome === 'working' || outcome === 'qualified' ? random.int(1, 9) : random.int(12, 120)
    const at = calendar.was(-days, `${String(random.int(9, 15)).padStart(2, '0')}:${random.int(10, 59)}`)
    const id = arrive(story, team, { person, at, owner }, random)
    const touched = work(story, id, at, owner, asked(outcome, random), random)
    const decided = after(touched, random.int(20, 90))
    if (decided >= ground.now || outcome === 'working') return
    if (outcome === 'disqualified')
      story.change('lead', id, decided, owner, { status: 'disqualified', reason: random.pick(reasons) })
    else if (outcome === 'recycled')
      story.change('lead', id, decided, owner, {
        status: 'recycled',
        recycleOn: calendar.date(random.int(20, 110)),
        reason: random.pick(laters),
      })
    else story.change('lead', id, decided, owner, { status: 'qualified' })
  })
  wait(story, team, others.slice(26, 34), random)
}

/** What waits today: for whoever looks around, for the sellers, and for nobody yet. */
function wait(story: Story, team: Team, people: readonly Person[], random: Random): void {
  const { calendar, ground } = story
  const minutesAgo = [4, 41, 50, 18, 30, 75, 12, 26]
  people.forEach((person, i) => {
    const owner =
      i < 3 ? (ground.me ?? team.mira) : i < 6 ? [team.diego, team.aoife, team.pavel][i - 3] : null
    const at = i === 2 ? calendar.was(-1, '16:35') : after(ground.now, -(minutesAgo[i] ?? 30))
    arrive(story, team, { person, at, owner: owner ?? null }, random)
  })
}
