import { CompiledQuery, sql } from 'kysely'
import type { Webhook, WebhookInput } from '../../../contract/ecosystem/webhooks.ts'
import { hoursOfOldSecret } from '../../../contract/ecosystem/webhooks.ts'
import { recordTypes } from '../../../contract/record-types.ts'
import { newId } from '../../db/id.ts'
import { addJob } from '../../db/jobs.ts'
import type { Db } from '../../db/database.ts'
import type { Sealer } from '../../db/sealed.ts'
import { system } from '../../http/caller.ts'
import { atomically, type Context } from '../../http/context.ts'
import { invalidField, notFound } from '../../http/problem.ts'
import type { Consumer } from '../../ledger/consumer.ts'
import type { StoredEvent } from '../../ledger/read.ts'
import { record } from '../../ledger/record.ts'
import { recordOf, selectList } from '../../records/column.ts'
import { compileFilter } from '../../records/filter.ts'
import { parameters } from '../../records/visible.ts'
import { getWebhook, webhookOf } from './queries.ts'
import { isSilent, messageOf, newSecret, wants } from './rules.ts'
import type { WebhookRow } from './tables.ts'

/** What the secrets of webhooks are sealed for. */
export const purpose = 'webhook'

const typeNamed = (name: string) => recordTypes.find((type) => type.name === name)

/** Refuses a filter that the record type's fields do not know. */
function checkFilter(
  context: Context,
  { record_type: name, filter }: Pick<WebhookRow, 'record_type' | 'filter'>,
) {
  if (!filter) return
  const type = name === null ? undefined : typeNamed(name)
  if (!type) throw invalidField('recordType', 'Say which records the filter is of')
  const ground = { caller: system('system'), now: context.now, zone: context.organisation.timeZone }
  compileFilter(filter, type, 't', parameters().bind, ground)
}

const noted = (
  context: Context,
  type: 'created' | 'updated' | 'secret-renewed' | 'deleted',
  row: Pick<WebhookRow, 'id' | 'name'>,
  changed?: readonly string[],
) =>
  record(context.database.db, context.caller, context.now, [
    {
      type: `webhook.${type}`,
      subject: { type: 'webhook', id: row.id, version: null },
      data: { title: row.name, ...(changed ? { changed } : {}) },
    },
  ])

export function createWebhook(
  context: Context,
  sealer: Sealer,
  input: WebhookInput,
): Promise<Webhook & { secret: string }> {
  return atomically(context, async (inner) => {
    const wanted = { record_type: input.recordType ?? null, filter: input.filter ?? null }
    checkFilter(inner, wanted)
    const secret = newSecret()
    const { rows } = await sql<WebhookRow>`
      insert into webhooks (name, url, secret, events, record_type, filter, enabled, created_by, created_at, updated_at)
      values (${input.name}, ${input.url}, ${sealer.seal(purpose, secret)}, ${input.events}, ${wanted.record_type},
        ${wanted.filter && JSON.stringify(wanted.filter)}, ${input.enabled ?? true}, ${inner.caller.userId}, ${inner.now}, ${inner.now})
      returning *`.execute(inner.database.db)
    const row = rows[0] as WebhookRow
    await noted(inner, 'created', row)
    inner.database.notify('ledger')
    return { ...webhookOf(row), secret }
  })
}

export function updateWebhook(context: Context, id: string, input: Partial<WebhookInput>): Promise<Webhook> {
  return atomically(context, async (inner) => {
    const { db } = inner.database
    const before = await getWebhook(db, id)
    const after = {
      ...before,
      ...(input.recordType === undefined ? {} : { record_type: input.recordType }),
      ...(input.filter === undefined ? {} : { filter: input.filter }),
    }
    checkFilter(inner, after)
    const enabled = input.enabled ?? before.enabled
    // Switched on again, it is given its days anew.
    const anew = enabled && !before.enabled
    const { rows } = await sql<WebhookRow>`update webhooks set name = ${input.name ?? before.name},
        url = ${input.url ?? before.url}, events = ${input.events ?? before.events}, record_type = ${after.record_type},
        filter = ${after.filter && JSON.stringify(after.filter)}, enabled = ${enabled},
        disabled_reason = case when ${enabled} then null else disabled_reason end,
        failing_since = case when ${anew} then null else failing_since end, updated_at = ${inner.now}
      where id = ${id} returning *`.execute(db)
    if (!rows[0]) throw notFound('webhook')
    await noted(inner, 'updated', rows[0], Object.keys(input))
    if (anew) await queueDelivery(db, id)
    inner.database.notify('ledger')
    return webhookOf(rows[0])
  })
}

export function deleteWebhook(context: Context, id: string): Promise<void> {
  return atomically(context, async (inner) => {
    const { rows } = await sql<WebhookRow>`delete from webhooks where id = ${id} returning *`.execute(
      inner.database.db,
    )
    if (!rows[0]) throw notFound('webhook')
    await noted(inner, 'deleted', rows[0])
    inner.database.notify('ledger')
  })
}

/** A new secret. For a day messages are signed with the old one as well, so that no receiver misses any. */
export function renewSecret(context: Context, sealer: Sealer, id: string): Promise<{ secret: string }> {
  const secret = newSecret()
  const until = new Date(Date.parse(context.now) + hoursOfOldSecret * 3_600_000).toISOString()
  return atomically(context, async (inner) => {
    const { rows } =
      await sql<WebhookRow>`update webhooks set previous_secret = secret, previous_until = ${until},
        secret = ${sealer.seal(purpose, secret)}, updated_at = ${inner.now}
      where id = ${id} returning *`.execute(inner.database.db)
    if (!rows[0]) throw notFound('webhook')
    await noted(inner, 'secret-renewed', rows[0])
    inner.database.notify('ledger')
    return { secret }
  })
}

