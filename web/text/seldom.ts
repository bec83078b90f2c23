import { enPages } from './en-pages.ts'
import { en } from './en.ts'
import { enSeldom } from './en-seldom.ts'
import { textsOf, type PlainKeyOf } from './t.ts'

const all = { ...en, ...enPages, ...enSeldom }

export type SeldomKey = PlainKeyOf<typeof all>

/** `t` for pages that few open: it knows every text, and brings those that the first page goes without. */
export const t = textsOf(all)
