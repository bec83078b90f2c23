import { readAddresses } from '../../../../contract/customer/mail-address.ts'
import { asHtml } from '../../../../contract/customer/mail-template.ts'
import { wordsIn } from '../content/rules.ts'

/** What a message that is to leave is put together from; all HTML in it is harmless already. */
export interface Parts {
  body: string
  signature: string | null
  /** What it answers: who wrote when, and what. */
  quoted: { sender: string; sentAt: string; body: string } | null
}

/** The message as HTML and as plain words. */
export function messageOf({ body, signature, quoted }: Parts): { html: string; text: string } {
  const said = quoted && `On ${quoted.sentAt.slice(0, 16).replace('T', ' ')} UTC, ${quoted.sender} wrote:`
  const html = [
    body,
    ...(signature ? [`<div class="signature"><p>-- </p>${signature}</div>`] : []),
    ...(quoted ? [`<p>${asHtml(said ?? '')}</p><blockquote>${quoted.body}</blockquote>`] : []),
  ].join('\n')
  const text = [
    wordsIn(body),
    ...(signature ? [`-- \n${wordsIn(signature)}`] : []),
    ...(quoted ? [`${said}\n${wordsIn(quoted.body).replaceAll(/^/gm, '> ')}`] : []),
  ].join('\n\n')
  return { html: `<!doctype html><html><body>${html}</body></html>`, text }
}

/** Whom a message goes to, each address once. */
export const receiversOf = (message: { to: string[]; cc: string[]; bcc: string[] }): string[] => [
  ...new Set(
    [...message.to, ...message.cc, ...message.bcc].flatMap(readAddresses).map(({ address }) => address),
  ),
]

interface SmtpError {
  code?: string
  responseCode?: number
}

/**
 * What an error of the outgoing server means for the message. `later`: it was not taken and may be tried again. `never`: it
 * was refused. `unsure`: the connection was lost while it was handed over, so that it may have been taken.
 */
export function outcomeOf(error: unknown, handing: boolean): 'later' | 'never' | 'unsure' {
  const { code = '', responseCode } = error as SmtpError
  if (code === 'EAUTH') return 'never'
  if (responseCode !== undefined) return responseCode >= 500 ? 'never' : 'later'
  return handing ? 'unsure' : 'later'
}

/** So often a message that is not taken is tried again before it is given up. */
export const mostTries = 8
