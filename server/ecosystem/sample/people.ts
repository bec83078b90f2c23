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

function meet(
  story: Story,
  team: Team,
  company: Company | null,
  country: CountryCode,
  taken: Set<string>,
  random: Random,
  first: boolean,
): Person {
  const { calendar } = story
  const source =
    first && company ? company.source : random.weighted(sources.map((one) => [one, one.weight] as const))
  const name = freshName(country, company?.domain ?? 'post.example', taken, random)
  const since = company
    ? first
      ? company.since
      : seasonalDay(random, calendar.date, company.since, -2)
    : seasonalDay(random, calendar.date, -540, -1)
  const at = first && company ? company.createdAt : calendar.was(since, clock(random))
  const createdAt = company && at < company.createdAt ? company.createdAt : at
  const subscribes = company ? random.chance(0.12) : random.chance(0.55)
  const seller = countryOf(country).seller
  const id = story.create('person', createdAt, source.word === 'trade fair' ? team.yuki : team.luca, {
    firstName: name.first,
    lastName: name.last,
    email: random.chance(0.95) || !company ? name.email : null,
    phone: random.chance(0.8) ? numberIn(country, random) : null,
    company: company?.id ?? null,
    jobTitle: company
      ? first
        ? jobTitles[company.segment][0]
        : random.pick(jobTitles[company.segment])
      : null,
    lifecycleStage: subscribes ? 'subscriber' : 'lead',
    owner: null,
    source: source.word,
    landingPage:
      source.word === 'trade fair' || source.word === 'partner'
        ? null
        : (company?.landingPage ?? random.pick(landingPages)),
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
  const people = companies.flatMap((company) =>
    Array.from({ length: random.weighted([[1, 2], [2, 3], [3, 4], [4, 2], [5, 1]]) }, (_, i) => meet(story, team, company, company.country, taken, random, i === 0)),
  ) // prettier-ignore
  const weights = countryCodes.map((code) => [code, countryOf(code).weight] as const)
  for (let i = 0; i < readers; i++)
    people.push(meet(story, team, null, random.weighted(weights), taken, random, false))
  return people
}
