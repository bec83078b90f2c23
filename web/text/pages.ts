import { enPages } from './en-pages.ts'
import { en } from './en.ts'
import { textsOf } from './t.ts'

/** `t` for pages that are opened every day, but not first: it brings the texts that the first page goes without. */
export const t = textsOf({ ...en, ...enPages })
