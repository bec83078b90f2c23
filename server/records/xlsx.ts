import { PassThrough } from 'node:stream'
import type { FieldType } from '../../contract/records/field.ts'
import { exponentOf, type Money } from '../../contract/values/money.ts'
import { Temporal } from 'temporal-polyfill'
import type { Column } from './column.ts'
import { shown, type Export } from './export.ts'

export const xlsxType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

/** A sheet has this many rows and a cell this many characters, no more. */
const mostRows = 1_048_576
const mostCharacters = 32_767

/** How a spreadsheet writes values of a field type; those not named are words. */
const formats: Partial<Record<FieldType, string>> = {
  percentage: '0.##%',
  date: 'yyyy-mm-dd',
  moment: 'yyyy-mm-dd hh:mm',
  duration: '[h]:mm:ss',
}

const widths: Partial<Record<FieldType, number>> = {
  longText: 60,
  moment: 18,
  date: 12,
  yesNo: 10,
  number: 12,
}

/** The currency is written out, as what a sign such as $ stands for depends on who opens the file. */
const moneyFormat = (currency: string): string => {
  const digits = exponentOf(currency)
  return `#,##0${digits > 0 ? `.${'0'.repeat(digits)}` : ''} "${currency}"`
}

/** A moment that reads as its local time in a zone: spreadsheets know of no zones. */
function localTime(moment: string, zone: string): Date {
  const local = Temporal.Instant.from(moment).toZonedDateTimeISO(zone).toPlainDateTime()
  return new Date(`${local.toString({ smallestUnit: 'second' })}Z`)
}

/** Spreadsheets count days from 1900 on; what was before is words. */
const isCountable = (date: Date): boolean => date.getUTCFullYear() > 1900 && date.getUTCFullYear() < 10_000

type Cell = string | number | boolean | Date | null

/** A value as what it is. Words stay words, whatever they begin with: a formula would have to be one on purpose. */
export function xlsxCell(
  value: unknown,
  column: Column,
  titles: Record<string, string>,
  zone: string,
): { value: Cell; format?: string } {
  if (value === null || value === undefined) return { value: null }
  const { type } = column.declared
  if (type === 'money') {
    const { amount, currency } = value as Money
    return { value: Number(amount), format: moneyFormat(currency) }
  }
  if (type === 'duration') return { value: (value as number) / 86_400 }
  if (type === 'date' || type === 'moment') {
    const date = type === 'date' ? new Date(`${String(value)}T00:00:00Z`) : localTime(String(value), zone)
    if (isCountable(date)) return { value: date }
  }
  if (typeof value === 'number' || typeof value === 'boolean') return { value }
  const words = shown(value, column, titles).join(' ')
  return { value: words.length > mostCharacters ? `${words.slice(0, mostCharacters - 1)}…` : words }
}

/**
 * A workbook of a list, written as it is read: no more is in memory than a page and what the reader has not taken yet.
 * Moments are local to the zone, which their column's head names.
 */
export async function* xlsxOf({ type, columns, pages }: Export, zone: string): AsyncGenerator<Buffer> {
  const { default: excel } = await import('exceljs')
  const out = new PassThrough({ highWaterMark: 4 * 1_048_576 })
  const book = new excel.stream.xlsx.WorkbookWriter({ stream: out, useStyles: true, useSharedStrings: false })
  const addSheet = (number: number) => {
    const sheet = book.addWorksheet(number === 1 ? type.label.many : `${type.label.many} ${number}`, {
      views: [{ state: 'frozen', ySplit: 1 }],
    })
    sheet.columns = columns.map(({ declared }) => ({
      header: declared.type === 'moment' ? `${declared.label} (${zone})` : declared.label,
      width: widths[declared.type] ?? 24,
      style: formats[declared.type] ? { numFmt: formats[declared.type]! } : {},
    }))
    const head = sheet.getRow(1)
    head.font = { bold: true }
    head.commit()
    return sheet
  }
  try {
    let sheets = 1
    let sheet = addSheet(sheets)
    let rows = 1
    for await (const { records, titles } of pages) {
      for (const record of records) {
        if (rows === mostRows) {
          sheet.commit()
          sheet = addSheet(++sheets)
          rows = 1
        }
        const cells = columns.map((column) => xlsxCell(record[column.field], column, titles, zone))
        const row = sheet.addRow(cells.map(({ value }) => value))
        cells.forEach(({ format }, i) => {
          if (format) row.getCell(i + 1).numFmt = format
        })
        row.commit()
        rows++
      }
      const ready = out.read() as Buffer | null
      if (ready) yield ready
    }
    sheet.commit()
    const written = book.commit()
    for await (const chunk of out) yield chunk as Buffer
    await written
  } finally {
    out.destroy()
  }
}
