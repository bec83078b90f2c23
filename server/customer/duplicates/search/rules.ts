import { hash } from 'node:crypto'
import type { DuplicateDoubt } from '../../../../contract/customer/duplicates.ts'
import { normalDomain } from '../../companies/rules.ts'
import {
  companyLikeness,
  companyWords,
  comparable,
  folded,
  givenDiffer,
  initialsOf,
  personLikeness,
  personName,
  skeletonOf,
  type PersonName,
} from '../names/rules.ts'
import { bareName, likelihood, type Likely, type Likeness } from '../rules.ts'

/** What is known of a customer that may tell whether it is another one, as it stands in the database. */
export interface Known {
  id: string
  firstName?: string | null
  lastName?: string | null
  name?: string | null
  emails?: readonly string[]
  phones?: readonly string[]
  domains?: readonly string[]
  website?: string | null
  company?: string | null
  parent?: string | null
  birthday?: string | null
  city?: string | null
  postalCode?: string | null
}

/** The same in comparable form. */
export interface Profile {
  id: string
  person: PersonName | null
  words: readonly string[]
  mailboxes: readonly string[]
  phones: readonly string[]
  /** Of a company its own; of a person the employer's. */
  domains: readonly string[]
  company: string | null
  parent: string | null
  birthday: string | null
  city: string | null
  postalCode: string | null
}

/** Where anybody has an address: it says nothing of an employer. */
const publicMail = new Set(
  `gmail.com googlemail.com outlook.com hotmail.com live.com msn.com yahoo.com yahoo.co.uk yahoo.fr yahoo.de ymail.com
  icloud.com me.com mac.com aol.com gmx.de gmx.net gmx.at gmx.ch web.de t-online.de freenet.de posteo.de mailbox.org
  proton.me protonmail.com pm.me mail.com mail.ru yandex.ru yandex.com qq.com 163.com 126.com sapo.pt orange.fr free.fr
  laposte.net wanadoo.fr libero.it virgilio.it tiscali.it terra.com.br uol.com.br bol.com.br comcast.net verizon.net
  att.net btinternet.com`.split(/\s+/),
)

/** Addresses that belong to a task, not to a person. */
const roles =
  /^(info|sales|support|contact|kontakt|office|mail|hello|admin|team|service|billing|invoice|rechnung|jobs|hr|press|presse|marketing|shop|orders?|no-?reply|geral|comercial)\d*$/

/** The part before the @ without dots, tags and digits at its end; null when it is a task's or too short to be one's own. */
function mailboxOf(email: string): string | null {
  const local = folded(email.split('@')[0]?.split('+')[0] ?? '')
  if (roles.test(local)) return null
  const own = local.replace(/[^\p{L}\p{N}]/gu, '')
  return own.length >= 6 && /\p{L}{3}/u.test(own) ? own : null
}

const distinct = (values: readonly (string | null | undefined)[]) => [
  ...new Set(values.filter((value): value is string => Boolean(value))),
]

export function profileOf(known: Known): Profile {
  const { emails = [], domains = [], website, name, firstName = null, lastName = null } = known
  const person = name === undefined ? personName(firstName, lastName) : null
  return {
    id: known.id,
    person,
    words: name ? companyWords(bareName(folded(name))) : [],
    mailboxes: distinct(emails.map(mailboxOf)),
    phones: distinct(known.phones ?? []),
    domains: person
      ? distinct(emails.map((email) => email.split('@')[1])).filter((domain) => !publicMail.has(domain))
      : distinct([...domains, website ? normalDomain(website) : null]).filter(
          (domain) => !publicMail.has(domain),
        ),
    company: known.company ?? null,
    parent: known.parent ?? null,
    birthday: known.birthday ?? null,
    city: known.city ? comparable(known.city) || null : null,
    postalCode: known.postalCode ? known.postalCode.replace(/\s/g, '').toLowerCase() : null,
  }
}

const meet = (a: readonly string[], b: readonly string[]) => a.some((one) => b.includes(one))
const equal = (a: string | null, b: string | null) => a !== null && a === b
const differ = (a: string | null, b: string | null) => a !== null && b !== null && a !== b

