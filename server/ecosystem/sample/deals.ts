import { addDays } from '../../../contract/values/day.ts'
import type { Company } from './companies.ts'
import { segments, type Segment } from './markets.ts'
import type { Person } from './people.ts'
import type { Product } from './products.ts'
import type { Random } from './random.ts'
import type { Story } from './story.ts'
import type { Team } from './team.ts'

/** A deal as it stands today, with what the activities need to speak of it. */
export interface Deal {
  id: string
  person: Person
  company: Company | null
  segment: Segment
  product: Product
  units: number
  /** The company's first, one of a customer, or another try after a loss. */
  is: 'first' | 'repeat' | 'retry'
  status: 'open' | 'won' | 'lost'
  lossReason: string | null
  openedAt: string
  /** When it came into each stage, the first included, the closing not. */
  stages: string[]
  closedAt: string | null
}

/** How likely a deal is won before its source is looked at. */
const odds = { first: 0.2, retry: 0.13, repeat: 0.38 }
const winnable: Record<Segment, number> = { couriers: 1.25, hotels: 0.95, shops: 0.8, cities: 0.9 }

const lossReasons: Record<Segment, readonly (readonly [string, number])[]> = {
  couriers: [['Price', 4], ['Chose a competitor', 4], ['Timing', 2], ['No answer any more', 2], ['Missing feature', 2]],
  hotels: [['No budget this year', 4], ['Timing', 4], ['Price', 3], ['No answer any more', 3], ['Chose a competitor', 1]],
  shops: [['Price', 5], ['Chose a competitor', 4], ['No answer any more', 3], ['Missing feature', 1]],
  cities: [['No budget this year', 5], ['Chose a competitor', 3], ['Timing', 3], ['Price', 2]],
} // prettier-ignore
const wonReasons = [['Service included', 5], ['Delivery time', 3], ['Battery range', 3], ['Recommendation', 2], ['Price', 2]] as const // prettier-ignore

const bikes = 'E-bikes'

function offer(
  products: readonly Product[],
  segment: Segment,
  is: Deal['is'],
  random: Random,
): { product: Product; units: number } {
  const [least, most] = segments[segment].units
  const fitting = products.filter((product) => product.for.includes(segment))
  const product = random.weighted(
    fitting.map(
      (one) =>
        [one, is === 'repeat' ? (one.family === bikes ? 2 : 3) : one.family === bikes ? 9 : 1] as const,
    ),
  )
  const bulk = Math.round(least * (most / least) ** random.next())
  const units =
    product.name === 'Charging locker 8'
      ? random.int(1, 5)
      : is === 'repeat' && product.family === bikes
        ? Math.max(2, Math.round(bulk * 0.6))
        : bulk
  return { product, units }
}

interface Begun {
  person: Person
  is: Deal['is']
  openedAt: string
}

/** Tells one deal from its opening to its end, or to today. */
function pursue(
  story: Story,
  team: Team,
  products: readonly Product[],
  { person, is, openedAt }: Begun,
  random: Random,
): Deal {
  const { calendar, ground } = story
  const { company, seller } = person
  const segment = company?.segment ?? 'couriers'
  const { product, units } = offer(products, segment, is, random)
  const euros = units * product.price * (1 - random.int(0, 14) / 100)
  const currency = company?.currency ?? ground.currency
  const days = Math.max(7, random.around(segments[segment].days * (is === 'repeat' ? 0.7 : 1), 0.45))
  const owner = team[seller]
  const stage = (step: number) =>
    ground.stages.open[
      Math.min(Math.floor((step * ground.stages.open.length) / 4), ground.stages.open.length - 1)
    ]
  const id = story.create('deal', openedAt, owner, {
    name: `${units} ${product.plural}, ${company?.city ?? person.first}`,
    company: company?.id ?? null,
    person: person.id,
    stage: stage(0),
    amount: random.chance(0.7) ? story.price(euros * random.pick([0.85, 1, 1.1, 1.2]), currency) : null,
    owner,
    developer: is === 'first' && random.chance(0.55) ? team.yuki : null,
    product: product.id,
    openedOn: calendar.day(openedAt),
    expectedCloseOn: addDays(calendar.day(openedAt), Math.round(days * 1.1)),
    source: person.source.word,
    segment: segments[segment].label,
    leadType: is === 'first' ? 'New business' : is === 'repeat' ? 'Existing customer' : 'Second attempt',
  })
  const deal: Deal = {
    id,
    person,
    company,
    segment,
    product,
    units,
    is,
    status: 'open',
    lossReason: null,
    openedAt,
    stages: [openedAt],
    closedAt: null,
  }
  const won = random.chance(
    Math.min(0.8, odds[is] * winnable[segment] * person.source.wins * (is === 'repeat' ? 1 : 1.15)),
  )
  const reaches = won ? 3 : random.weighted([[0, 3], [1, 4], [2, 4], [3, 2]]) // prettier-ignore
  const recent = openedAt > calendar.on(-120, '00:00')
  // Some of the newer ones rest: nobody has answered yet.
  const rests = recent && random.chance(0.22) ? random.int(0, reaches) : null
  let at: string = openedAt
  for (let step = 1; step <= reaches; step++) {
    if (rests !== null && step > rests) return deal
    const next = calendar.later(
      at,
      Math.max(1, Math.round(days * random.pick([0.15, 0.2, 0.25, 0.35]))),
      random,
    )
    if (!next) return deal
    at = next
    deal.stages.push(at)
    const expected = addDays(calendar.day(at), Math.max(7, Math.round(days * (1 - step * 0.22))))
    story.change('deal', id, at, owner, {
      stage: stage(step),
      ...(step === 2 ? { amount: story.price(euros, currency), expectedCloseOn: expected } : {}),
    })
  }
  if (rests !== null) return deal
  const closedAt = calendar.later(
    at,
    Math.max(1, Math.round(days * (won ? 0.2 : random.pick([0.15, 0.3, 0.5])))),
    random,
  )
  if (closedAt) close(story, deal, closedAt, owner, won, random)
  return deal
}

