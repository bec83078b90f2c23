import {
  clockOptions,
  dayInFigures,
  momentInWords,
  withSigns,
  type CurrencyDisplay,
  type NumberFormat,
  type Writing,
} from '../../contract/values/written.ts'

/** How this reader wants figures written: their language and choices, their time zone, the company's currency. */
export interface Manner extends Writing {
  currency: string
  numbers?: NumberFormat | null
  currencyDisplay?: CurrencyDisplay
  /** On which day a week begins, 1 for Monday to 7 for Sunday. */
  firstDay?: number
}

export interface Amount {
  amount: string
  currency: string
}

const dash = '—'
const made = new Map<string, unknown>()

/** Intl formatters are slow to make and cheap to use. */
function once<T>(key: string, make: () => T): T {
  const known = made.get(key)
  if (known !== undefined) return known as T
  const fresh = make()
  made.set(key, fresh)
  return fresh
}

function figures(
  value: number | Intl.StringNumericLiteral,
  manner: Manner,
  options: Intl.NumberFormatOptions,
): string {
  const { locale, numbers = null } = manner
  const intl = once(
    `n${locale}${numbers}${JSON.stringify(options)}`,
    // Where somebody has chosen a sign for groups, every group has it.
    () => new Intl.NumberFormat(locale, numbers ? { ...options, useGrouping: 'always' } : options),
  )
  return numbers ? withSigns(intl.formatToParts(value), numbers) : intl.format(value)
}

const dates = (manner: Manner, zone: string, options: Intl.DateTimeFormatOptions) =>
  once(
    `d${manner.locale}${zone}${JSON.stringify(options)}`,
    () => new Intl.DateTimeFormat(manner.locale, { timeZone: zone, ...options }),
  )

export function number(value: number | null | undefined, manner: Manner, digits = 2): string {
  return value == null ? dash : figures(value, manner, { maximumFractionDigits: digits })
}

/** Whole amounts lose their decimals, but where they stand among exact ones; `compact` writes 1.28M. */
export function money(
  value: Amount | null | undefined,
  manner: Manner,
  style: 'full' | 'compact' | 'exact' = 'full',
): string {
  if (!value) return dash
  const whole = /^-?\d+(\.0+)?$/.test(value.amount)
  const options: Intl.NumberFormatOptions = {
    style: 'currency',
    currency: value.currency,
    currencyDisplay: manner.currencyDisplay ?? 'symbol',
  }
  if (style === 'compact' && Math.abs(Number(value.amount)) >= 100_000)
    Object.assign(options, { notation: 'compact', maximumSignificantDigits: 3 })
  else if (whole && style !== 'exact')
    Object.assign(options, { maximumFractionDigits: 0, minimumFractionDigits: 0 })
  // A decimal string keeps every digit that a number would round away.
  return figures(value.amount as Intl.StringNumericLiteral, manner, options)
}

/** A fraction: 0.25 is 25 %. */
export function percent(value: number | null | undefined, manner: Manner, digits = 1): string {
  return value == null ? dash : figures(value, manner, { style: 'percent', maximumFractionDigits: digits })
}

/** What stands after a number of per cent in a field, as `percent` writes it. */
export const percentSuffix = (manner: Manner): string =>
  figures(0, manner, { style: 'percent' }).replace(/^\p{Nd}/u, '')

const units = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
] as const

/** Seconds, in its two largest units: 3 h 4 min. */
export function duration(seconds: number | null | undefined, manner: Manner): string {
  if (seconds == null) return dash
  if (seconds < 0) return `−${duration(-seconds, manner)}`
  const parts: string[] = []
  let rest = Math.round(seconds)
  for (const [unit, size] of units) {
    const count = Math.floor(rest / size)
    rest -= count * size
    if (count > 0)
      parts.push(
        figures(count, manner, { style: 'unit', unit, unitDisplay: unit === 'day' ? 'long' : 'short' }),
      )
  }
  if (parts.length === 0)
    parts.push(figures(rest, manner, { style: 'unit', unit: 'second', unitDisplay: 'short' }))
  return parts.slice(0, 2).join(' ')
}

const sizes = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const

/** A size in the unit that leaves one to three digits before the comma: 3.2 MB. */
export function bytes(value: number | null | undefined, manner: Manner): string {
  if (value == null) return dash
  const step = Math.min(sizes.length - 1, Math.max(0, Math.floor(Math.log10(Math.max(1, value)) / 3)))
  const shown = value / 1000 ** step
  const unit = sizes[step] ?? 'byte'
  const maximumFractionDigits = step > 0 && shown < 10 ? 1 : 0
  return figures(shown, manner, { style: 'unit', unit, unitDisplay: 'short', maximumFractionDigits })
}

/** A calendar day has no zone: it is the same day everywhere. In words the year is left out when it is this one. */
export function day(value: string | null | undefined, manner: Manner, now = new Date()): string {
  if (!value) return dash
  if (manner.dates) return dayInFigures(value.slice(0, 10), manner.dates)
  const thisYear = dates(manner, manner.zone, { year: 'numeric' }).format(now)
  const year = value.slice(0, 4) === thisYear ? undefined : 'numeric'
  return dates(manner, 'UTC', { day: 'numeric', month: 'short', year }).format(new Date(`${value}T00:00:00Z`))
}

export const moment = (value: string | null | undefined, manner: Manner): string =>
  value ? momentInWords(value, manner) : dash

export function clock(value: string, manner: Manner): string {
  return dates(manner, manner.zone, {
    hour: '2-digit',
    minute: '2-digit',
    ...clockOptions(manner.clock),
  }).format(new Date(value))
}

/** The calendar day of an instant in the manner's zone, `YYYY-MM-DD`. */
export function dayIn(value: string | Date, manner: Manner): string {
  const parts = once(
    `p${manner.zone}`,
    () => new Intl.DateTimeFormat('en-CA', { timeZone: manner.zone, dateStyle: 'short' }),
  )
  return parts.format(new Date(value))
}

const spans: readonly [Intl.RelativeTimeFormatUnit, number][] = [
  ['year', 31_557_600],
  ['month', 2_629_800],
  ['week', 604_800],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
]

/** "3 hours ago", "in 2 days"; under a minute is "now". */
export function relative(value: string | null | undefined, manner: Manner, now = Date.now()): string {
  if (!value) return dash
  const seconds = (new Date(value).getTime() - now) / 1000
  const words = once(
    `r${manner.locale}`,
    () => new Intl.RelativeTimeFormat(manner.locale, { numeric: 'auto' }),
  )
  const span = spans.find(([, size]) => Math.abs(seconds) >= size)
  return span ? words.format(Math.trunc(seconds / span[1]), span[0]) : words.format(0, 'second')
}

export const initials = (name: string): string => {
  const all = name.trim().split(/\s+/)
  const lettered = all.filter((word) => /^\p{L}/u.test(word))
  const words = lettered.length > 0 ? lettered : all
  return ((words[0]?.[0] ?? '') + (words.length > 1 ? (words.at(-1)?.[0] ?? '') : '')).toUpperCase()
}
