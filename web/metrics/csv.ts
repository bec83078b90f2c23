import { saveFile } from '../ui/save-file.ts'

/** A cell that a spreadsheet would take for a formula is shown as text; numbers stay numbers. */
function cell(value: string): string {
  const defused = /^[=+\-@\t\r]/.test(value) && !/^[+-]?\d+(\.\d+)?$/.test(value) ? `'${value}` : value
  return /[",\n\r]/.test(defused) ? `"${defused.replaceAll('"', '""')}"` : defused
}

/** CSV as RFC 4180 has it, with a byte order mark for spreadsheets. */
export const csvOf = (rows: readonly (readonly string[])[]): string =>
  `\uFEFF${rows.map((row) => `${row.map(cell).join(',')}\r\n`).join('')}`

/** Hands a text to the browser as a file. */
export function download(name: string, text: string): void {
  saveFile(name, new Blob([text], { type: 'text/csv;charset=utf-8' }))
}
