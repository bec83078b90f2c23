import { de } from './mail/de.ts'
import { en } from './mail/en.ts'
import { pt } from './mail/pt.ts'
import type { MailKey } from './mail/texts.ts'
import { writerOf } from './writer.ts'

/** A text of the system's mails in a language. */
export const mailText = writerOf<MailKey>({ en, de, pt })

/** Parts of a plain mail, a blank line between them. */
export const mailBody = (...parts: readonly string[]): string => `${parts.join('\n\n')}\n`
