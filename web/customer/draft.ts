/** What can be written on a timeline. */
export type Kind = 'note' | 'call' | 'task' | 'meeting'

/** What was begun and not sent, about one customer by one member. */
export interface Draft {
  kind: Kind
  values: Record<string, unknown>
  body: string | null
}

const prefix = 'throughline.draft.'
const keyOf = (userId: string, customerId: string) => `${prefix}${userId}.${customerId}`

/** It outlives leaving the page and loading it again, not the tab. */
export function keptDraft(userId: string, customerId: string): Draft | null {
  const kept = sessionStorage.getItem(keyOf(userId, customerId))
  return kept === null ? null : (JSON.parse(kept) as Draft)
}

export function keepDraft(userId: string, customerId: string, draft: Draft | null) {
  if (draft) sessionStorage.setItem(keyOf(userId, customerId), JSON.stringify(draft))
  else sessionStorage.removeItem(keyOf(userId, customerId))
}
