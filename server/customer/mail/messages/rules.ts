import { createHash } from 'node:crypto'
import { domainOf, type MailAddress } from '../../../../contract/customer/mail-address.ts'
import type { MailRule } from '../../../../contract/customer/mailbox.ts'
import type { Change } from '../../../records/behaviour.ts'
import { invalid } from '../../../http/problem.ts'

/** What the head of a message says. */
export interface MailHead {
  messageId: string
  /** The messages that it answers, the oldest first and that which it answers directly last. */
  parents: string[]
  subject: string
  from: MailAddress | null
  to: MailAddress[]
  cc: MailAddress[]
  /** ISO 8601 in UTC: as the message says, or when the server took it. */
  sentAt: string
}

const ids = (text: string | undefined): string[] => text?.match(/<[^<>\s]+>/g) ?? []

/** The ids in `References` and `In-Reply-To`, each once, the direct one last. */
export function parentsIn(references: string | undefined, inReplyTo: string | undefined): string[] {
  const direct = ids(inReplyTo).slice(0, 1)
  const others = ids(references).filter((id) => !direct.includes(id))
  // Of an endless chain the beginning and the end tell it.
  const chain = [...new Set(others)]
  return [...(chain.length > 50 ? [...chain.slice(0, 10), ...chain.slice(-40)] : chain), ...direct]
}

/**
 * The id of a message: its own, or, of one that has none or a broken one, one made of what it says, so that the same
 * message is always called the same.
 */
export function messageIdOf(given: string | undefined, said: readonly string[]): string {
  const own = given?.trim()
  if (own && own.length <= 900 && /^<[^<>\s]+>$/.test(own)) return own
  return `<${createHash('sha256').update(JSON.stringify(said)).digest('hex').slice(0, 40)}@no-id.invalid>`
}

/**
 * The conversation of a message: that of the nearest of its parents that is known here, else it is called by the first
 * message of all, which the others will name as well.
 */
export function conversationOf(
  { messageId, parents }: Pick<MailHead, 'messageId' | 'parents'>,
  known: ReadonlyMap<string, string>,
): string {
  const nearest = parents.findLast((parent) => known.has(parent))
  return (nearest && known.get(nearest)) || parents[0] || messageId
}

export type Direction = 'inbound' | 'outbound'

/** Whether the mailbox's member wrote it: what lies among what was sent, or is from one of their addresses. */
export const directionOf = (head: Pick<MailHead, 'from'>, own: string, folder: string): Direction =>
  folder === 'sent' || head.from?.address === own ? 'outbound' : 'inbound'

/** Everybody in a message who is no colleague, each once; who wrote it first. */
export function othersIn(
  { from, to, cc }: Pick<MailHead, 'from' | 'to' | 'cc'>,
  colleagues: ReadonlySet<string>,
): string[] {
  const all = [...(from ? [from] : []), ...to, ...cc].map(({ address }) => address)
  return [...new Set(all)].filter((address) => address.includes('@') && !colleagues.has(address))
}

/** What a rule of a mailbox looks at. */
export interface RuleGround {
  others: readonly string[]
  folder: string
  labels: readonly string[]
}

function matches({ of, value }: MailRule, { others, folder, labels }: RuleGround): boolean {
  const meant = value.toLowerCase().replace(/^@/, '')
  if (of === 'folder') return folder.toLowerCase() === meant
  if (of === 'label') return labels.some((label) => label.toLowerCase() === meant)
  if (of === 'address') return others.includes(meant)
  return others.some((address) => {
    const domain = domainOf(address)
    return domain === meant || domain.endsWith(`.${meant}`)
  })
}

/**
 * What a mailbox's rules say of a message: never kept, kept with the company although nobody in it is known, or neither.
 * Never is stronger.
 */
export function ruledBy(rules: readonly MailRule[], ground: RuleGround): 'never' | 'always' | null {
  const said = new Set(rules.filter((rule) => matches(rule, ground)).map(({ keep }) => keep))
  return said.has('never') ? 'never' : said.has('always') ? 'always' : null
}

const quoteBegins = [
  /^-{2,}\s*(original message|ursprüngliche nachricht|mensagem original)\s*-{2,}/i,
  /^_{10,}$/,
  /^(on|am|em|le|el)\b.{5,200}\b(wrote|schrieb|escreveu|a écrit|escribió)\b.{0,200}:?$/i,
  /^(from|von|de):\s.+@.+/i,
]

/** The text that somebody wrote in a message, without what they answered to and their signature. */
export function withoutQuoted(text: string): string {
  const lines = text.replaceAll('\r\n', '\n').split('\n')
  const end = lines.findIndex(
    (line, i) => line === '-- ' || (i > 0 && quoteBegins.some((begin) => begin.test(line.trim()))),
  )
  return (end === -1 ? lines : lines.slice(0, end))
    .filter((line) => !line.startsWith('>'))
    .join('\n')
    .trim()
}

/** The beginning of what was written, in one line of at most so many characters; never half a letter. */
export function snippetOf(text: string, most = 200): string {
  const line = (withoutQuoted(text) || text).replaceAll(/\s+/g, ' ').trim()
  const letters = Array.from(line)
  return letters.length <= most
    ? line
    : `${letters
        .slice(0, most - 1)
        .join('')
        .trimEnd()}…`
}

/** What a report of a message that did not arrive says (RFC 3464). */
export interface Bounce {
  /** The message that did not arrive, where the report names it. */
  messageId: string | null
  recipient: string | null
  /** In the server's words. */
  reason: string
}

/** Reads a report of delivery; null when it is none, or tells of no failure. */
export function bounceIn(report: string, original: string): Bounce | null {
  const field = (name: string) =>
    new RegExp(`^${name}:\\s*([^\\r\\n]*(?:\\r?\\n[ \\t][^\\r\\n]*)*)`, 'im')
      .exec(report)?.[1]
      ?.replaceAll(/\s+/g, ' ')
      .trim()
  if (field('Action')?.toLowerCase() !== 'failed') return null
  const bare = (text: string | undefined) => text?.replace(/^[\w-]+;\s*/, '')
  const messageId = /^Message-ID:\s*(<[^<>\s]+>)/im.exec(original)?.[1] ?? null
  return {
    messageId,
    recipient: bare(field('Final-Recipient') ?? field('Original-Recipient'))?.toLowerCase() ?? null,
    reason: bare(field('Diagnostic-Code')) ?? field('Status') ?? 'The server gave no reason',
  }
}

/** What may be changed of a message that came or went by mail: with whom and what it has to do. */
const aboutFields = new Set(['person', 'company', 'deal', 'others', 'owner', 'bounce', 'conversation'])

/** Refuses to change what was sent. What a program has told of may be mended by it. */
export function keepAsSent({ before, given }: Change, mailed: ReadonlySet<string>): void {
  if (!before || !mailed.has(before.id)) return
  const wrong = Object.keys(given).filter(
    (name) =>
      !aboutFields.has(name) &&
      !name.startsWith('own_') &&
      JSON.stringify(given[name] ?? null) !== JSON.stringify(before.values[name] ?? null),
  )
  if (wrong.length > 0)
    throw invalid(
      wrong.map((path) => ({
        path,
        message: 'An email stays as it was sent. Only whom it is about can be changed',
      })),
    )
}
