import { identityKindsOf, type IdentityKind } from '../../../contract/customer/identities.ts'
import { valueSchema } from '../../../contract/records/value.ts'
import { invalidField } from '../../http/problem.ts'
import { normalDomain } from '../companies/rules.ts'
import { normalPhone } from '../people/rules.ts'

/** The value as it is compared and kept: e-mail lower-cased, phone E.164, domain by public suffix. Refuses what is none. */
export function normalIdentity(customer: 'person' | 'company', kind: IdentityKind, typed: string): string {
  const kinds: readonly IdentityKind[] = identityKindsOf[customer]
  if (!kinds.includes(kind)) throw invalidField('kind', `A ${customer} is known by ${kinds.join(' and ')}`)
  if (kind === 'email') {
    const parsed = valueSchema({ type: 'email', label: 'E-mail' }).safeParse(typed)
    if (!parsed.success) throw invalidField('value', 'Use an e-mail address such as ana@example.com')
    return parsed.data as string
  }
  if (kind === 'phone') return normalPhone(typed)
  const domain = normalDomain(typed)
  if (!/^[^\s@/]+\.[^\s@/]+$/.test(domain)) throw invalidField('value', 'Use a domain such as example.com')
  return domain
}
