import type { RecordTypeName } from '../../../contract/record-types.ts'
import { exponentOf, type Money } from '../../../contract/values/money.ts'
import { calendarOf, type Calendar } from './calendar.ts'
import { randomOf, type Random } from './random.ts'

type Values = Record<string, unknown>

/** Something that a member did with a record at a moment of the past, or of the hours to come. */
export interface Write {
  is: 'new' | 'change'
  type: RecordTypeName
  id: string
  at: string
  /** The member who did it; null for nobody of the team. */
  by: string | null
  values: Values
}

/** What a story is told from; the same ground tells the same story. */
export interface Ground {
  seed: string
  now: string
  zone: string
  /** The organisation's; home customers pay in it. */
  currency: string
  /** Who loads it: a few deals and tasks are theirs, so that their day has something in it. */
  me: string | null
  /** The stages that deals move through, in order. */
  stages: { open: readonly string[]; won: string; lost: string }
}

/** Collects what happened, area by area. Nothing is written anywhere before all has been told. */
export interface Story {
  ground: Ground
  calendar: Calendar
  writes: readonly Write[]
  /** A stream of chance for one area, or one part of it. */
  random(area: string): Random
  create(type: RecordTypeName, at: string, by: string | null, values: Values): string
  change(type: RecordTypeName, id: string, at: string, by: string | null, values: Values): void
  /** An amount told in euros, in the customer's currency. */
  price(euros: number, currency: string): Money
}

/** What a euro is worth, roughly: made-up amounts need no better. Elsewhere home customers pay as if in euros. */
const perEuro: Record<string, number> = {
  EUR: 1, USD: 1.1, GBP: 0.85, CHF: 0.95, SEK: 11, NOK: 11.5, DKK: 7.5, PLN: 4.3, CZK: 25, HUF: 400, BRL: 6, CAD: 1.5,
  AUD: 1.65, INR: 95, JPY: 165, MXN: 20, ZAR: 20,
} // prettier-ignore

export const foreignCurrencies = ['GBP', 'USD', 'EUR'] as const

const worth = (currency: string) => perEuro[currency] ?? 1

/** What so many euros are in a currency, roughly. */
export const inCurrency = (euros: number, currency: string): number => euros * worth(currency)

/** What one unit of a currency is worth in another, to six places. */
export const rateBetween = (from: string, to: string, drift = 1): string =>
  ((worth(to) / worth(from)) * drift).toFixed(6)

/** To three figures or so, as people quote: 12,340 and 184,000, not 12,337.25. */
const quoted = (amount: number): number => {
  const step = 10 ** Math.max(1, Math.floor(Math.log10(Math.max(amount, 1))) - 2)
  return Math.round(amount / step) * step
}

export function beginStory(ground: Ground): Story {
  const calendar = calendarOf(ground.now, ground.zone)
  const ids = randomOf(`${ground.seed} ids`)
  const writtenAt = Date.parse(ground.now)
  const writes: Write[] = []
  return {
    ground,
    calendar,
    writes,
    random: (area) => randomOf(`${ground.seed} ${area}`),
    create(type, at, by, values) {
      const id = ids.id(writtenAt)
      writes.push({ is: 'new', type, id, at, by, values })
      return id
    },
    change: (type, id, at, by, values) => void writes.push({ is: 'change', type, id, at, by, values }),
    price: (euros, currency) => {
      const amount = quoted(euros * worth(currency))
      return {
        amount: exponentOf(currency) === 0 ? `${amount}` : `${amount}.${'0'.repeat(exponentOf(currency))}`,
        currency,
      }
    },
  }
}
