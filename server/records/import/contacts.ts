import { parsePhoneNumberFromString, type CountryCode } from 'libphonenumber-js'
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
  const number = parsePhoneNumberFromString(text, country as CountryCode | undefined)
  return number?.isPossible() ? number.number : null
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
