import type { Company } from './companies.ts'
import {
  countryCodes,
  countryOf,
  jobTitles,
  landingPages,
  numberIn,
  seasonalDay,
  sources,
  type CountryCode,
  type Source,
} from './markets.ts'
import { freshName } from './names.ts'
import type { Random } from './random.ts'
import type { Story } from './story.ts'
import type { Member, Team } from './team.ts'

export interface Person {
  id: string
  first: string
  company: Company | null
  seller: Member
  /** When sales accepted them as a lead; null when they have not come so far. */
  acceptedAt: string | null
  source: Source
}

/** Those who only read along, at no company that we know. */
const readers = 62

const clock = (random: Random) =>
  `${String(random.int(7, 21)).padStart(2, '0')}:${String(random.int(0, 59)).padStart(2, '0')}`

/** From the first touch as far as this person comes before sales: lead, MQL, accepted lead. */
function warm(
  story: Story,
  team: Team,
  id: string,
  from: string,
  source: Source,
  seller: Member,
  atCompany: boolean,
  random: Random,
): string | null {
  const { later } = story.calendar
  if (!random.chance(atCompany ? source.qualifies ** 0.6 : source.qualifies * 0.4)) return null
  const mql = later(from, Math.round(random.around(9, 0.8)), random)
  if (!mql) return null
  story.change('person', id, mql, team.luca, { lifecycleStage: 'mql' })
  if (!random.chance(source.accepted)) return null
  const accepted = later(mql, random.weighted([[0, 5], [1, 4], [2, 2], [4, 1]]), random) // prettier-ignore
  if (!accepted) return null
  story.change('person', id, accepted, team[seller], { lifecycleStage: 'accepted', owner: team[seller] })
  return accepted
}

/** Whom we meet: the first of a company, another of it, or a reader of whom we know no company. */
interface Acquaintance {
  company: Company | null
  country: CountryCode
  first: boolean
}

function sinceWhen(story: Story, { company, first }: Acquaintance, random: Random): string {
  const { calendar } = story
  if (!company) return calendar.was(seasonalDay(random, calendar.date, -540, -1), clock(random))
  if (first) return company.createdAt
  const at = calendar.was(seasonalDay(random, calendar.date, company.since, -2), clock(random))
  return at < company.createdAt ? company.createdAt : at
}

function meet(story: Story, team: Team, whom: Acquaintance, taken: Set<string>, random: Random): Person {
  const { calendar } = story
  const { company, country, first } = whom
  const bySource = sources.map((one) => [one, one.weight] as const)
  const source = first && company ? company.source : random.weighted(bySource)
  const name = freshName(country, company?.domain ?? 'post.example', taken, random)
  const createdAt = sinceWhen(story, whom, random)
  const titles = company ? jobTitles[company.segment] : [null]
  const inPerson = source.word === 'trade fair' || source.word === 'partner'
  const subscribes = random.chance(company ? 0.12 : 0.55)
  const seller = countryOf(country).seller
  const id = story.create('person', createdAt, source.word === 'trade fair' ? team.yuki : team.luca, {
    firstName: name.first,
    lastName: name.last,
    email: random.chance(0.95) || !company ? name.email : null,
    phone: random.chance(0.8) ? numberIn(country, random) : null,
    company: company?.id ?? null,
    jobTitle: first ? titles[0] : random.pick(titles),
    lifecycleStage: subscribes ? 'subscriber' : 'lead',
    owner: null,
    source: source.word,
    landingPage: inPerson ? null : (company?.landingPage ?? random.pick(landingPages)),
    timeZone: countryOf(country).zone,
    language: countryOf(country).language,
    tags: random.chance(0.12) ? [random.pick(['newsletter', 'fair Cologne', 'test ride', 'press'])] : null,
  })
  let from: string | null = createdAt
  if (subscribes) {
    from = random.chance(company ? 0.6 : 0.35)
      ? calendar.later(createdAt, Math.round(random.around(25, 0.6)), random)
      : null
    if (from) story.change('person', id, from, team.luca, { lifecycleStage: 'lead' })
  }
  // Who reads along without a company seldom comes to anything.
  const acceptedAt = from && warm(story, team, id, from, source, seller, company !== null, random)
  return { id, first: name.first, company, seller, acceptedAt, source }
}

export function meetPeople(story: Story, team: Team, companies: readonly Company[]): Person[] {
  const random = story.random('people')
  const taken = new Set<string>()
  const size = [[1, 2], [2, 3], [3, 4], [4, 2], [5, 1]] as const // prettier-ignore
  const people = companies.flatMap((company) =>
    Array.from({ length: random.weighted(size) }, (_, i) =>
      meet(story, team, { company, country: company.country, first: i === 0 }, taken, random),
    ),
  )
  const weights = countryCodes.map((code) => [code, countryOf(code).weight] as const)
  for (let i = 0; i < readers; i++)
    people.push(
      meet(story, team, { company: null, country: random.weighted(weights), first: false }, taken, random),
    )
  return people
}
