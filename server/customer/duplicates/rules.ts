import type { DuplicateReason } from '../../../contract/customer/duplicates.ts'

/** What a record that is there shares with the one being entered. */
export interface Likeness {
  email: boolean
  phone: boolean
  domain: boolean
  /** How alike the names are, from 0 to 1; null when one has none. */
  name: number | null
  company: boolean
}

/** How much each thing shared says by itself. A phone may be a switchboard's, a domain a subsidiary's. */
const weights: Record<DuplicateReason, number> = {
  email: 1,
  domain: 0.85,
  phone: 0.7,
  name: 0.6,
  similarName: 0.4,
  company: 0.3,
}

const alike = 0.6
const shownFrom = 0.5

/** How likely two records are one, and why; null when it is not worth saying. */
export function likelihood(likeness: Likeness): { score: number; reasons: DuplicateReason[] } | null {
  const { email, phone, domain, name, company } = likeness
  const reasons: DuplicateReason[] = []
  if (email) reasons.push('email')
  if (domain) reasons.push('domain')
  if (phone) reasons.push('phone')
  if (name !== null && name >= 0.99) reasons.push('name')
  else if (name !== null && name >= alike) reasons.push('similarName')
  // Colleagues share a company; it says something only of people who share something else.
  if (company && reasons.length > 0) reasons.push('company')
  const score = 1 - reasons.reduce((doubt, reason) => doubt * (1 - weights[reason]), 1)
  return score >= shownFrom ? { score: Math.round(score * 100) / 100, reasons } : null
}

const forms =
  'gmbh|mbh|ag|kg|kgaa|ug|ohg|gbr|ev|inc|incorporated|llc|llp|ltd|limited|plc|corp|corporation|co|company|sa|sas|sarl|srl|spa|sl|slu|lda|ltda|bv|nv|oy|oyj|ab|as|aps|pty|pte|kk|se'

/** Legal forms at the end of a name, as PostgreSQL's regular expressions have it: "Velo Porto, Lda." is "velo porto". */
export const legalForm = `([\\s,.&]+(${forms})\\.?)+$`

/** A company's name without its legal form, for comparing. */
export const bareName = (name: string): string =>
  name.toLowerCase().trim().replace(new RegExp(legalForm), '').trim() || name.toLowerCase().trim()