/** What two customers of one type share, and what speaks against their being one. Symmetric. */
export function likenessOf(a: Profile, b: Profile): Likeness {
  const phone = meet(a.phones, b.phones)
  const place = equal(a.city, b.city) || equal(a.postalCode, b.postalCode)
  if (a.person && b.person) {
    const doubts: DuplicateDoubt[] = []
    if (givenDiffer(a.person, b.person)) doubts.push('otherName')
    if (differ(a.birthday, b.birthday)) doubts.push('otherBirthday')
    if (a.person.generation !== b.person.generation) doubts.push('otherGeneration')
    return {
      email: false,
      domain: false,
      phone,
      name: personLikeness(a.person, b.person),
      mailbox: meet(a.mailboxes, b.mailboxes),
      birthday: equal(a.birthday, b.birthday),
      company: equal(a.company, b.company) || meet(a.domains, b.domains),
      place,
      doubts,
    }
  }
  const name = companyLikeness(a.words, b.words)
  const doubts: DuplicateDoubt[] = []
  if (name !== null && name < 0.4) doubts.push('otherCompanyName')
  if (a.parent === b.id || b.parent === a.id || equal(a.parent, b.parent)) doubts.push('related')
  if (!place && differ(a.city, b.city)) doubts.push('otherPlace')
  return { email: false, domain: meet(a.domains, b.domains), phone, name, company: false, place, doubts }
}

/** How likely two customers of one type are one; null when it is not worth saying. */
export const compare = (a: Profile, b: Profile): Likely | null => likelihood(likenessOf(a, b))

/** From what a key was made, for saying what a large group has in common. */
export const keyKinds = ['phone', 'mailbox', 'name', 'work', 'place', 'birthday', 'domain'] as const
export type KeyKind = (typeof keyKinds)[number]

export interface Key {
  kind: KeyKind
  /** 64 bits of a hash, as the database writes them. */
  key: string
}

const keyOf = (kind: KeyKind, ...parts: readonly string[]): Key => ({
  kind,
  key: hash('sha1', [kind, ...parts].join('\n'), 'buffer')
    .readBigInt64BE()
    .toString(),
})

/**
 * The keys of which two customers that `compare` would find share at least one, but for the worst misspellings. Whatever
 * can bring a pair over the threshold has a key: names alone, and what a name needs beside it, with the name's initials.
 */
export function keysOf(profile: Profile): Key[] {
  const { person, words, phones, mailboxes, domains, company, city, birthday, postalCode } = profile
  const keys = [
    ...phones.map((phone) => keyOf('phone', phone)),
    ...mailboxes.map((mailbox) => keyOf('mailbox', mailbox)),
  ]
  if (person) {
    const all = [...person.given, ...person.family]
    if (all.length > 1) keys.push(keyOf('name', all.toSorted().join(' ')))
    const initials = initialsOf(person)
    if (initials) {
      for (const at of [company, ...domains]) if (at) keys.push(keyOf('work', at, initials))
      if (birthday) keys.push(keyOf('birthday', birthday, initials))
      if (postalCode) keys.push(keyOf('place', postalCode, initials))
    }
    if (city && all.length > 1) keys.push(keyOf('place', city, skeletonOf(all)))
  } else {
    keys.push(...domains.map((domain) => keyOf('domain', domain)))
    if (words.length > 0) {
      keys.push(keyOf('name', words.toSorted().join('')))
      if (words.join('') !== words.toSorted().join('')) keys.push(keyOf('name', words.join('')))
      const first = words[0]?.slice(0, 4) ?? ''
      for (const at of [city, postalCode]) if (at) keys.push(keyOf('place', at, first))
    }
  }
  return [...new Map(keys.map((key) => [key.key, key])).values()]
}

/** The largest group of which each is compared with each. A name alone says little when many have it. */
export const mostTogether = (kind: KeyKind): number => (kind === 'name' ? 8 : 50)

/** In a larger group each is compared with so many that stand next to it, in the order of what they are called. */
const neighbours = 10

const order = ({ person, words, company, city }: Profile): string =>
  [...(person ? [...person.family, ...person.given] : words), company ?? '', city ?? ''].join(' ')

/**
 * The pairs of a group to compare. Bounded: of a group too large those next to each other by name, and none at all when
 * they have only the name in common, because whatever more they share has a key of its own.
 */
export function* pairsIn(kind: KeyKind, group: readonly Profile[]): Generator<[Profile, Profile]> {
  const large = group.length > mostTogether(kind)
  if (large && kind === 'name') return
  const sorted = large
    ? group
        .map((profile) => ({ profile, by: order(profile) }))
        .toSorted((a, b) => (a.by < b.by ? -1 : a.by > b.by ? 1 : a.profile.id < b.profile.id ? -1 : 1))
        .map(({ profile }) => profile)
    : group
  for (let i = 0; i < sorted.length; i++) {
    const end = large ? Math.min(sorted.length, i + 1 + neighbours) : sorted.length
    for (let j = i + 1; j < end; j++) yield [sorted[i] as Profile, sorted[j] as Profile]
  }
}
