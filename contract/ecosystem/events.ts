import type { EventType } from '../ledger/event-type.ts'

export const ecosystemEvents = [
  { type: 'sample.loaded', wing: 'team', kind: 'change', label: 'Sample company loaded' },
] as const satisfies EventType[]
