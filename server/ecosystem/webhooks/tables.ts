import type { Filter } from '../../../contract/records/filter.ts'

/** A row of `webhooks`; its secrets are sealed. */
export interface WebhookRow {
  id: string
  name: string
  url: string
  secret: string
  previous_secret: string | null
  previous_until: string | null
  events: string[]
  record_type: string | null
  filter: Filter | null
  enabled: boolean
  disabled_reason: 'failing' | 'gone' | null
  failing_since: string | null
  created_at: string
  updated_at: string
}

export interface DeliveryRow {
  id: string
  webhook_id: string
  event_id: string
  event_type: string
  body: string
  state: 'waiting' | 'delivered' | 'failed'
  tries: number
  next_at: string | null
  created_at: string
}
