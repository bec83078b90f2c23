import { Temporal } from 'temporal-polyfill'
import { dayOf } from '../../../contract/values/day.ts'

/** What a cell says of time: always a day, and a moment when it also tells the time of day. */
export interface Told {
  day: string
  /** Local time of day `HH:MM:SS.sss`, when told. */
  time?: string
  /** Minutes east of UTC, when told. */
  offset?: number
}

export type ReadDate = (raw: string) => Told | null

const MONTHS = 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ')
/** Month names of a few languages by their first letters, beside the English ones. */
const FOREIGN: Record<string, number> = {
  fev: 2, fév: 2, abr: 4, avr: 4, mai: 5, ago: 8, aoû: 8, set: 9, out: 10, okt: 10, oct: 10, dez: 12, dic: 12, déc: 12,
  ene: 1, gen: 1, mär: 3, mrz: 3, mag: 5, giu: 6, lug: 7, ott: 10, maa: 3, mei: 5, juin: 6, juil: 7,
} // prettier-ignore

const TOKENS: Record<string, string> = {
  yyyy: '(?<year>\\d{4})', yy: '(?<year>\\d{2})', y: '(?<year>\\d{2,4})', MMMM: '(?<name>\\p{L}{3,})\\.?', MMM: '(?<name>\\p{L}{3,})\\.?', MM: '(?<month>\\d{1,2})',
  M: '(?<month>\\d{1,2})', dd: '(?<day>\\d{1,2})', d: '(?<day>\\d{1,2})', HH: '(?<hour>\\d{1,2})', H: '(?<hour>\\d{1,2})',
  hh: '(?<hour>\\d{1,2})', h: '(?<hour>\\d{1,2})', mm: '(?<minute>\\d{2})', ss: '(?<second>\\d{2})', SSS: '(?<fraction>\\d{1,9})',
  a: '(?<half>[AaPp])\\.?[Mm]\\.?', XXX: '(?<offset>Z|[-+]\\d{2}:?\\d{2})',
} // prettier-ignore

const TOKEN = /yyyy|yy|y|MMMM|MMM|MM|M|dd|d|HH|H|hh|h|mm|ss|SSS|a|XXX/g
const ISO = /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(\.\d+)?)?\s?(Z|[-+]\d{2}:?\d{2})?)?$/

