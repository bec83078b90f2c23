const tokens: Record<string, string> = {
  yyyy: '(?<year>\\d{4})', yy: '(?<year>\\d{2})', MM: '(?<month>\\d{1,2})', M: '(?<month>\\d{1,2})', dd: '(?<day>\\d{1,2})', d: '(?<day>\\d{1,2})',
} // prettier-ignore

/** The day that a cell means in a format of figures, to show beside it; null when the format does not fit. Only for show: the server reads. */
export function dayMeant(format: string, cell: string): string | null {
  const dated = format.split(/[ T]/)[0] ?? ''
  const pattern = dated
    .replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
    .replace(/yyyy|yy|MM|M|dd|d/g, (token) => tokens[token] ?? token)
  let found: Record<string, string> | undefined
  try {
    found = new RegExp(`^${pattern}(?!\\d)`, 'u').exec(cell.trim())?.groups
  } catch {
    return null
  }
  const { year, month, day } = found ?? {}
  if (!year || !month || !day) return null
  const full = year.length === 2 ? `20${year}` : year
  const text = `${full}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
  const date = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text) ? text : null
}

/** The cell that tells the formats best apart: one that only some of them can read, or that they read differently. */
export const telling = (formats: readonly string[], cells: readonly string[]): string | undefined =>
  cells.find((cell) => new Set(formats.map((format) => dayMeant(format, cell))).size > 1) ?? cells[0]
