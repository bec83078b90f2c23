import { CompiledQuery } from 'kysely'
import { recordTypeOf } from '../../contract/record-types.ts'
import { isChoice, isFile, targetOf } from '../../contract/records/field.ts'
import type { RecordType } from '../../contract/records/record-type.ts'
import type { Page } from '../../contract/records/routes.ts'
import type { AnyRecord } from '../../contract/records/value.ts'
import type { Money } from '../../contract/values/money.ts'
import { newId } from '../db/id.ts'
import type { Context } from '../http/context.ts'
import { record } from '../ledger/record.ts'
import { columnNamed, type Column } from './column.ts'
import { filesIn } from './files/attach.ts'
import { listRecords, type Selection } from './list.ts'
import { parameters, permitted, seenBy } from './visible.ts'

/** A cell that a spreadsheet would take for a formula is shown as text; numbers stay numbers. */
export function cell(value: string): string {
  const defused =
    /^[\s\uFEFF]*[=+\-@＝＋－＠]|^[\t\r]/.test(value) && !/^[+-]?\d+(\.\d+)?$/.test(value)
      ? `'${value}`
      : value
  return /[",\n\r]/.test(defused) ? `"${defused.replaceAll('"', '""')}"` : defused
}

/** A value as people read it; of money the amount and its currency. */
export function shown(value: unknown, column: Column, titles: Record<string, string>): string[] {
  const { declared } = column
  if (declared.type === 'money') {
    const money = value as Money | null
    return money ? [money.amount, money.currency] : ['', '']
  }
  if (value === null || value === undefined) return ['']
  if (targetOf(declared))
    return [
      [value]
        .flat()
        .map((id) => titles[String(id)] ?? '')
        .join('; '),
    ]
  if (isChoice(declared)) {
    const label = (one: unknown) =>
      declared.options.find((option) => option.value === one)?.label ?? String(one)
    return [[value].flat().map(label).join('; ')]
  }
  if (isFile(declared))
    return [
      filesIn(value)
        .map(({ name }) => name)
        .join('; '),
    ]
  if (Array.isArray(value)) return [value.join('; ')]
  if (declared.type === 'address') return [Object.values(value).filter(Boolean).join(', ')]
  return [String(value)]
}

/** Titles of the records that a page's references show; of those that the caller may not see, none. */
async function titlesOf(
  context: Context,
  columns: Column[],
  page: AnyRecord[],
): Promise<Record<string, string>> {
  const titles: Record<string, string> = {}
  for (const { field, declared } of columns) {
    const target = targetOf(declared)
    if (!target) continue
    const ids = [
      ...new Set(page.flatMap((record) => [record[field]].flat()).filter((id) => typeof id === 'string')),
    ]
    if (ids.length === 0) continue
    const type = recordTypeOf(target)
    const { values, bind } = parameters()
    const text = `select t.id, t.title from ${type.plural} t
      where t.id = any(${bind(ids)}::uuid[]) and ${permitted(context.caller, type, 'see', 't', bind)}`
    const { rows } = await context.database.db.executeQuery<{ id: string; title: string }>(
      CompiledQuery.raw(text, values),
    )
    for (const row of rows) titles[row.id] = row.title
  }
  return titles
}

type Exported = Selection & {
  sort?: string | undefined
  fields?: string[] | undefined
  format?: string | undefined
}

/** A page of a list, with the titles of the records that it refers to. */
interface ExportPage {
  records: AnyRecord[]
  titles: Record<string, string>
}

/** A list on its way into a file: page by page, as whoever reads the file asks for more. */
export interface Export {
  type: RecordType
  columns: Column[]
  pages: AsyncGenerator<ExportPage>
}

/**
 * Exactly the list asked for. Its first page is read before anything is answered, so that a list that cannot be made is
 * refused like any other.
 */
export async function openExport(context: Context, whole: RecordType, query: Exported): Promise<Export> {
  const type = seenBy(context.caller, whole)
  const fields = query.fields ?? ['title', ...type.columns]
  const { filter, sort, q, bin } = query
  const read = (after?: string) =>
    listRecords(context, type, { filter, sort, q, bin, fields, limit: 200, ...(after ? { after } : {}) })
  const columns = fields
    .map((field) => columnNamed(type, field))
    .filter((column): column is Column => column !== undefined)
  const pages = pagesOf(context, columns, await read(), read)
  const asked = { recordType: type.name, format: query.format ?? 'csv', fields, filter, q, bin }
  return {
    type,
    columns,
    pages: noted(context, type.label.many, asked, pages, ({ records }) => records.length),
  }
}

/** Writes down who took what along and how much of it, also when the reader goes away in the middle. */
export async function* noted<T>(
  { database, caller, now }: Context,
  title: string,
  asked: Record<string, unknown>,
  pages: AsyncIterable<T>,
  count: (page: T) => number,
): AsyncGenerator<T> {
  let rows = 0
  let complete = false
  try {
    for await (const page of pages) {
      rows += count(page)
      yield page
    }
    complete = true
  } finally {
    await record(database.db, caller, now, [
      {
        type: 'export.made',
        subject: { type: 'export', id: newId(), version: null },
        data: { title, ...asked, rows, complete },
      },
    ])
    database.notify('ledger')
  }
}

async function* pagesOf(
  context: Context,
  columns: Column[],
  first: Page,
  read: (after: string) => Promise<Page>,
): AsyncGenerator<ExportPage> {
  for (let page = first; ;) {
    yield { records: page.data, titles: await titlesOf(context, columns, page.data) }
    if (!page.next) return
    page = await read(page.next)
  }
}

/** CSV (RFC 4180, UTF-8 with a byte order mark for spreadsheets). */
export async function* csvOf({ columns, pages }: Export): AsyncGenerator<string> {
  const heads = columns.flatMap(({ declared }) =>
    declared.type === 'money' ? [declared.label, `${declared.label} (currency)`] : [declared.label],
  )
  yield `\uFEFF${heads.map(cell).join(',')}\r\n`
  for await (const { records, titles } of pages)
    yield records
      .map(
        (record) =>
          `${columns
            .flatMap((column) => shown(record[column.field], column, titles))
            .map(cell)
            .join(',')}\r\n`,
      )
      .join('')
}
