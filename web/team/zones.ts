import { usableTags } from '../../contract/values/language.ts'
import { language } from '../text/language.ts'

/** Time zones by name, and the currencies by code and name, as the browser knows them. */
export const zones: readonly string[] = [...new Set([...Intl.supportedValuesOf('timeZone'), 'UTC'])]

const names = new Intl.DisplayNames([language.locale], { type: 'currency' })

export const currencies: readonly { value: string; label: string }[] = Intl.supportedValuesOf('currency').map(
  (code) => ({
    value: code,
    label: `${code} · ${names.of(code) ?? code}`,
  }),
)

export const browserZone = (): string => {
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone
  return zones.includes(zone) ? zone : 'UTC'
}

const currencyOfRegion: Record<string, string> = {
  US: 'USD',
  GB: 'GBP',
  CH: 'CHF',
  BR: 'BRL',
  CA: 'CAD',
  AU: 'AUD',
  NZ: 'NZD',
  JP: 'JPY',
  IN: 'INR',
  MX: 'MXN',
  SE: 'SEK',
  NO: 'NOK',
  DK: 'DKK',
  PL: 'PLN',
  CZ: 'CZK',
  ZA: 'ZAR',
  CN: 'CNY',
  SG: 'SGD',
  HK: 'HKD',
  TR: 'TRY',
  UA: 'UAH',
  RO: 'RON',
}

/** The region of the first of a browser's languages that is one; a browser may name what is none. */
function regionOf(tags: readonly string[]): string {
  const [tag] = usableTags(tags)
  return (tag && new Intl.Locale(tag).maximize().region) ?? ''
}

/** The likely currency of a reader, from the region of their language. */
export const likelyCurrency = (tags: readonly string[]): string => currencyOfRegion[regionOf(tags)] ?? 'EUR'
