import { parse } from 'csv-parse/sync'
import type { Dialect } from '../../../contract/records/import-mapping.ts'
import { looksLike } from './look.ts'

const DELIMITERS = [',', ';', '\t', '|', ':', '^'] as const
const QUOTES = ['"', "'"] as const
const SAMPLE_ROWS = 200

/**
 * How a text is cut into cells, judged from a sample: of all ways of cutting it, the one that gives the most
 * regular table with the most cells that look like something (van den Burg et al., "Wrangling messy CSV files").
 */
export function detectDialect(sample: string, complete = true): Omit<Dialect, 'encoding'> {
  const text = sample.replace(/^\uFEFF/, '')
  const stated = /^sep=(.)\r?\n/i.exec(text)
  const body = stated ? text.slice(stated[0].length) : text
  const lastLine = complete
    ? body
    : body.slice(0, Math.max(body.lastIndexOf('\n'), body.lastIndexOf('\r')) + 1)
  let best = { delimiter: stated?.[1] ?? ',', quote: '"', escape: '"', rows: [] as string[][], score: -1 }
  for (const quote of QUOTES) {
    // Apostrophes occur in ordinary text: they are quotes only where cells begin with them.
    if (quote === "'" && !/(^|[,;\t|:^\r\n])'/.test(lastLine)) continue
    for (const delimiter of stated ? [stated[1]!] : DELIMITERS) {
      if (!stated && !lastLine.includes(delimiter)) continue
      for (const escape of escapesOf(lastLine, quote)) {
        const rows = cut(lastLine, { delimiter, quote, escape })
        const score = regularity(rows) * (0.001 + meaning(rows))
        if (score > best.score + 1e-9) best = { delimiter, quote, escape, rows, score }
      }
    }
  }
  if (best.score < 0) best.rows = cut(lastLine, best)
  const preamble = preambleOf(best.rows)
  return {
    delimiter: best.delimiter,
    quote: best.quote,
    escape: best.escape,
    skip: preamble + (stated ? 1 : 0),
    header: hasHeader(best.rows.slice(preamble)),
  }
}

export function cut(text: string, dialect: { delimiter: string; quote: string; escape: string }): string[][] {
  try {
    return parse(text, {
      delimiter: dialect.delimiter,
      quote: dialect.quote,
      escape: dialect.escape,
      bom: true,
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
      to: SAMPLE_ROWS,
    })
  } catch {
    return [] // An unclosed quote: this way of cutting is simply wrong.
  }
}

/** How a quote inside quotes may be written, the likelier way first. */
function escapesOf(text: string, quote: string): string[] {
  const backslashed = `\\${quote}`
  if (!text.includes(backslashed)) return [quote]
  const doubled = text
    .replaceAll(backslashed, '')
    .split('\n')
    .some((line) => line.includes(quote.repeat(3)) || new RegExp(`\\w${quote}${quote}\\w`).test(line))
  return doubled ? [quote, '\\'] : ['\\', quote]
}

/** High when most rows have the same, large number of cells. */
function regularity(rows: string[][]): number {
  const lengths = new Map<number, number>()
  for (const row of rows) lengths.set(row.length, (lengths.get(row.length) ?? 0) + 1)
  let sum = 0
  for (const [length, count] of lengths) sum += (count * Math.max(length - 1, 0.001)) / length
  return lengths.size === 0 ? -1 : sum / lengths.size
}

function meaning(rows: string[][]): number {
  let known = 0
  let cells = 0
  for (const row of rows) {
    for (const cell of row) {
      cells++
      if (looksLike(cell) !== 'other') known++
    }
  }
  return cells === 0 ? 0 : known / cells
}

/** Exports often begin with a title and a date: lines shorter than the table below them. */
function preambleOf(rows: string[][]): number {
  const widths = rows.slice(0, 50).map((row) => row.length)
  const usual = mostCommon(widths)
  if (usual < 2) return 0
  const at = widths.findIndex((width) => width >= usual)
  return at > 0 && at <= 10 ? at : 0
}

function mostCommon(numbers: number[]): number {
  const counts = new Map<number, number>()
  for (const n of numbers) counts.set(n, (counts.get(n) ?? 0) + 1)
  return [...counts].sort((a, b) => b[1] - a[1] || b[0] - a[0])[0]?.[0] ?? 0
}

/** A first row of names: filled, each only once, and nothing in it that could be a value. */
export function hasHeader(rows: string[][]): boolean {
  const first = rows[0]
  if (!first) return true
  const names = first.map((cell) => cell.trim()).filter((cell) => cell !== '')
  if (names.length === 0 || new Set(names.map((name) => name.toLowerCase())).size < names.length) return false
  return names.every((name) => {
    const look = looksLike(name)
    return look === 'text' || look === 'other' || look === 'id'
  })
}
