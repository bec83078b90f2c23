import type { LanguageName } from '../../contract/values/language.ts'
import { de } from './mail/de.ts'
import { en } from './mail/en.ts'
import { pt } from './mail/pt.ts'
import type { MailKey, MailTexts } from './mail/texts.ts'

const catalogues: Readonly<Record<LanguageName, MailTexts>> = { en, de, pt }

/** A text of the system's mails in a language, its `{names}` filled and its form chosen by `count`. */
export function mailText(
  language: LanguageName,
  key: MailKey,
  params: Readonly<Record<string, string | number>> = {},
): string {
  const entry = catalogues[language][key]
  const one =
    typeof entry !== 'string' && new Intl.PluralRules(language).select(Number(params['count'])) === 'one'
  const text = typeof entry === 'string' ? entry : one ? entry.one : entry.other
  return text.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const value = params[name]
    return typeof value === 'number' ? value.toLocaleString(language) : (value ?? '')
  })
}

/** Parts of a plain mail, a blank line between them. */
export const mailBody = (...parts: readonly string[]): string => `${parts.join('\n\n')}\n`
