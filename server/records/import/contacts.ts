import {
  getCountries,
  getCountryCallingCode,
  Metadata,
  parsePhoneNumberFromString,
  type CountryCode,
} from 'libphonenumber-js'
import { getDomain } from 'tldts'

/** `mailto:`, a name before the address and stray spaces are taken off; matched in lower case. */
export function readEmail(raw: string): string | null {
  const bracketed = /<([^<>]+)>\s*$/.exec(raw)
  const email = (bracketed?.[1] ?? raw)
    .trim()
    .replace(/^mailto:/i, '')
    .toLowerCase()
  return email.length <= 320 &&
    /^[^\s@"(),:;<>[\]\\]+@(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]*[\p{L}\p{N}])?\.)+[\p{L}\p{N}-]{2,}$/u.test(email)
    ? email
    : null
}

/** A number as E.164. Without a country it must begin with + or 00. */
export function readPhone(raw: string, country?: string): string | null {
  const text = raw
    .trim()
    .replace(/^tel:/i, '')
    .replace(/^00(?=[1-9])/, '+')
  if (isNormalPhone(text)) return text
  const number = parsePhoneNumberFromString(text, country as CountryCode | undefined)
  return number?.isPossible() ? number.number : null
}

interface NumberingPlan {
  lengths: ReadonlySet<number>
  /** What may stand before a national number and is no part of it, as the 0 in +44 0… */
  prefix: RegExp | null
}

/** Of calling codes that one country has for itself; null of the others. */
let plans: Map<string, NumberingPlan | null> | undefined

function numberingPlans(): Map<string, NumberingPlan | null> {
  const found = new Map<string, NumberingPlan | null>()
  const metadata = new Metadata()
  for (const country of getCountries()) {
    const code = getCountryCallingCode(country)
    metadata.selectNumberingPlan(country)
    const plan = metadata.numberingPlan as unknown as {
      possibleLengths(): number[]
      nationalPrefixForParsing(): string | undefined
    }
    const prefix = plan.nationalPrefixForParsing()
    const lengths = new Set(plan.possibleLengths())
    found.set(
      code,
      found.has(code) ? null : { lengths, prefix: prefix ? new RegExp(`^(?:${prefix})`) : null },
    )
  }
  return found
}

/** Is it in E.164 already? Only what can be told at sight, at a tenth of the cost of parsing it; false says nothing. */
export function isNormalPhone(text: string): boolean {
  if (!/^\+[1-9]\d{6,14}$/.test(text)) return false
  plans ??= numberingPlans()
  for (let end = 2; end <= 4; end++) {
    const plan = plans.get(text.slice(1, end))
    if (plan === undefined) continue
    return plan !== null && plan.lengths.has(text.length - end) && !plan.prefix?.test(text.slice(end))
  }
  return false
}

/** The part of an address under which one owner registers names: `shop.example.co.uk` is `example.co.uk`. */
export function readDomain(raw: string): string | null {
  const text = raw.trim().toLowerCase()
  return text === ''
    ? null
    : getDomain(text.includes('@') && !text.includes('/') ? text.slice(text.lastIndexOf('@') + 1) : text)
}

export function readLink(raw: string): string | null {
  const text = raw.trim()
  const link = /^[a-z][a-z0-9+.-]*:/i.test(text) ? text : `https://${text}`
  return /^https?:/i.test(link) &&
    !/\s/.test(link) &&
    URL.canParse(link) &&
    /[^.]\.[^.]/.test(new URL(link).hostname)
    ? link
    : null
}
