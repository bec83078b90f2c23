import type { EventType } from '../ledger/event-type.ts'

export const ecosystemEvents = [
  { type: 'sample.loaded', wing: 'team', kind: 'change', label: 'Sample company loaded' },
  { type: 'webhook.created', wing: 'team', kind: 'change', label: 'Webhook created' },
  { type: 'webhook.updated', wing: 'team', kind: 'change', label: 'Webhook changed' },
  { type: 'webhook.secret-renewed', wing: 'team', kind: 'change', label: 'Secret of a webhook renewed' },
  { type: 'webhook.deleted', wing: 'team', kind: 'change', label: 'Webhook deleted' },
  { type: 'webhook.disabled', wing: 'team', kind: 'change', label: 'Webhook switched off', notice: true },
] as const satisfies EventType[]
