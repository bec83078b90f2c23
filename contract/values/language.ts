import { z } from 'zod'

/** The languages that the interface and the system's mails are written in; the first is the source of the others. */
export const languages = ['en', 'de', 'pt'] as const
export type LanguageName = (typeof languages)[number]
export const languageSchema = z.enum(languages)

/** What each calls itself. */
export const languageNames: Readonly<Record<LanguageName, string>> = {
  en: 'English',
  de: 'Deutsch',
  pt: 'Português',
}

/** The locale in which a language writes days and numbers when nothing is known of the reader's country. */
export const localeOfLanguage: Readonly<Record<LanguageName, string>> = {
  en: 'en-GB',
  de: 'de-DE',
  pt: 'pt-PT',
}

const isLanguage = (name: string): name is LanguageName => languages.some((one) => one === name)

/** The first of these tags, such as `de-AT`, whose language there is; null when there is none of them. */
export function languageAmong(tags: readonly string[]): LanguageName | null {
  for (const tag of tags) {
    const name = tag.trim().toLowerCase().split('-')[0] ?? ''
    if (isLanguage(name)) return name
  }
  return null
}

/**
 * Those of the tags that a browser names in which days and numbers can be written. Some name the system's locale, such as
 * `en-US@posix`, which counts as far as it is a tag.
 */
export function usableTags(tags: readonly string[]): string[] {
  return tags.flatMap((tag) => {
    try {
      return Intl.getCanonicalLocales(tag.replace(/[^A-Za-z0-9-].*$/s, ''))
    } catch {
      return []
    }
  })
}

/** The language that an `Accept-Language` header likes best (RFC 9110), or null when it names none that there is. */
export function languageAsked(header: string | undefined): LanguageName | null {
  const wishes = (header ?? '').slice(0, 500).split(',')
  const weighted = wishes.flatMap((wish) => {
    const [tag = '', ...parameters] = wish.split(';').map((part) => part.trim())
    const quality = parameters.find((parameter) => /^q=/i.test(parameter))
    const weight = quality === undefined ? 1 : Number(quality.slice(2))
    return weight > 0 ? [{ tag, weight }] : []
  })
  return languageAmong(weighted.toSorted((a, b) => b.weight - a.weight).map(({ tag }) => tag))
}
