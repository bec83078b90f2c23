import { sql } from 'kysely'
import type { z } from 'zod'
import type { attemptSchema, Delivery, Webhook } from '../../../contract/ecosystem/webhooks.ts'
import type { Db } from '../../db/database.ts'
import { notFound } from '../../http/problem.ts'
import type { DeliveryRow, WebhookRow } from './tables.ts'

export const webhookOf = (row: WebhookRow): Webhook => ({
  id: row.id,
  name: row.name,
  url: row.url,
  events: row.events,
  recordType: row.record_type,
  filter: row.filter,
  enabled: row.enabled,
  disabledReason: row.disabled_reason,
  failingSince: row.failing_since,
  createdAt: row.created_at,
  updatedAt: row.updated_at,
})

export async function listWebhooks(db: Db): Promise<WebhookRow[]> {
  const { rows } = await sql<WebhookRow>`select * from webhooks order by id desc`.execute(db)
  return rows
}

export async function getWebhook(db: Db, id: string): Promise<WebhookRow> {
  const { rows } = await sql<WebhookRow>`select * from webhooks where id = ${id}`.execute(db)
  if (!rows[0]) throw notFound('webhook')
  return rows[0]
}

type LoggedRow = DeliveryRow & { status: number | null; error: string | null }

const deliveryOf = (row: LoggedRow): Delivery => ({
  id: row.id,
  eventId: row.event_id,
  eventType: row.event_type,
  state: row.state,
  tries: row.tries,
  nextAt: row.next_at,
  createdAt: row.created_at,
  status: row.status,
  error: row.error,
})

const logged = sql`webhook_deliveries d left join lateral (
  select status, error from webhook_attempts where delivery_id = d.id order by id desc limit 1) a on true`

export async function listDeliveries(
  db: Db,
  webhookId: string,
  query: { after?: string | undefined; limit: number; state?: Delivery['state'] | undefined },
): Promise<{ data: Delivery[]; next: string | null }> {
  const { rows } = await sql<LoggedRow>`select d.*, a.status, a.error from ${logged}
    where d.webhook_id = ${webhookId} and d.id < ${query.after ?? 'ffffffff-ffff-ffff-ffff-ffffffffffff'}::uuid
      and (${query.state ?? null}::text is null or d.state = ${query.state ?? null})
    order by d.id desc limit ${query.limit + 1}`.execute(db)
  const data = rows.slice(0, query.limit).map(deliveryOf)
  return { data, next: rows.length > query.limit ? (data.at(-1)?.id ?? null) : null }
}

export async function getDelivery(db: Db, webhookId: string, id: string) {
  const { rows } = await sql<LoggedRow>`select d.*, a.status, a.error from ${logged}
    where d.webhook_id = ${webhookId} and d.id = ${id}`.execute(db)
  const row = rows[0]
  if (!row) throw notFound('delivery')
  const { rows: attempts } = await sql<z.infer<typeof attemptSchema>>`
    select at, status, error, answer, milliseconds from webhook_attempts where delivery_id = ${id} order by id`.execute(
    db,
  )
  return { ...deliveryOf(row), body: row.body, attempts }
}

/** Messages of a webhook that are due, those waiting longest first. */
export async function dueDeliveries(
  db: Db,
  webhookId: string,
  now: string,
  limit: number,
): Promise<DeliveryRow[]> {
  const { rows } = await sql<DeliveryRow>`select * from webhook_deliveries
    where webhook_id = ${webhookId} and state = 'waiting' and next_at <= ${now} order by next_at, id limit ${limit}`.execute(
    db,
  )
  return rows
}

/** When the next message of a webhook is due; null when none waits. */
export async function nextDue(db: Db, webhookId: string): Promise<string | null> {
  const { rows } = await sql<{ next_at: string | null }>`
    select min(next_at) as next_at from webhook_deliveries where webhook_id = ${webhookId} and state = 'waiting'`.execute(
    db,
  )
  return rows[0]?.next_at ?? null
}
