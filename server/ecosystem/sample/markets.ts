import type { Random } from './random.ts'
import type { Member } from './team.ts'

export const segments = {
  couriers: { label: 'Couriers', industry: 'Delivery and logistics', units: [8, 55], employees: [15, 400], revenue: 110_000, days: 40 },
  hotels: { label: 'Hotels', industry: 'Hospitality', units: [4, 16], employees: [20, 250], revenue: 95_000, days: 48 },
  shops: { label: 'Shops', industry: 'Bicycle retail', units: [3, 14], employees: [3, 40], revenue: 160_000, days: 30 },
  cities: { label: 'Cities', industry: 'Public sector', units: [25, 140], employees: [150, 3000], revenue: null, days: 85 },
} as const // prettier-ignore

export type Segment = keyof typeof segments

/** What people do at a company of each kind; the first signs. */
export const jobTitles: Record<Segment, readonly string[]> = {
  couriers: [
    'Head of Operations',
    'Founder',
    'Fleet manager',
    'Dispatch lead',
    'Purchasing',
    'Workshop lead',
  ],
  hotels: [
    'General manager',
    'Guest experience manager',
    'Purchasing',
    'Front office manager',
    'Sustainability lead',
  ],
  shops: ['Owner', 'Store manager', 'Workshop lead', 'Buyer'],
  cities: [
    'Mobility officer',
    'Procurement officer',
    'Head of transport planning',
    'Climate officer',
    'Project lead, cycling',
  ],
}

interface Country {
  name: string
  weight: number
  zone: string
  language: string
  currency: 'home' | 'GBP' | 'USD'
  seller: Member
  /** Cities with their postal codes, and towns that are on no map: the public bodies of the story are theirs. */
  cities: readonly (readonly [city: string, postalCode: string])[]
  towns: readonly string[]
  streets: readonly string[]
  /** How a body that runs a town's bicycles is called; `*` is the town. */
  office: string
  /** Numbers set aside for films and books where the country has such; `#` is a digit. */
  phone: string | null
}

export const countries = {
  PT: { name: 'Portugal', weight: 14, zone: 'Europe/Lisbon', language: 'pt', currency: 'home', seller: 'mira', cities: [['Porto', '4000-322'], ['Lisboa', '1100-148'], ['Braga', '4700-229'], ['Faro', '8000-164']], towns: ['Vila Serena', 'Monte Claro'], streets: ['Rua das Flores', 'Avenida da Boavista', 'Rua do Almada', 'Largo do Carmo'], office: 'Mobilidade de *', phone: null },
  ES: { name: 'Spain', weight: 10, zone: 'Europe/Madrid', language: 'es', currency: 'home', seller: 'mira', cities: [['Valencia', '46002'], ['Bilbao', '48005'], ['Sevilla', '41004'], ['Madrid', '28012']], towns: ['Puertoalto', 'Valdehermosa'], streets: ['Calle Mayor', 'Calle de la Paz', 'Gran Vía', 'Paseo del Puerto'], office: 'Movilidad *', phone: null },
  FR: { name: 'France', weight: 16, zone: 'Europe/Paris', language: 'fr', currency: 'home', seller: 'diego', cities: [['Lyon', '69002'], ['Nantes', '44000'], ['Paris', '75011'], ['Bordeaux', '33000']], towns: ['Saint-Aurel', 'Montclair-sur-Lys'], streets: ['Rue de la République', 'Rue Voltaire', 'Quai des Chartrons', 'Rue du Moulin'], office: 'Ville de *', phone: '+33 6 39 98 ## ##' },
  DE: { name: 'Germany', weight: 22, zone: 'Europe/Berlin', language: 'de', currency: 'home', seller: 'pavel', cities: [['Berlin', '10119'], ['Hamburg', '20457'], ['Leipzig', '04109'], ['Köln', '50667'], ['Freiburg', '79098']], towns: ['Ostheim an der Aue', 'Neuwalde'], streets: ['Lindenstraße', 'Hafenweg', 'Marktplatz', 'Gartenstraße'], office: 'Stadtwerke *', phone: '+49 30 23125 ###' },
  NL: { name: 'Netherlands', weight: 12, zone: 'Europe/Amsterdam', language: 'nl', currency: 'home', seller: 'diego', cities: [['Utrecht', '3511 LN'], ['Rotterdam', '3011 AA'], ['Groningen', '9712 HM']], towns: ['Oosterveen', 'Waldrecht'], streets: ['Oudegracht', 'Havenstraat', 'Kerkplein', 'Stationsweg'], office: 'Gemeente *', phone: null },
  BE: { name: 'Belgium', weight: 5, zone: 'Europe/Brussels', language: 'nl', currency: 'home', seller: 'diego', cities: [['Gent', '9000'], ['Antwerpen', '2000']], towns: ['Meerdaal'], streets: ['Veldstraat', 'Korenmarkt', 'Dorpsstraat'], office: 'Gemeente *', phone: null },
  IT: { name: 'Italy', weight: 7, zone: 'Europe/Rome', language: 'it', currency: 'home', seller: 'mira', cities: [['Bologna', '40121'], ['Torino', '10123'], ['Milano', '20121']], towns: ['Montelago', 'Castelbruno'], streets: ['Via Roma', 'Corso Italia', 'Via dei Mille'], office: 'Comune di *', phone: null },
  GB: { name: 'United Kingdom', weight: 14, zone: 'Europe/London', language: 'en-GB', currency: 'GBP', seller: 'aoife', cities: [['London', 'E1 6AN'], ['Bristol', 'BS1 4DJ'], ['Manchester', 'M1 1AE']], towns: ['Wexcombe', 'Harrowdale'], streets: ['High Street', 'Mill Lane', 'Station Road', 'Quay Street'], office: '* Borough Council', phone: '+44 7700 900###' },
  IE: { name: 'Ireland', weight: 5, zone: 'Europe/Dublin', language: 'en-IE', currency: 'home', seller: 'aoife', cities: [['Dublin', 'D02 X285'], ['Cork', 'T12 W8KR']], towns: ['Ballycloran'], streets: ['Main Street', 'Harbour Road', 'Patrick Street'], office: '* Town Council', phone: '+353 20 91# ####' },
  SE: { name: 'Sweden', weight: 6, zone: 'Europe/Stockholm', language: 'sv', currency: 'home', seller: 'pavel', cities: [['Göteborg', '411 03'], ['Malmö', '211 20']], towns: ['Nyvik'], streets: ['Storgatan', 'Hamngatan', 'Kyrkvägen'], office: '* kommun', phone: '+46 31 390 06 ##' },
  US: { name: 'United States', weight: 8, zone: 'America/New_York', language: 'en-US', currency: 'USD', seller: 'aoife', cities: [['Boston', '02109'], ['New York', '10003'], ['Washington', '20001']], towns: ['Maple Harbor'], streets: ['Main Street', 'Harbor Avenue', 'Elm Street'], office: 'City of *', phone: '+1 212 555 01##' },
} as const satisfies Record<string, Country> // prettier-ignore

