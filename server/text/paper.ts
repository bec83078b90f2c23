import { de } from './paper/de.ts'
import { en } from './paper/en.ts'
import { pt } from './paper/pt.ts'
import { writerOf } from './writer.ts'

/** A text of the documents that customers are given, in their language. */
export const paperText = writerOf<keyof typeof en>({ en, de, pt })
