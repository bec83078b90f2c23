import type { Entry } from './catalogue.ts'
import { en } from './en.ts'
import { language } from './language.ts'

type English = Readonly<Record<string, Entry>>
type TextOf<E> = E extends string ? E : E[keyof E]
type Names<T> = T extends `${string}{${infer Name}}${infer Rest}` ? Name | Names<Rest> : never
type Params<E> = Names<TextOf<E>> | (E extends { other: string } ? 'count' : never)
type Arguments<E> = [Params<E>] extends [never] ? [] : [params: Record<Params<E>, string | number>]
/** Keys whose text needs no parameters: what a label prop may be. */
export type PlainKeyOf<C extends English> = {
  [K in keyof C]: [Params<C[K]>] extends [never] ? K : never
}[keyof C]

export type TextKey = keyof typeof en
export type PlainKey = PlainKeyOf<typeof en>

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

/** What says the texts of an English catalogue in the reader's language. */
export const textsOf =
  <const C extends English>(english: C) =>
  <K extends keyof C & string>(key: K, ...[params]: Arguments<C[K]>): string =>
    fill(language.texts[key] ?? english[key]!, params ?? {})

/** The interface text of a key, its `{names}` filled from `params` and its plural form chosen by `count`. */
export const t = textsOf(en)
