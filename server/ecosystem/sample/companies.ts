import type { Address } from '../../../contract/records/value.ts'
import {
  countryCodes,
  countryOf,
  landingPages,
  numberIn,
  seasonalDay,
  segments,
  sources,
  type CountryCode,
  type Segment,
  type Source,
} from './markets.ts'
import { plain } from './names.ts'
import type { Random } from './random.ts'
import type { Story } from './story.ts'
import type { Team } from './team.ts'

export interface Company {
  id: string
  name: string
  domain: string
  segment: Segment
  country: CountryCode
  city: string
  source: Source
  /** Days from today on which it first noticed us; negative. */
  since: number
  createdAt: string
  currency: string
  landingPage: string
}

/** How many companies of each kind the sample has, groups and branches included. */
const wanted: Record<Segment, number> = { couriers: 36, hotels: 34, shops: 32, cities: 17 }

const words = ('Alder Amber Anchor Aurora Beacon Birch Bramble Cedar Cinder Comet Copper Corvid Drift Ember Fable Fern Gannet Harbor ' +
  'Hazel Heron Indigo Juniper Kestrel Lantern Linden Lumen Marlin Meridian Mistral Nimbus Otter Pelican Petrel Quartz Rowan Saffron ' +
  'Sparrow Tamarind Tern Thistle Umber Vesper Willow Wren Zephyr').split(' ') // prettier-ignore

const called: Record<Exclude<Segment, 'cities'>, (word: string, city: string) => string[]> = {
  couriers: (word, city) => [
    `${word} Couriers`,
    `${word} Logistics`,
    `${word} ${city} Express`,
    `${word} Last Mile`,
  ],
  hotels: (word, city) => [`Hotel ${word}`, `${word} House ${city}`, `The ${word} Inn`, `${word} Suites`],
  shops: (word, city) => [`${word} Cycles`, `${word} Bikes ${city}`, `${word} Wheelworks`, `${word} & Spoke`],
}

/** Groups: a parent, and branches in other cities under its name. */
const groups: readonly {
  name: string
  segment: Exclude<Segment, 'cities'>
  country: CountryCode
  branches: readonly CountryCode[]
}[] = [
  { name: 'Alderlund Hotels', segment: 'hotels', country: 'DE', branches: ['DE', 'DE', 'NL', 'SE'] },
  { name: 'Relay Couriers', segment: 'couriers', country: 'GB', branches: ['GB', 'GB', 'IE'] },
  { name: 'Maison Pédale', segment: 'shops', country: 'FR', branches: ['FR', 'FR', 'FR', 'BE'] },
  { name: 'Casa do Vento', segment: 'hotels', country: 'PT', branches: ['PT', 'PT', 'ES'] },
]

const domainOf = (name: string) =>
  `${plain(name)
    .replaceAll('&', 'and')
    .replaceAll(/[^a-z0-9]+/g, '-')}.example`

interface Seed {
  name: string
  segment: Segment
  country: CountryCode
  city: string
  postalCode: string | undefined
  parent: string | null
}

function place(country: CountryCode, random: Random) {
  const [city, postalCode] = random.pick(countryOf(country).cities)
  return { city, postalCode }
}

function nameOf(
  segment: Exclude<Segment, 'cities'>,
  city: string,
  taken: Set<string>,
  random: Random,
): string {
  for (;;) {
    const name = random.pick(called[segment](random.pick(words), city))
    if (!taken.has(name)) {
      taken.add(name)
      return name
    }
  }
}

function* seeds(random: Random): Generator<Seed> {
  const taken = new Set<string>()
  for (const { name, segment, country, branches } of groups) {
    yield { name, segment, country, ...place(country, random), parent: null }
    for (const branch of branches) {
      let at = place(branch, random)
      while (taken.has(`${name} ${at.city}`)) at = place(branch, random)
      taken.add(`${name} ${at.city}`)
      yield { name: `${name} ${at.city}`, segment, country: branch, ...at, parent: name }
    }
  }
  const weights = countryCodes.map((code) => [code, countryOf(code).weight] as const)
  for (const segment of ['couriers', 'hotels', 'shops'] as const) {
    const grouped = groups
      .filter((group) => group.segment === segment)
      .reduce((sum, { branches }) => sum + branches.length + 1, 0)
    for (let i = grouped; i < wanted[segment]; i++) {
      const country = random.weighted(weights)
      const at = place(country, random)
      yield { name: nameOf(segment, at.city, taken, random), segment, country, ...at, parent: null }
    }
  }
  const towns = countryCodes.flatMap((country) => countryOf(country).towns.map((town) => ({ country, town })))
  for (const { country, town } of towns.slice(0, wanted.cities))
    yield {
      name: countryOf(country).office.replace('*', town),
      segment: 'cities',
      country,
      city: town,
      postalCode: undefined,
      parent: null,
    }
}

