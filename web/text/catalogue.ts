/** A text, or its forms by the number in its `count`. Which forms there are depends on the language. */
export type Entry = string | ({ other: string } & Partial<Record<Intl.LDMLPluralRule, string>>)

/** What another language has of the texts: those of the interface, and those of the declarations by their keys. */
export interface Catalogue {
  texts: Readonly<Record<string, Entry>>
  /** English has none: there the declarations are the source (`declaredTexts`). */
  declared: Readonly<Record<string, string>>
  /** Names of things keep their capital within a sentence, as German nouns do. */
  keepsCapitals?: true
}
