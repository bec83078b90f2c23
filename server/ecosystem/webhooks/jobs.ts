import { performance } from 'node:perf_hooks'
import { sql } from 'kysely'
import { z } from 'zod'
import { daysOfLog } from '../../../contract/ecosystem/webhooks.ts'
import type { Database, Db } from '../../db/database.ts'
import type { Job } from '../../db/jobs.ts'
import type { Sealer } from '../../db/sealed.ts'
import { transaction } from '../../db/transaction.ts'
import { system } from '../../http/caller.ts'
import { sendOutgoing } from '../../http/outgoing.ts'
import { record } from '../../ledger/record.ts'
import { allowedAddresses } from '../../team/outgoing-addresses/queries.ts'
import { purpose, queueDelivery } from './commands.ts'
import { dueDeliveries, nextDue } from './queries.ts'
import { arrived, nextTry, reasonToDisable, signatureOf, type Outcome } from './rules.ts'
import type { DeliveryRow, WebhookRow } from './tables.ts'

/** Milliseconds that a receiver may take to answer. */
const patience = 15_000

/** Messages of one webhook under way at the same time. */
const together = 5

const noLonger = 2_000

/** Posts one message, and says how it went. Never throws. */
export async function post(
  db: Db,
  sealer: Sealer,
  webhook: WebhookRow,
  message: { id: string; body: string },
  signal?: AbortSignal,
): Promise<Outcome> {
  const begun = performance.now()
  const timestamp = Math.floor(Date.now() / 1000)
  const outcome = { status: null, error: null, answer: null, retryAfter: null }
  const took = () => ({ milliseconds: Math.round(performance.now() - begun) })
  try {
    const old = webhook.previous_until !== null && Date.parse(webhook.previous_until) > Date.now()
    const secrets = [webhook.secret, ...(old && webhook.previous_secret ? [webhook.previous_secret] : [])]
    const signature = signatureOf(
      secrets.map((sealed) => sealer.open(purpose, sealed)),
      message.id,
      timestamp,
      message.body,
    )
    const answer = await sendOutgoing(
      {
        method: 'POST',
        url: webhook.url,
        headers: {
          'content-type': 'application/json',
          'webhook-id': message.id,
          'webhook-timestamp': String(timestamp),
          'webhook-signature': signature,
        },
        body: message.body,
        timeout: patience,
        atMost: noLonger,
        signal,
      },
      await allowedAddresses(db),
    )
    const after = Number(answer.headers['retry-after'])
    return {
      ...outcome,
      ...took(),
      status: answer.status,
      error: arrived(answer) ? null : `The receiver answered ${answer.status}`,
      // A NUL fits in no text of PostgreSQL's.
      answer: answer.body.replaceAll('\0', '').slice(0, noLonger) || null,
      retryAfter: Number.isFinite(after) && after > 0 ? after : null,
    }
  } catch (error) {
    return { ...outcome, ...took(), error: (error as Error).message.slice(0, 500) || 'No answer' }
  }
}

/** Writes down how an attempt went and what follows from it. Whether the webhook is still on. */
async function settle(
  database: Database,
  webhookId: string,
  delivery: DeliveryRow,
  outcome: Outcome,
): Promise<boolean> {
  const now = new Date().toISOString()
  const on = await transaction(database.db, async (tx) => {
    const { rows } = await sql<WebhookRow>`select * from webhooks where id = ${webhookId} for update`.execute(
      tx,
    )
    const webhook = rows[0]
    if (!webhook) return false
    const tries = delivery.tries + 1
    const next = arrived(outcome) ? null : nextTry(tries, now, Math.random(), outcome.retryAfter)
    const state = arrived(outcome) ? 'delivered' : next ? 'waiting' : 'failed'
    await sql`insert into webhook_attempts (delivery_id, at, status, error, answer, milliseconds)
      values (${delivery.id}, ${now}, ${outcome.status}, ${outcome.error}, ${outcome.answer}, ${outcome.milliseconds})`.execute(
      tx,
    )
    await sql`update webhook_deliveries set state = ${state}, tries = ${tries}, next_at = ${next} where id = ${delivery.id}`.execute(
      tx,
    )
    const since = arrived(outcome) ? null : (webhook.failing_since ?? now)
    if (since !== webhook.failing_since)
      await sql`update webhooks set failing_since = ${since} where id = ${webhookId}`.execute(tx)
    const reason = reasonToDisable(outcome, since, now)
    if (!reason || !webhook.enabled) return webhook.enabled
    await sql`update webhooks set enabled = false, disabled_reason = ${reason}, updated_at = ${now} where id = ${webhookId}`.execute(
      tx,
    )
    await record(tx, system('system'), now, [
      {
        type: 'webhook.disabled',
        subject: { type: 'webhook', id: webhookId, version: null },
        data: { title: webhook.name, reason },
      },
    ])
    return false
  })
  if (!on) database.notify('ledger')
  return on
}

/** Sends what is due of a webhook, until nothing is or it is switched off; then says when to look again. */
export async function deliver(
  database: Database,
  sealer: Sealer,
  webhookId: string,
  signal?: AbortSignal,
): Promise<void> {
  const { db } = database
  for (let on = true; on;) {
    if (signal?.aborted) break
    const { rows } =
      await sql<WebhookRow>`select * from webhooks where id = ${webhookId} and enabled`.execute(db)
    const webhook = rows[0]
    if (!webhook) return
    const due = await dueDeliveries(db, webhookId, new Date().toISOString(), together)
    if (due.length === 0) break
    const outcomes = await Promise.all(due.map((delivery) => post(db, sealer, webhook, delivery, signal)))
    // Stopped midway, what did not arrive has not been tried.
    if (signal?.aborted && !outcomes.some(arrived)) break
    for (const [i, outcome] of outcomes.entries())
      if (!signal?.aborted || arrived(outcome))
        on = await settle(database, webhookId, due[i] as DeliveryRow, outcome)
  }
  const next = await nextDue(db, webhookId)
  if (next) await queueDelivery(db, webhookId, next)
}

const payloadSchema = z.object({ webhookId: z.uuid() })

export const webhookJobs = (sealer: Sealer): Job[] => [
  {
    name: 'webhook-deliver',
    run: (payload, { database, signal }) =>
      deliver(database, sealer, payloadSchema.parse(payload).webhookId, signal),
  },
  {
    // The log ends after a month; and whose job was lost is found again.
    name: 'webhook-tidy',
    cron: '*/10 * * * *',
    async run(_, { database }) {
      await sql`delete from webhook_deliveries
        where created_at < now() - make_interval(days => ${daysOfLog}) and state <> 'waiting'`.execute(
        database.db,
      )
      const { rows } = await sql<{ id: string }>`select w.id from webhooks w where w.enabled and exists (
        select from webhook_deliveries d where d.webhook_id = w.id and d.state = 'waiting' and d.next_at < now() - interval '1 minute')`.execute(
        database.db,
      )
      for (const { id } of rows) await queueDelivery(database.db, id)
    },
  },
]
