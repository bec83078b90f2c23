import { z } from 'zod'

/** How a day is written in figures; without a choice, as the reader's language writes it in words. */
export const dateFormats = ['dd.mm.yyyy', 'dd/mm/yyyy', 'mm/dd/yyyy', 'yyyy-mm-dd'] as const
export const dateFormatSchema = z.enum(dateFormats)
export type DateFormat = z.infer<typeof dateFormatSchema>

/** How figures are grouped and parted, shown by the number itself. */
export const numberFormats = ['1,234.5', '1.234,5', '1 234,5', '1’234.5'] as const
export const numberFormatSchema = z.enum(numberFormats)
export type NumberFormat = z.infer<typeof numberFormatSchema>

export const clocks = ['24', '12'] as const
export const clockSchema = z.enum(clocks)
export type Clock = z.infer<typeof clockSchema>

export const currencyDisplays = ['symbol', 'code', 'name'] as const
export const currencyDisplaySchema = z.enum(currencyDisplays)
export type CurrencyDisplay = z.infer<typeof currencyDisplaySchema>

/** A calendar day, `2026-03-31`, in figures: `31.03.2026`. */
export function dayInFigures(day: string, format: DateFormat): string {
  const [yyyy = '', mm = '', dd = ''] = day.split('-')
  return format.replace('yyyy', yyyy).replace('mm', mm).replace('dd', dd)
}

/** What a number format puts between groups of three digits, and before the decimals. A space does not break the line. */
export function signsOf(format: NumberFormat): { group: string; decimal: string } {
  const group = format[1] as string
  return { group: group === ' ' ? '\u00a0' : group, decimal: format.at(-2) as string }
}

/** A number as a locale writes it, with the signs of a chosen format in place of the locale's. */
export function withSigns(parts: readonly Intl.NumberFormatPart[], format: NumberFormat | null): string {
  const signs = format ? signsOf(format) : null
  return parts
    .map(({ type, value }) =>
      signs && type === 'group' ? signs.group : signs && type === 'decimal' ? signs.decimal : value,
    )
    .join('')
}

/** How somebody has chosen to have days, times and numbers written. */
export interface Writing {
  locale: string
  zone: string
  dates?: DateFormat | null
  clock?: Clock | null
}

const cycles = { 24: 'h23', 12: 'h12' } as const

/** Options by which `Intl` writes the time of day. */
export const clockOptions = (clock: Clock | null | undefined): Intl.DateTimeFormatOptions =>
  clock ? { hourCycle: cycles[clock] } : {}

/** A moment in the reader's zone, its day and its time to the minute. */
export function momentInWords(moment: string, { locale, zone, dates, clock }: Writing): string {
  const at = new Date(moment)
  if (!dates)
    return new Intl.DateTimeFormat(locale, {
      timeZone: zone,
      dateStyle: 'medium',
      timeStyle: 'short',
      ...clockOptions(clock),
    }).format(at)
  const day = new Intl.DateTimeFormat('en-CA', { timeZone: zone, dateStyle: 'short' }).format(at)
  const time = new Intl.DateTimeFormat(locale, {
    timeZone: zone,
    hour: '2-digit',
    minute: '2-digit',
    ...clockOptions(clock),
  }).format(at)
  return `${dayInFigures(day, dates)}, ${time}`
}
