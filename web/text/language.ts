import { en } from './en.ts'

/** The language of the interface. Another one is another such object. */
export interface Language {
  /** For plural forms and digits. */
  locale: string
  /** The interface's own texts. */
  texts: Readonly<Record<keyof typeof en, string | { one: string; other: string }>>
  /** Texts of the declarations by their keys (`declaredTexts`). English has none: there the declarations are the source. */
  declared: Readonly<Record<string, string>>
  /** Names of things keep their capital within a sentence, as German nouns do. */
  keepsCapitals?: true
}

export const language: Language = { locale: 'en', texts: en, declared: {} }
