import type { LanguageName } from '../../contract/values/language.ts'

/** A text, or its forms by the number in its `count`. */
export type Entry = string | { one: string; other: string }

type Params = Readonly<Record<string, string | number>>

/** What writes the texts of a catalogue in a language: `{names}` filled, the form chosen by `count`. */
export const writerOf =
  <Key extends string>(catalogues: Readonly<Record<LanguageName, Readonly<Record<Key, Entry>>>>) =>
  (language: LanguageName, key: Key, params: Params = {}): string => {
    const entry: Entry = catalogues[language][key]
    const one =
      typeof entry !== 'string' && new Intl.PluralRules(language).select(Number(params['count'])) === 'one'
    const text = typeof entry === 'string' ? entry : one ? entry.one : entry.other
    return text.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
      const value = params[name]
      return typeof value === 'number' ? value.toLocaleString(language) : (value ?? '')
    })
  }
