import { getDomain } from 'tldts'
import type { Change, RuleGround } from '../../records/behaviour.ts'
import { completeCustomer } from '../people/rules.ts'

/** The registrable part of a host by the public suffix list: `www.acme.co.uk` is `acme.co.uk`. */
export const normalDomain = (typed: string): string => getDomain(typed) ?? typed.trim().toLowerCase()

export function completeCompany(change: Change, facts: unknown, ground: RuleGround): void {
  completeCustomer(change, facts, ground)
  const { values } = change.after
  if (typeof values.domain === 'string') values.domain = normalDomain(values.domain)
  else if (typeof values.website === 'string') values.domain = getDomain(values.website)
}
