import { CompiledQuery } from 'kysely'
import { eventTypeOf, eventTypes } from '../../../contract/event-types.ts'
import { recordTypes } from '../../../contract/record-types.ts'
import type { AuditEntry, AuditFilter } from '../../../contract/team/audit.ts'
import type { Context } from '../../http/context.ts'
import { invalidField } from '../../http/problem.ts'
import { cell, noted } from '../../records/export.ts'
import { eventColumns, eventJoins, ledgerEvent, titlesIn, type EventRow } from '../../records/history.ts'
import { parameters, silentEvents, type Bind } from '../../records/visible.ts'

type Row = EventRow & { key_id: string | null; key_title: string | null }

type Page = AuditFilter & { after?: string | undefined; limit: number }

/** By when it was written down. An id tells that nearly, and keeps the months before and after from being read. */
function written(sign: '>=' | '<', moment: string, slack: '-' | '+', bind: Bind): string[] {
  const at = `${bind(moment)}::timestamptz`
  return [`e.recorded_at ${sign} ${at}`, `e.id ${sign} id_from(${at} ${slack} interval '1 hour')`]
}

/** Each narrows by an index. */
function conditions(context: Context, filter: Page, bind: Bind): string[] {
  const of = (types: readonly string[]) => `e.type = any(${bind(types)}::text[])`
  const silent = silentEvents(context.caller)
  return [
    ...(filter.actor ? [`e.actor_id = ${bind(filter.actor)}::uuid`] : []),
    ...(filter.key ? [`e.key_id = ${bind(filter.key)}::uuid`] : []),
    ...(filter.type ? [`e.type = ${bind(filter.type)}`] : []),
    ...(filter.kind
      ? [of(eventTypes.filter(({ kind }) => kind === filter.kind).map(({ type }) => type))]
      : []),
    // What happens to something is named after it; the few events that are not fall away by the second condition.
    ...(filter.subject
      ? [
          of(eventTypes.map(({ type }) => type).filter((type) => type.startsWith(`${filter.subject}.`))),
          `e.subject_type = ${bind(filter.subject)}`,
        ]
      : []),
    ...(filter.origin ? [`e.origin = ${bind(filter.origin)}`] : []),
    ...(filter.from ? written('>=', filter.from, '-', bind) : []),
    ...(filter.to ? written('<', filter.to, '+', bind) : []),
    ...(filter.after ? [`e.id < ${bind(filter.after)}::uuid`] : []),
    ...(silent.length > 0 ? [`e.type <> all(${bind(silent)}::text[])`] : []),
  ]
}

/** The statement of a page; apart from reading, so that tests can look at its plan. */
export function auditStatement(context: Context, filter: Page): CompiledQuery<Row> {
  const { values, bind } = parameters()
  const where = conditions(context, filter, bind)
  const text = `with page as (select * from events e ${where.length > 0 ? `where ${where.join(' and ')}` : ''}
      order by e.id desc limit ${filter.limit + 1})
    select ${eventColumns}, e.key_id, k.name as key_title from page e ${eventJoins(context.caller, bind)}
      left join api_keys k on k.id = e.key_id order by e.id desc`
  return CompiledQuery.raw(text, values)
}

export async function auditLog(
  context: Context,
  filter: Page,
): Promise<{ data: AuditEntry[]; next: string | null; titles: Record<string, string> }> {
  if (filter.after !== undefined && !/^[0-9a-f-]{36}$/.test(filter.after))
    throw invalidField('after', 'This is no cursor of this list. Begin again without “after”.')
  const { rows } = await context.database.lists.executeQuery(auditStatement(context, filter))
  const data = rows.slice(0, filter.limit).map((row): AuditEntry => {
    const event = ledgerEvent(context.caller, row)
    const { title } = event.data
    return {
      ...event,
      // What is no record says itself what it was called.
      subject: { ...event.subject, title: event.subject.title ?? (typeof title === 'string' ? title : null) },
      key: row.key_id ? { id: row.key_id, title: row.key_title ?? '' } : null,
    }
  })
  return {
    data,
    next: rows.length > filter.limit ? (data.at(-1)?.id ?? null) : null,
    titles: await titlesIn(context, data),
  }
}

const heads = [
  'Recorded',
  'Happened',
  'Member',
  'Key',
  'Event',
  'Type',
  'Of',
  'Name',
  'Id',
  'Origin',
  'Changes',
  'Details',
]

const mostExported = 100_000

const nothing = (value: object) => Object.keys(value).length === 0

function line(entry: AuditEntry): string {
  const { subject, changes, data } = entry
  const label = recordTypes.find(({ name }) => name === subject.type)?.label.one ?? subject.type
  return [
    entry.recordedAt,
    entry.at,
    entry.actor?.title ?? '',
    entry.key?.title ?? '',
    eventTypeOf(entry.type)?.label ?? entry.type,
    entry.type,
    label,
    subject.title ?? '',
    subject.id,
    entry.origin,
    nothing(changes) ? '' : JSON.stringify(changes),
    nothing(data) ? '' : JSON.stringify(data),
  ]
    .map(cell)
    .join(',')
}

/** The log as CSV, page by page. The first page is read before anything is answered. */
export async function exportAudit(context: Context, filter: AuditFilter): Promise<AsyncGenerator<string>> {
  const read = (after?: string) => auditLog(context, { ...filter, limit: 1_000, after })
  return lines(noted(context, 'Audit log', { filter }, pagesOf(await read(), read), (page) => page.length))
}

type Answer = Awaited<ReturnType<typeof auditLog>>

async function* pagesOf(
  first: Answer,
  read: (after: string) => Promise<Answer>,
): AsyncGenerator<AuditEntry[]> {
  let left = mostExported
  for (let page = first; ;) {
    yield page.data.slice(0, left)
    left -= page.data.length
    if (!page.next || left <= 0) return
    page = await read(page.next)
  }
}

async function* lines(pages: AsyncIterable<AuditEntry[]>): AsyncGenerator<string> {
  yield `\uFEFF${heads.join(',')}\r\n`
  for await (const page of pages) yield page.map((entry) => `${line(entry)}\r\n`).join('')
}