/** Reads dates of a format, such as `dd/MM/yyyy HH:mm`. Throws when the format has no year, month and day. */
export function dateReader(format: string): ReadDate {
  if (format === 'iso') return readIso
  if (format === 'unix') return (raw) => readEpoch(raw, 1000)
  if (format === 'unix-ms') return (raw) => readEpoch(raw, 1)
  if (format === 'excel') return readExcel
  const pattern = format.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(TOKEN, (token) => TOKENS[token]!)
  const names = pattern.match(/\(\?<\w+>/g)?.map((name) => name.slice(3, -1)) ?? []
  if (
    !names.includes('year') ||
    !names.includes('day') ||
    !(names.includes('month') || names.includes('name'))
  )
    throw new RangeError(`The date format ${format} needs a year, a month and a day, such as dd/MM/yyyy`)
  const regex = new RegExp(`^${pattern}$`, 'u')
  return (raw) => {
    const parts = regex.exec(raw)?.groups
    return parts ? fromParts(parts) : null
  }
}

function fromParts(parts: Record<string, string | undefined>): Told | null {
  const month = parts.name === undefined ? Number(parts.month) : monthNamed(parts.name)
  const day = dayFrom(fullYear(parts.year!), month, Number(parts.day))
  if (!day || parts.hour === undefined) return day ? { day } : null
  let hour = Number(parts.hour)
  if (parts.half) {
    if (hour < 1 || hour > 12) return null
    hour = (hour % 12) + (parts.half.toLowerCase() === 'p' ? 12 : 0)
  }
  return withTime(
    day,
    hour,
    Number(parts.minute ?? 0),
    Number(parts.second ?? 0),
    parts.fraction,
    parts.offset,
  )
}

/** Two digits are within the century that ends twenty years from the turn: 49 is 2049, 50 is 1950. */
function fullYear(year: string): number {
  const n = Number(year)
  return year.length > 2 ? n : n < 50 ? 2000 + n : 1900 + n
}

function monthNamed(name: string): number {
  const lower = name.toLowerCase()
  return FOREIGN[lower.slice(0, 4)] ?? FOREIGN[lower.slice(0, 3)] ?? MONTHS.indexOf(lower.slice(0, 3)) + 1
}

function readIso(raw: string): Told | null {
  const match = ISO.exec(raw)
  if (!match) return null
  const day = dayFrom(Number(match[1]), Number(match[2]), Number(match[3]))
  if (!day || match[4] === undefined) return day ? { day } : null
  return withTime(
    day,
    Number(match[4]),
    Number(match[5]),
    Number(match[6] ?? 0),
    match[7]?.slice(1),
    match[8],
  )
}

function readEpoch(raw: string, factor: number): Told | null {
  if (!/^-?\d{1,14}(\.\d+)?$/.test(raw)) return null
  return fromMilliseconds(Number(raw) * factor)
}

/** Days since 30 December 1899, which is how spreadsheets count when they forget to say so. */
function readExcel(raw: string): Told | null {
  if (!/^\d{1,6}(\.\d+)?$/.test(raw)) return null
  const told = fromMilliseconds(Math.round((Number(raw) - 25569) * 86_400_000))
  return told && (raw.includes('.') ? { day: told.day, time: told.time } : { day: told.day })
}

function fromMilliseconds(ms: number): Told | null {
  const date = new Date(ms)
  if (Number.isNaN(date.getTime())) return null
  const iso = date.toISOString()
  return iso.length === 24 ? { day: iso.slice(0, 10), time: iso.slice(11, 23), offset: 0 } : null
}

const two = (n: number) => (n < 10 ? `0${n}` : String(n))
const DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

function dayFrom(year: number, month: number, day: number): string | null {
  if (!(year >= 1 && year <= 9999 && month >= 1 && month <= 12 && day >= 1)) return null
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0
  if (day > (month === 2 && leap ? 29 : DAYS[month - 1]!)) return null
  return `${String(year).padStart(4, '0')}-${two(month)}-${two(day)}`
}

function withTime(
  day: string,
  h: number,
  m: number,
  s: number,
  fraction?: string,
  offset?: string,
): Told | null {
  if (h > 23 || m > 59 || s > 59) return null
  const time = `${two(h)}:${two(m)}:${two(s)}.${(fraction ?? '').slice(0, 3).padEnd(3, '0')}`
  if (offset === undefined) return { day, time }
  if (offset === 'Z') return { day, time, offset: 0 }
  const minutes = Number(offset.slice(1, 3)) * 60 + Number(offset.slice(-2))
  return { day, time, offset: offset[0] === '-' ? -minutes : minutes }
}

/** Turns what is told into moments in UTC, remembering each zone's offset by the quarter of an hour. */
export function momentIn(zone: string): (told: Told) => string {
  const offsets = new Map<string, number>()
  return (told) => {
    const time = told.time ?? '00:00:00.000'
    const local = Date.parse(`${told.day}T${time}Z`)
    if (told.offset !== undefined || zone === 'UTC')
      return new Date(local - (told.offset ?? 0) * 60_000).toISOString()
    const quarter = `${told.day}T${time.slice(0, 3)}${two(Math.floor(Number(time.slice(3, 5)) / 15) * 15)}`
    let offset = offsets.get(quarter)
    if (offset === undefined) {
      offset = Temporal.PlainDateTime.from(quarter).toZonedDateTime(zone).offsetNanoseconds / 1e6
      if (offsets.size > 100_000) offsets.clear()
      offsets.set(quarter, offset)
    }
    return new Date(local - offset).toISOString()
  }
}

/** The day on which a moment falls in a time zone, likewise remembered. */
export function dayIn(zone: string): (moment: string) => string {
  if (zone === 'UTC') return (moment) => moment.slice(0, 10)
  const days = new Map<string, string>()
  return (moment) => {
    const quarter = `${moment.slice(0, 14)}${two(Math.floor(Number(moment.slice(14, 16)) / 15) * 15)}:00Z`
    let day = days.get(quarter)
    if (day === undefined) {
      day = dayOf(quarter, zone)
      if (days.size > 100_000) days.clear()
      days.set(quarter, day)
    }
    return day
  }
}

const DAY_FORMATS = [
  'iso', 'dd/MM/yyyy', 'MM/dd/yyyy', 'dd.MM.yyyy', 'yyyy/MM/dd', 'yyyy.MM.dd', 'dd-MM-yyyy', 'MM-dd-yyyy', 'dd/MM/yy', 'MM/dd/yy', 'dd.MM.yy',
  'd MMM yyyy', 'd-MMM-yyyy', 'd-MMM-yy', 'MMM d, yyyy', 'yyyyMMdd',
] // prettier-ignore
const TIMES = [
  '',
  ' HH:mm:ss',
  ' HH:mm',
  ' hh:mm a',
  ' hh:mm:ss a',
  ', HH:mm',
  ', HH:mm:ss',
  ', hh:mm a',
  ', hh:mm:ss a',
  'THH:mm:ss',
] as const
const FORMATS = DAY_FORMATS.flatMap((format) =>
  format === 'iso' ? [format] : TIMES.map((time) => format + time),
)
const readers = new Map(FORMATS.map((format) => [format, dateReader(format)]))

/**
 * The format that a column's dates are written in, and the others that fit them as well: `03/04/2026` alone does not
 * tell the day from the month, one `25/04/2026` in the column does. Null when nothing fits nearly every value.
 */
export function suggestDateFormat(
  values: readonly string[],
): { format: string; alternatives: string[] } | null {
  const told = values.map((value) => value.trim()).filter((value) => value !== '')
  if (told.length === 0) return null
  const fits = FORMATS.map((format) => {
    const read = readers.get(format)!
    return {
      format,
      share: told.reduce((sum, value) => sum + (plausible(read(value)) ? 1 : 0), 0) / told.length,
    }
  }).filter((fit) => fit.share >= 0.9)
  if (fits.length === 0) return suggestCounted(told)
  const best = Math.max(...fits.map((fit) => fit.share))
  const [first, ...others] = fits.filter((fit) => fit.share === best).map((fit) => fit.format)
  return { format: first!, alternatives: others }
}

const plausible = (told: Told | null) => told !== null && told.day >= '1900' && told.day < '2100'

/** Seconds, milliseconds or spreadsheet days, taken for dates only when all of them fall in recent decades. */
function suggestCounted(values: readonly string[]): { format: string; alternatives: string[] } | null {
  for (const format of ['unix', 'unix-ms', 'excel'] as const) {
    const read = dateReader(format)
    if (values.every((value) => ((day) => day >= '1990' && day < '2040')(read(value)?.day ?? '')))
      return { format, alternatives: [] }
  }
  return null
}
