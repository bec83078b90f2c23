import { exponentOf } from '../../../contract/values/money.ts'

export type DecimalSign = '.' | ','

const CURRENCY_SIGNS: Record<string, string> = {
  '€': 'EUR',
  '£': 'GBP',
  R$: 'BRL',
  US$: 'USD',
  '¥': 'JPY',
  '₹': 'INR',
  zł: 'PLN',
}
const GROUPS = /^\d{1,3}(?:[.,'’\u00a0\u202f\u2009 ]\d{2,3})+$/

/** A number as a plain decimal string, whatever groups its digits and signs it; null when it is none. */
export function readNumber(raw: string, decimal: DecimalSign = '.'): string | null {
  let text = raw.trim().replace(/\u2212/g, '-')
  let negative = false
  const bracketed = /^\((.+)\)$/.exec(text)
  if (bracketed) [negative, text] = [true, bracketed[1]!]
  if (/^[-+]|-$/.test(text))
    [negative, text] = [negative !== text.includes('-'), text.replace(/^[-+]\s*|-$/g, '')]
  const scientific = decimal === '.' && /^\d(?:\.\d+)?[eE][-+]?\d{1,2}$/.test(text)
  if (scientific)
    return sign(
      negative,
      Number(text).toLocaleString('en', { useGrouping: false, maximumFractionDigits: 20 }),
    )
  const at = text.lastIndexOf(decimal)
  const whole = at < 0 ? text : text.slice(0, at)
  const fraction = at < 0 ? '' : text.slice(at + 1)
  if (!/^\d*$/.test(fraction)) return null
  if (whole !== '' && !/^\d+$/.test(whole) && (whole.includes(decimal) || !GROUPS.test(whole))) return null
  const digits = whole.replace(/\D/g, '').replace(/^0+(?=\d)/, '')
  if (digits === '' && fraction === '') return null
  return sign(negative, (digits || '0') + (fraction ? `.${fraction}` : ''))
}

const sign = (negative: boolean, digits: string) => (negative && /[1-9]/.test(digits) ? `-${digits}` : digits)

/** An amount and, when it says so itself, its currency: `R$ 1.200,50`, `1,200.50 USD`, `€12`. */
export function readAmount(
  raw: string,
  decimal: DecimalSign = '.',
): { amount: string; currency?: string } | null {
  const match =
    /^([-(\u2212]?)\s*(\p{L}{0,3}\p{Sc}|[A-Z]{3}(?=[\s\d-]))?\s*(.*?)\s*(\p{Sc}|[A-Z]{3}|zł|kr)?(\)?)$/u.exec(
      raw.trim(),
    )
  if (!match) return null
  const amount = readNumber(`${match[1]}${match[3]}${match[5]}`, decimal)
  if (amount === null) return null
  const told = match[2] ?? match[4]
  const currency = told === undefined ? undefined : /^[A-Z]{3}$/.test(told) ? told : CURRENCY_SIGNS[told]
  return currency ? { amount, currency } : { amount }
}

/** Minor units of a decimal string, half to even where it has more decimals than the currency. */
export function minorUnits(amount: string, currency: string, scale = 1): string {
  return scaled(amount, exponentOf(currency), scale)
}

/** A decimal string times a scale, moved by some decimal places and rounded half to even to a whole number. */
function scaled(decimal: string, places: number, scale: number): string {
  const [whole = '0', fraction = ''] = decimal.replace('-', '').split('.')
  const [scaleWhole = '1', scaleFraction = ''] = plain(scale).split('.')
  const units = BigInt(whole + fraction) * BigInt(scaleWhole + scaleFraction) * 10n ** BigInt(places)
  const divisor = 10n ** BigInt(fraction.length + scaleFraction.length)
  const quotient = units / divisor
  const twice = (units % divisor) * 2n
  const rounded = twice > divisor || (twice === divisor && quotient % 2n === 1n) ? quotient + 1n : quotient
  return decimal.startsWith('-') && rounded !== 0n ? `-${rounded}` : rounded.toString()
}

const plain = (n: number) => n.toLocaleString('en', { useGrouping: false, maximumFractionDigits: 12 })

/** A decimal string times a scale, exact to twelve decimals. */
export function scaleNumber(decimal: string, scale: number): string {
  if (scale === 1) return decimal
  const digits = scaled(decimal, 12, scale).replace('-', '').padStart(13, '0')
  const text = `${digits.slice(0, -12)}.${digits.slice(-12)}`.replace(/\.?0+$/, '')
  return decimal.startsWith('-') && /[1-9]/.test(text) ? `-${text}` : text
}

/** The sign before the decimals of a column's numbers; null when neither reads nearly all of them. */
export function suggestDecimal(
  values: readonly string[],
): { decimal: DecimalSign; ambiguous: boolean } | null {
  const told = values.filter((value) => value.trim() !== '')
  if (told.length === 0) return null
  const reads = (decimal: DecimalSign) =>
    told.filter((value) => readAmount(value.replace(/%$/, ''), decimal) !== null).length / told.length
  const [point, comma] = [reads('.'), reads(',')]
  if (Math.max(point, comma) < 0.9) return null
  if (point !== comma) return { decimal: point > comma ? '.' : ',', ambiguous: false }
  // Both read everything: `1.250` is a group of thousands in one and a fraction in the other.
  return { decimal: '.', ambiguous: told.some((value) => /\d[.,]\d{3}$/.test(value.trim())) }
}
