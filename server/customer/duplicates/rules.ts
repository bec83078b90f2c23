import type { DuplicateDoubt, DuplicateReason } from '../../../contract/customer/duplicates.ts'

/** What two records share, and what speaks against their being one. */
export interface Likeness {
  email: boolean
  phone: boolean
  domain: boolean
  /** How alike the names are, from 0 to 1; null when one has none. */
  name: number | null
  company: boolean
  /** The part of an e-mail before the @, where it is somebody's own. */
  mailbox?: boolean
  place?: boolean
  birthday?: boolean
  doubts?: readonly DuplicateDoubt[]
}

export interface Likely {
  /** From 0 to 1, where 1 is certain. */
  score: number
  reasons: DuplicateReason[]
  doubts: DuplicateDoubt[]
}

/** How much each thing shared says by itself. A phone may be a switchboard's, a domain a subsidiary's. */
const weights: Record<DuplicateReason, number> = {
  email: 1,
  domain: 0.85,
  phone: 0.7,
  name: 0.6,
  birthday: 0.5,
  mailbox: 0.5,
  similarName: 0.4,
  company: 0.3,
  place: 0.25,
}

/** What is left of a score in the face of each doubt. */
const left: Record<DuplicateDoubt, number> = {
  otherBirthday: 0.3,
  otherGeneration: 0.3,
  otherName: 0.35,
  related: 0.4,
  otherCompanyName: 0.65,
  otherPlace: 0.75,
}

const same = 0.99
const alike = 0.6
export const shownFrom = 0.5

/** How likely two records are one, and why; null when it is not worth saying. */
export function likelihood(likeness: Likeness): Likely | null {
  const { email, phone, domain, name, company, mailbox, place, birthday, doubts = [] } = likeness
  const reasons: DuplicateReason[] = []
  if (email) reasons.push('email')
  if (domain) reasons.push('domain')
  if (phone) reasons.push('phone')
  if (name !== null && name >= same) reasons.push('name')
  else if (name !== null && name >= alike) reasons.push('similarName')
  if (mailbox) reasons.push('mailbox')
  // Many share a company, a town or a day of birth; it says something only of those who share something else.
  if (reasons.length > 0) {
    if (birthday) reasons.push('birthday')
    if (company) reasons.push('company')
    if (place) reasons.push('place')
  }
  const support = 1 - reasons.reduce((doubt, reason) => doubt * (1 - weights[reason]), 1)
  // An e-mail belongs to one person, whatever else they wrote.
  const score = email ? support : doubts.reduce((rest, doubt) => rest * left[doubt], support)
  return score >= shownFrom ? { score: Math.round(score * 100) / 100, reasons, doubts: [...doubts] } : null
}

const forms =
  'gmbh|mbh|ag|kg|kgaa|ug|ohg|gbr|ev|inc|incorporated|llc|llp|ltd|limited|plc|corp|corporation|co|company|sa|sas|sarl|srl|spa|sl|slu|lda|ltda|bv|nv|oy|oyj|ab|as|aps|pty|pte|kk|se'

/** Legal forms at the end of a name, as PostgreSQL's regular expressions have it: "Velo Porto, Lda." is "velo porto". */
export const legalForm = `([\\s,.&]+(${forms})\\.?)+$`

/** A company's name without its legal form, for comparing. */
export const bareName = (name: string): string =>
  name.toLowerCase().trim().replace(new RegExp(legalForm), '').trim() || name.toLowerCase().trim()