const facts: Record<Segment, readonly string[]> = {
  couriers: ['Delivers parcels and meals within the ring road.', 'Same-day for pharmacies and florists.', 'Runs two depots and rents out bikes at weekends.'],
  hotels: ['Guests ask for bikes at the desk; today they are sent to a rental.', 'Wants to be climate neutral and to show it.', 'On the river path, full from May to September.'],
  shops: ['Sells three makes, wants a fourth for businesses.', 'Workshop of four; leases to employers.', 'Asked for exclusivity in the district.'],
  cities: ['A bike share for commuters is in the council’s plan.', 'Tenders above 50,000 go through procurement.', 'Staff bikes first, citizens later.'],
} // prettier-ignore

/** What kind of buyer each is to the prices. */
const buyers = { couriers: 'business', hotels: 'business', shops: 'reseller', cities: 'public' } as const

/** When each company first noticed us, and what we know of it. */
export function foundCompanies(story: Story, team: Team): Company[] {
  const { calendar, ground } = story
  const random = story.random('companies')
  const byName = new Map<string, Company>()
  const chances = sources.map((source) => [source, source.weight] as const)
  for (const { name, segment, country, city, postalCode, parent } of seeds(random)) {
    const of = countryOf(country)
    const kind = segments[segment]
    const group = parent ? byName.get(parent) : undefined
    const day = () => seasonalDay(random, calendar.date, group ? group.since + 1 : -545, -3)
    // More of them have been around for long than have just come.
    const since = random.chance(0.6) ? Math.min(day(), day()) : day()
    const source = group
      ? (sources.find(({ word }) => word === 'referral') ?? group.source)
      : random.weighted(chances)
    const domain = group ? group.domain : domainOf(name)
    const createdAt = calendar.was(
      since,
      `${String(random.int(8, 18)).padStart(2, '0')}:${String(random.int(0, 59)).padStart(2, '0')}`,
    )
    const employees = Math.round(kind.employees[0] * (kind.employees[1] / kind.employees[0]) ** random.next())
    const currency = of.currency === 'home' ? ground.currency : of.currency
    const address: Address = {
      street: `${random.pick(of.streets)} ${random.int(1, 140)}`,
      city,
      ...(postalCode ? { postalCode } : {}),
      country: of.name,
    }
    const id = story.create('company', createdAt, team.luca, {
      name,
      domain: group ? null : domain,
      industry: kind.industry,
      segment: kind.label,
      customerGroup: buyers[segment],
      lifecycleStage: 'lead',
      parent: group?.id ?? null,
      employees,
      annualRevenue: kind.revenue && random.chance(0.7) ? story.price(employees * kind.revenue, currency) : null,
      founded: segment === 'cities' ? null : random.int(1928, 2021),
      phone: numberIn(country, random),
      website: group ? null : `https://${domain}`,
      address,
      source: source.word,
      timeZone: of.zone,
      language: of.language,
      tags: random.weighted([[null, 7], [['pilot'], 1], [['tender'], segment === 'cities' ? 4 : 0], [['key account'], 1], [['seasonal'], segment === 'hotels' ? 3 : 0]]),
      description: random.chance(0.5) ? `<p>${random.pick(facts[segment])}</p>` : null,
    }) // prettier-ignore
    const landingPage =
      segment === 'couriers' || segment === 'hotels' ? `/${segment}` : random.pick(landingPages)
    byName.set(name, {
      id,
      name,
      domain,
      segment,
      country,
      city,
      source,
      since,
      createdAt,
      currency,
      landingPage,
    })
  }
  return [...byName.values()]
}
