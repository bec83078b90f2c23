import type { Dialect } from '../../../contract/records/import-mapping.ts'

const BOM = Buffer.from('\uFEFF')
const NEWLINE = 10
const RETURN = 13

/** What is left of a file for a parser that knows quotes: bytes from the beginning of a row on. */
export interface Rest {
  head: Buffer
  newline: '\n' | '\r\n' | '\r' | null
  /** Lines cut so far, those skipped included. */
  lines: number
}

const oneByte = (text: string | null | undefined): boolean => text?.length === 1 && text.charCodeAt(0) < 128

/** Can rows of this dialect be cut at their delimiters as long as no quote comes? */
export const isPlain = ({ encoding, delimiter, quote, escape }: Dialect): boolean =>
  /^utf-?8$/.test(encoding) && [delimiter, quote, escape].every(oneByte)

/**
 * Rows of text in which nothing is quoted, cut at line ends and delimiters alone: a quarter of the work of parsing them.
 * Ends at the first block of the file that has a quote, an escape or a line of more than `longest` characters, and
 * returns what is left from there; null at the end of the file. The first line end tells what all of them are.
 */
export async function* plainRows(
  blocks: AsyncIterable<Buffer>,
  dialect: Dialect,
  longest: number,
): AsyncGenerator<string[][], Rest | null> {
  const quote = dialect.quote.charCodeAt(0)
  const escape = dialect.escape.charCodeAt(0)
  let newline: Rest['newline'] = null
  let lines = 0
  let held: Buffer = Buffer.alloc(0)
  let begun = false
  const cut = (bytes: Buffer): string[][] | null => {
    const text = bytes.toString('utf8')
    const cutAll = newline ? text.split(newline) : [text]
    if (cutAll.at(-1) === '') cutAll.pop()
    if (cutAll.some((line) => line.length > longest)) return null
    const skipped = Math.min(Math.max(dialect.skip - lines, 0), cutAll.length)
    lines += cutAll.length
    return (skipped > 0 ? cutAll.slice(skipped) : cutAll).map((line) => line.split(dialect.delimiter))
  }
  const rest = (head: Buffer): Rest => ({ head, newline, lines })
  for await (const block of blocks) {
    let bytes = held.length > 0 ? Buffer.concat([held, block]) : block
    if (!begun && bytes.length < BOM.length) {
      held = bytes
      continue
    }
    if (!begun && bytes.subarray(0, BOM.length).equals(BOM)) bytes = bytes.subarray(BOM.length)
    begun = true
    if (bytes.includes(quote) || bytes.includes(escape)) return rest(bytes)
    newline ??= newlineIn(bytes)
    if (newline === null) return rest(bytes)
    const last = bytes.lastIndexOf(newline)
    const end = last < 0 ? 0 : last + newline.length
    held = bytes.subarray(end)
    if (held.length > longest * 4) return rest(bytes)
    if (end === 0) continue
    const rows = cut(bytes.subarray(0, end))
    if (rows === null) return rest(bytes)
    yield rows
  }
  if (held.length === 0) return null
  if (!begun || held.includes(quote) || held.includes(escape)) return rest(held)
  const rows = cut(held)
  if (rows === null) return rest(held)
  yield rows
  return null
}

/** The first line end; null when there is none yet, or the block ends in the middle of what may be one. */
function newlineIn(bytes: Buffer): Rest['newline'] {
  const at = bytes.findIndex((byte) => byte === NEWLINE || byte === RETURN)
  if (at < 0 || (bytes[at] === RETURN && at === bytes.length - 1)) return null
  return bytes[at] === NEWLINE ? '\n' : bytes[at + 1] === NEWLINE ? '\r\n' : '\r'
}
