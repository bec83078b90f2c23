import type { en } from './en.ts'
import { language } from './language.ts'

/** A text, or the forms of it by the number in its `count`. */
type Entry = string | { one: string; other: string }
type Key = keyof typeof en

type TextOf<E> = E extends string ? E : E[keyof E]
type Names<T> = T extends `${string}{${infer Name}}${infer Rest}` ? Name | Names<Rest> : never
type Params<K extends Key> =
  | Names<TextOf<(typeof en)[K]>>
  | ((typeof en)[K] extends { other: string } ? 'count' : never)
type Arguments<K extends Key> = [Params<K>] extends [never]
  ? []
  : [params: Record<Params<K>, string | number>]

export type TextKey = Key
/** Keys whose text needs no parameters: what a label prop may be. */
export type PlainKey = { [K in Key]: [Params<K>] extends [never] ? K : never }[Key]

const plural = new Intl.PluralRules(language.locale)
const number = new Intl.NumberFormat(language.locale)

function fill(entry: Entry, params: Record<string, string | number>): string {
  const text =
    typeof entry === 'string'
      ? entry
      : plural.select(Number(params['count'])) === 'one'
        ? entry.one
        : entry.other
  return text.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = params[name]
    return typeof value === 'number' ? number.format(value) : (value ?? '')
  })
}

/** The interface text of a key, its `{names}` filled from `params` and its plural form chosen by `count`. */
export function t<K extends Key>(key: K, ...[params]: Arguments<K>): string {
  return fill(language.texts[key], params ?? {})
}
