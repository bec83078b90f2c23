import { customerEvents } from './customer/events.ts'
import { ecosystemEvents } from './ecosystem/events.ts'
import { keepingEvents } from './keeping/events.ts'
import type { EventType } from './ledger/event-type.ts'
import { recordTypes } from './record-types.ts'
import { exportEvents, fieldEvents } from './records/events.ts'
import type { RecordType } from './records/record-type.ts'
import { dealEvents } from './sales/deal-events.ts'
import { salesEvents } from './sales/events.ts'
import { orderEvents } from './sales/order-events.ts'
import { forecastEvents } from './sales/forecast-events.ts'
import { quoteEvents } from './sales/quote-events.ts'
import { teamEvents } from './team/events.ts'

const activities = new Set(['note', 'call', 'meeting', 'task', 'email'])

/** What can happen to a record of any type. */
export const recordVerbs = ['created', 'updated', 'deleted', 'restored', 'purged'] as const
export type RecordVerb = (typeof recordVerbs)[number]

/**
 * What it means that a record is there now, where that is more than a change. A new deal is what the customer's line is
 * about: it opens a branch, and passes the customer to sales.
 */
const meaning: Partial<Record<string, Partial<EventType>>> = {
  deal: { kind: 'milestone', passage: { from: 'marketing', to: 'sales' }, branch: 'opens' },
  invoice: { kind: 'milestone', label: 'Invoice issued' },
  payment: { kind: 'milestone', label: 'Payment recorded' },
}

const verbEvents = (type: RecordType): EventType[] =>
  recordVerbs.map((verb) => ({
    type: `${type.name}.${verb}`,
    wing: type.wing,
    kind: verb === 'created' && activities.has(type.name) ? 'activity' : 'change',
    label: `${type.label.one} ${verb === 'purged' ? 'deleted for good' : verb}`,
    ...(verb === 'created' ? meaning[type.name] : {}),
  }))

/** Every event type of the ledger. */
export const eventTypes: readonly EventType[] = [
  ...recordTypes.flatMap((type) => verbEvents(type)),
  ...customerEvents,
  ...salesEvents,
  ...dealEvents,
  ...quoteEvents,
  ...orderEvents,
  ...forecastEvents,
  ...ecosystemEvents,
  ...teamEvents,
  ...keepingEvents,
  ...fieldEvents,
  ...exportEvents,
]

const byType = new Map(eventTypes.map((event) => [event.type, event]))
export const eventTypeOf = (type: string): EventType | undefined => byType.get(type)

export type EventName =
  | `${(typeof recordTypes)[number]['name']}.${RecordVerb}`
  | (typeof customerEvents)[number]['type']
  | (typeof salesEvents)[number]['type']
  | (typeof dealEvents)[number]['type']
  | (typeof quoteEvents)[number]['type']
  | (typeof orderEvents)[number]['type']
  | (typeof forecastEvents)[number]['type']
  | (typeof ecosystemEvents)[number]['type']
  | (typeof teamEvents)[number]['type']
  | (typeof keepingEvents)[number]['type']
  | (typeof fieldEvents)[number]['type']
  | (typeof exportEvents)[number]['type']
