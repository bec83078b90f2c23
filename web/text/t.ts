import type { Entry } from './catalogue.ts'
import { en } from './en.ts'
import { language } from './language.ts'

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
const digits = new Intl.NumberFormat(language.locale)
let write = (value: number): string => digits.format(value)

/** Writes the numbers within texts as the reader has chosen. */
export function writeNumbers(by: (value: number) => string): void {
  write = by
}

function fill(entry: Entry, params: Record<string, string | number>): string {
  const text =
    typeof entry === 'string' ? entry : (entry[plural.select(Number(params['count']))] ?? entry.other)
  return text.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = params[name]
    return typeof value === 'number' ? write(value) : (value ?? '')
  })
}

/** The interface text of a key, its `{names}` filled from `params` and its plural form chosen by `count`. */
export function t<K extends Key>(key: K, ...[params]: Arguments<K>): string {
  return fill(language.texts[key] ?? en[key], params ?? {})
}
