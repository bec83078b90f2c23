import {
  languageAmong,
  languages,
  localeOfLanguage,
  usableTags,
  type LanguageName,
} from '../../contract/values/language.ts'
import type { Catalogue } from './catalogue.ts'
import { en } from './en.ts'

/** The language of the interface. What it does not have yet is shown in English. */
export interface Language extends Catalogue {
  name: LanguageName
  /** For plural forms, digits and days. */
  locale: string
}

/** Each is a file of its own, so that nobody loads what they do not read. */
const others: Readonly<Record<Exclude<LanguageName, 'en'>, () => Promise<Catalogue>>> = {
  de: () => import('./de.ts').then(({ de }) => de),
  pt: () => import('./pt.ts').then(({ pt }) => pt),
}

const kept = 'throughline.language'
const inBrowser = typeof document !== 'undefined'

/** What was chosen on this device before anybody has signed in again, else what the browser asks for. */
function wanted(): LanguageName {
  if (!inBrowser) return 'en'
  const chosen = languages.find((name) => name === localStorage.getItem(kept))
  return chosen ?? languageAmong(navigator.languages) ?? 'en'
}

/** With the reader's country, where the browser names one for this language: `de-AT`. */
const localeOf = (name: LanguageName): string =>
  (inBrowser
    ? usableTags(navigator.languages).find((tag) => languageAmong([tag]) === name && tag.includes('-'))
    : undefined) ?? localeOfLanguage[name]

async function begin(): Promise<Language> {
  const name = wanted()
  const none: Catalogue = { texts: {}, declared: {} }
  // Better in English than not at all.
  const catalogue = name === 'en' ? { ...none, texts: en } : await others[name]().catch(() => null)
  const spoken = catalogue ? name : 'en'
  if (inBrowser) document.documentElement.lang = spoken
  return { ...(catalogue ?? { ...none, texts: en }), name: spoken, locale: localeOf(spoken) }
}

/** Chosen before anything else is evaluated, so that a text may be read wherever a module stands. */
export const language: Language = await begin()

/**
 * Keeps another language for this device. The page is loaded anew to be in it: texts are everywhere, and what has been
 * typed and not saved is kept by where it was typed. Answers whether it was another one.
 */
export function speak(name: LanguageName): boolean {
  if (name === wanted()) return false
  localStorage.setItem(kept, name)
  return true
}