/** Queues the work on a webhook's messages; one at a time works on each, so that a slow receiver holds up no other. */
export const queueDelivery = (db: Db, webhookId: string, runAt?: string): Promise<void> =>
  addJob(
    db,
    'webhook-deliver',
    { webhookId },
    { key: `webhook ${webhookId}`, queue: `webhook ${webhookId}`, ...(runAt ? { runAt } : {}) },
  )

/** Sends messages again, under their ids: those named, or all that failed since a moment. The number of them. */
export function replay(
  context: Context,
  webhookId: string,
  which: { deliveries: string[] } | { failedSince: string },
): Promise<number> {
  return atomically(context, async (inner) => {
    const { db } = inner.database
    await getWebhook(db, webhookId)
    const wanted =
      'deliveries' in which
        ? sql`id = any(${which.deliveries}::uuid[])`
        : sql`state = 'failed' and created_at >= ${which.failedSince}`
    const { rows } =
      await sql`update webhook_deliveries set state = 'waiting', tries = 0, next_at = ${inner.now}
      where webhook_id = ${webhookId} and state <> 'waiting' and ${wanted} returning id`.execute(db)
    if (rows.length > 0) await queueDelivery(db, webhookId)
    return rows.length
  })
}

/** The subjects of events as the API shows them, by id. */
async function subjectsOf(
  tx: Db,
  events: readonly StoredEvent[],
): Promise<Map<string, Record<string, unknown>>> {
  const found = new Map<string, Record<string, unknown>>()
  for (const [name, ofType] of Map.groupBy(events, (event) => event.subject_type)) {
    const type = typeNamed(name)
    if (!type) continue
    const ids = [...new Set(ofType.map((event) => event.subject_id))]
    const { rows } = await tx.executeQuery<Record<string, unknown>>(
      CompiledQuery.raw(`select ${selectList(type)} from ${type.plural} t where t.id = any($1::uuid[])`, [
        ids,
      ]),
    )
    for (const row of rows) found.set(String(row.id), recordOf(type)(row))
  }
  return found
}

/** Which of these events a webhook wants: by their type, and by what their subject is now. */
async function wanted(tx: Db, webhook: WebhookRow, events: readonly StoredEvent[]): Promise<StoredEvent[]> {
  const asked = events.filter(
    (event) =>
      wants(webhook.events, event.type) &&
      (webhook.record_type === null || event.subject_type === webhook.record_type),
  )
  const type = webhook.record_type === null ? undefined : typeNamed(webhook.record_type)
  if (!webhook.filter || !type || asked.length === 0) return asked
  const { rows: zones } = await sql<{ zone: string }>`select time_zone as zone from organisation`.execute(tx)
  const { values, bind } = parameters()
  const ground = {
    caller: system('system'),
    now: new Date().toISOString(),
    zone: zones[0]?.zone ?? 'UTC',
  }
  const ids = bind([...new Set(asked.map((event) => event.subject_id))])
  const condition = compileFilter(webhook.filter, type, 't', bind, ground)
  const { rows } = await tx.executeQuery<{ id: string }>(
    CompiledQuery.raw(
      `select t.id from ${type.plural} t where t.id = any(${ids}::uuid[]) and ${condition}`,
      values,
    ),
  )
  const matching = new Set(rows.map(({ id }) => id))
  return asked.filter((event) => matching.has(event.subject_id))
}

/** Follows the ledger and writes the message for each webhook that wants an event. */
export const tellWebhooks: Consumer = {
  name: 'webhooks',
  async handle(tx, events) {
    const loud = events.filter((event) => !isSilent(event))
    if (loud.length === 0) return
    const { rows: webhooks } = await sql<WebhookRow>`select * from webhooks where enabled`.execute(tx)
    const pairs: { webhook: WebhookRow; event: StoredEvent }[] = []
    for (const webhook of webhooks)
      for (const event of await wanted(
        tx,
        webhook,
        // It is told what happens from its making on, also when the ledger is read from its beginning.
        loud.filter((one) => one.recorded_at >= webhook.created_at),
      ))
        pairs.push({ webhook, event })
    if (pairs.length === 0) return
    const told = [...new Set(pairs.map(({ event }) => event))]
    const subjects = await subjectsOf(tx, told)
    const { rows } = await sql<{ id: string; changes: Record<string, unknown> }>`
      select id, coalesce(data -> 'changes', '{}') || coalesce(personal -> 'changes', '{}') as changes
      from events where id = any(${told.map(({ id }) => id)}::uuid[])`.execute(tx)
    const changes = new Map(rows.map((row) => [row.id, row.changes]))
    const bodies = new Map(
      told.map((event) => [
        event.id,
        JSON.stringify(messageOf(event, changes.get(event.id) ?? {}, subjects.get(event.subject_id) ?? null)),
      ]),
    )
    const deliveries = pairs.map(({ webhook, event }) => ({
      id: newId(),
      webhook_id: webhook.id,
      event_id: event.id,
      event_type: event.type,
      subject_type: event.subject_type,
      subject_id: event.subject_id,
      person_id: event.person_id,
      body: bodies.get(event.id),
    }))
    await sql`insert into webhook_deliveries (id, webhook_id, event_id, event_type, subject_type, subject_id, person_id, body)
      select id, webhook_id, event_id, event_type, subject_type, subject_id, person_id, body
      from json_to_recordset(${JSON.stringify(deliveries)}) as d (id uuid, webhook_id uuid, event_id uuid, event_type text,
        subject_type text, subject_id uuid, person_id uuid, body text)
      on conflict do nothing`.execute(tx)
    for (const id of new Set(pairs.map(({ webhook }) => webhook.id))) await queueDelivery(tx, id)
  },
}