export type CountryCode = keyof typeof countries
export const countryCodes = Object.keys(countries) as CountryCode[]
export const countryOf = (code: CountryCode): Country => countries[code]

/** Where customers come from: how often, and what becomes of them at each step. */
export const sources: readonly Source[] = [
  { word: 'organic search', weight: 27, qualifies: 0.62, accepted: 0.78, wins: 1 },
  { word: 'paid search', weight: 23, qualifies: 0.52, accepted: 0.7, wins: 0.85 },
  { word: 'referral', weight: 9, qualifies: 0.84, accepted: 0.93, wins: 1.45 },
  { word: 'partner', weight: 8, qualifies: 0.8, accepted: 0.9, wins: 1.3 },
  { word: 'trade fair', weight: 10, qualifies: 0.4, accepted: 0.66, wins: 0.7 },
  { word: 'newsletter', weight: 8, qualifies: 0.5, accepted: 0.72, wins: 0.9 },
  { word: 'social', weight: 7, qualifies: 0.3, accepted: 0.6, wins: 0.6 },
  { word: 'direct', weight: 5, qualifies: 0.66, accepted: 0.8, wins: 1.1 },
  { word: 'chatgpt', weight: 3, qualifies: 0.6, accepted: 0.75, wins: 1 },
  { word: null, weight: 2, qualifies: 0.45, accepted: 0.7, wins: 0.8 },
]

export interface Source {
  word: string | null
  weight: number
  /** The share of leads that becomes an MQL, and of MQLs that sales accepts. */
  qualifies: number
  accepted: number
  /** How much likelier than others its deals are won. */
  wins: number
}

export const landingPages = [
  '/couriers',
  '/hotels',
  '/fleet-guide',
  '/downtime-calculator',
  '/cargo',
  '/',
  '/service-plan',
]

export function numberIn(code: CountryCode, random: Random): string | null {
  return countryOf(code).phone?.replaceAll('#', () => String(random.int(0, 9))) ?? null
}

/** How busy each month is for those who buy bicycles. */
const season = [0.6, 0.85, 1.3, 1.45, 1.4, 1.2, 0.85, 0.7, 1.1, 1, 0.8, 0.45]

/** A day of the past, likelier in spring; the business grows, so likelier of late. */
export function seasonalDay(
  random: Random,
  dayOf: (days: number) => string,
  from: number,
  to: number,
): number {
  for (;;) {
    const days = random.int(from, to)
    const month = Number(dayOf(days).slice(5, 7)) - 1
    const growth = 0.75 + (0.25 * (days - from)) / Math.max(1, to - from)
    if (random.next() * 1.5 < (season[month] ?? 1) * growth) return days
  }
}