function close(
  story: Story,
  deal: Deal,
  closedAt: string,
  owner: string,
  won: boolean,
  random: Random,
): void {
  deal.closedAt = closedAt
  deal.status = won ? 'won' : 'lost'
  deal.lossReason = won ? null : random.weighted(lossReasons[deal.segment])
  const { stages } = story.ground
  const reason = won ? { wonReason: random.weighted(wonReasons) } : { lossReason: deal.lossReason }
  story.change('deal', deal.id, closedAt, owner, { stage: won ? stages.won : stages.lost, ...reason })
}

/** Now and then a lost deal comes back. */
function reopen(story: Story, team: Team, deal: Deal, random: Random): void {
  const { calendar, ground } = story
  const at = deal.closedAt && calendar.later(deal.closedAt, random.int(14, 50), random)
  if (!at) return
  const owner = team[deal.person.seller]
  const stage = ground.stages.open[Math.floor(ground.stages.open.length / 2)]
  story.change('deal', deal.id, at, owner, { stage, expectedCloseOn: addDays(calendar.day(at), 30) })
  deal.stages.push(at)
  Object.assign(deal, { status: 'open', closedAt: null, lossReason: null })
  const closedAt = calendar.later(at, random.int(8, 40), random)
  if (closedAt) close(story, deal, closedAt, owner, random.chance(0.55), random)
}

/** One deal's dates contradict each other, as in every real company: somebody mistyped its opening. */
function mistype(story: Story, team: Team, deals: readonly Deal[]): void {
  const { calendar } = story
  const deal = deals.find(
    ({ status, closedAt }) => status === 'won' && closedAt !== null && closedAt < calendar.on(-100, '00:00'),
  )
  if (!deal?.closedAt) return
  const at = new Date(Date.parse(deal.closedAt) + 600_000).toISOString()
  story.change('deal', deal.id, at, team[deal.person.seller], {
    openedOn: addDays(calendar.day(deal.closedAt), 3),
  })
}

/** Dates what the deals say of people and companies. */
function moveCustomers(story: Story, team: Team, deals: readonly Deal[], random: Random): void {
  const { calendar } = story
  const stages = (type: 'person' | 'company', of: (deal: Deal) => string | undefined) => {
    for (const [id, own] of Map.groupBy(deals, of)) {
      const first = own[0]
      if (!id || !first) continue
      const by = team[first.person.seller]
      const opened = own.map(({ openedAt }) => openedAt).sort()[0] ?? first.openedAt
      const owner = type === 'company' ? { owner: by } : {}
      story.change(type, id, opened, by, { lifecycleStage: 'opportunity', ...owner })
      const won = own
        .flatMap(({ status, closedAt }) => (status === 'won' && closedAt ? [closedAt] : []))
        .sort()[0]
      if (!won) continue
      story.change(type, id, won, by, { lifecycleStage: 'customer' })
      const praised =
        type === 'person' && random.chance(0.3) ? calendar.later(won, random.int(90, 200), random) : null
      if (praised) story.change(type, id, praised, team.ines, { lifecycleStage: 'advocate' })
    }
  }
  stages('person', ({ person }) => person.id)
  stages('company', ({ company }) => company?.id)
}

/** The deals of everybody whom sales accepted, one after the other. */
export function sellFleets(
  story: Story,
  team: Team,
  products: readonly Product[],
  people: readonly Person[],
): Deal[] {
  const { calendar } = story
  const random = story.random('deals')
  const deals: Deal[] = []
  for (const person of people) {
    let is: Deal['is'] = 'first'
    let openedAt = person.acceptedAt && calendar.later(person.acceptedAt, random.int(1, 4), random)
    while (openedAt) {
      const deal = pursue(story, team, products, { person, is, openedAt }, random)
      deals.push(deal)
      if (deal.status === 'lost' && random.chance(0.06)) reopen(story, team, deal, random)
      if (!deal.closedAt || !random.chance(deal.status === 'won' || deal.is === 'repeat' ? 0.97 : 0.7)) break
      openedAt = calendar.later(
        deal.closedAt,
        deal.status === 'won' ? random.int(15, 80) : random.int(35, 120),
        random,
      )
      is = deal.status === 'won' || deal.is === 'repeat' ? 'repeat' : 'retry'
    }
  }
  mistype(story, team, deals)
  moveCustomers(story, team, deals, random)
  assignToMe(story, team, deals)
  return deals
}

/** The newest open deals are handed to whoever looks around. */
function assignToMe(story: Story, team: Team, deals: readonly Deal[]): void {
  const { me } = story.ground
  if (!me) return
  const open = deals
    .filter(({ status }) => status === 'open')
    .sort((a, b) => b.openedAt.localeCompare(a.openedAt))
  for (const deal of open.slice(3, 8)) {
    const last = deal.stages.at(-1) ?? deal.openedAt
    story.change('deal', deal.id, new Date(Date.parse(last) + 60_000).toISOString(), team.jonas, {
      owner: me,
    })
  }
}
