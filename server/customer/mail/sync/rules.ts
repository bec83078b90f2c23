import { domainOf } from '../../../../contract/customer/mail-address.ts'
import type { MailRule } from '../../../../contract/customer/mailbox.ts'
import type { KnownMessage, KnownPerson } from '../messages/queries.ts'
import {
  conversationOf,
  directionOf,
  othersIn,
  ruledBy,
  type Direction,
  type MailHead,
} from '../messages/rules.ts'

/** What the head of a message on the server says, and where it lies. */
export interface Listed {
  uid: number
  head: MailHead
  labels: string[]
  /** In bytes. */
  size: number
  /** It reports that another message has not arrived. */
  report: boolean
}

/** What is known when it is decided which messages are kept. */
export interface Knowledge {
  address: string
  rules: readonly MailRule[]
  colleagues: ReadonlySet<string>
  people: ReadonlyMap<string, KnownPerson>
  companies: ReadonlyMap<string, string>
  /** By Message-ID, those of these messages and of their parents. */
  messages: Map<string, KnownMessage>
  /** By person. */
  deals: ReadonlyMap<string, string>
}

export interface Kept {
  listed: Listed
  direction: Direction
  conversation: string
  person: string | null
  company: string | null
  deal: string | null
  others: string[]
}

/** Everybody whom it is to be asked about. */
export const addressesIn = (listed: readonly Listed[], colleagues: ReadonlySet<string>): string[] => [
  ...new Set(listed.flatMap(({ head }) => othersIn(head, colleagues))),
]

/**
 * What becomes of a message of a folder: whom it is about, or null, when it is kept nowhere. Among colleagues it is
 * nobody's business, and so is what comes from people whom nobody here knows, unless a rule says always.
 */
export function decide(
  listed: Listed,
  folder: { path: string; kind: string },
  knowledge: Knowledge,
): Kept | null {
  const { head, labels } = listed
  const others = othersIn(head, knowledge.colleagues)
  if (others.length === 0) return null
  const ruled = ruledBy(knowledge.rules, { others, folder: folder.path, labels })
  if (ruled === 'never') return null
  const direction = directionOf(head, knowledge.address, folder.kind)
  // Who is written to comes before who merely gets a copy; the sender of what came in is the first of all.
  const known = others.flatMap((address) => knowledge.people.get(address) ?? [])
  const [first, ...rest] = known
  const named = others.flatMap((address) => knowledge.companies.get(domainOf(address)) ?? [])[0]
  if (!first && !(ruled === 'always' && named)) return null
  const conversations = new Map(
    [...knowledge.messages].flatMap(([id, { conversation }]) => (conversation ? [[id, conversation]] : [])),
  )
  const answered = head.parents.findLast((id) => knowledge.messages.get(id)?.deal)
  return {
    listed,
    direction,
    conversation: conversationOf(head, conversations).slice(0, 1_000),
    person: first?.id ?? null,
    company: first ? first.company : (named ?? null),
    deal:
      (answered && knowledge.messages.get(answered)?.deal) ||
      (first && knowledge.deals.get(first.id)) ||
      null,
    others: [...new Set(rest.map(({ id }) => id))].filter((id) => id !== first?.id),
  }
}
