import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { CsvError, parse } from 'csv-parse'
import iconv from 'iconv-lite'
import type { Dialect } from '../../../contract/records/import-mapping.ts'
import { detectDialect } from './dialect.ts'
import { detectFileEncoding } from './encoding.ts'
import { isPlain, plainRows } from './plain-rows.ts'

export const rowLimits = { columns: 500, characters: 1_000_000 } as const
const SAMPLE_BYTES = 256 * 1024

export interface Row {
  /** As a spreadsheet counts: the first line is 1. */
  number: number
  cells: string[]
}

/** A file that cannot be read as a table at all, with a sentence that says why and where. */
export class UnreadableFile extends Error {
  override name = 'UnreadableFile'
}

function checkEncoding(encoding: string): void {
  const known: boolean = iconv.encodingExists(encoding)
  if (!known)
    throw new UnreadableFile(
      `“${encoding}” is no encoding that is known. Use one such as utf-8 or windows-1252`,
    )
}

/** How a file is written; what `stated` says is believed. */
export async function detectFileDialect(path: string, stated: Partial<Dialect> = {}): Promise<Dialect> {
  const encoding = stated.encoding ?? (await detectFileEncoding(path))
  checkEncoding(encoding)
  const { text, complete } = await head(path, encoding)
  return { ...detectDialect(text, complete), encoding, ...stated }
}

async function head(path: string, encoding: string): Promise<{ text: string; complete: boolean }> {
  const file = await open(path)
  try {
    const buffer = Buffer.alloc(SAMPLE_BYTES)
    const { bytesRead } = await file.read(buffer, 0, SAMPLE_BYTES, 0)
    const complete = bytesRead < SAMPLE_BYTES
    return { text: iconv.decode(buffer.subarray(0, bytesRead), encoding), complete }
  } finally {
    await file.close()
  }
}

/** Names of the columns; a name that is blank or comes twice gets its position. */
export function columnNames(cells: readonly string[], header: boolean): string[] {
  if (!header) return cells.map((_, i) => String(i + 1))
  const seen = new Set<string>()
  return cells.map((cell, i) => {
    const name = cell.trim() || `Column ${i + 1}`
    const unique = seen.has(name) ? `${name} (${i + 1})` : name
    seen.add(unique)
    return unique
  })
}

/** The rows of a file, the header (if there is one) included, blank lines left out. */
export async function* readRows(path: string, dialect: Dialect): AsyncGenerator<Row> {
  for await (const rows of readRowsTogether(path, dialect)) yield* rows
}

/** The same, as many at a time as are there: of a large file, waiting for each row costs as much as cutting it. */
export async function* readRowsTogether(path: string, dialect: Dialect): AsyncGenerator<Row[]> {
  checkEncoding(dialect.encoding)
  const bytes = createReadStream(path, { highWaterMark: 256 * 1024 })
  let number = dialect.skip
  const numbered = (cut: string[][]): Row[] => {
    const rows: Row[] = []
    for (const cells of cut) {
      number++
      if (cells.length === 1 && cells[0] === '') continue
      if (cells.length > rowLimits.columns)
        throw new UnreadableFile(
          `Row ${number} has ${cells.length} columns; at most ${rowLimits.columns} are read`,
        )
      rows.push({ number, cells })
    }
    return rows
  }
  try {
    for await (const cut of cutRows(bytes, dialect)) yield numbered(cut)
  } catch (error) {
    throw error instanceof CsvError ? new UnreadableFile(explain(error, number + 1), { cause: error }) : error
  } finally {
    bytes.destroy()
  }
}

/** Cuts rows by the plain way as far as it goes, and what is left of them by the parser that knows quotes. */
async function* cutRows(bytes: Readable, dialect: Dialect): AsyncGenerator<string[][]> {
  if (!isPlain(dialect)) return yield* parsedRows(decoded(bytes, dialect), dialect, true)
  const blocks = bytes[Symbol.asyncIterator]() as AsyncIterator<Buffer>
  // Leaving the first loop must not close the file that the second one goes on with.
  const open = { [Symbol.asyncIterator]: () => ({ next: () => blocks.next() }) }
  const rest = yield* plainRows(open, dialect, rowLimits.characters)
  if (rest === null) return
  const left = async function* () {
    yield rest.head
    yield* open
  }
  const { newline, lines } = rest
  yield* parsedRows(
    Readable.from(left()),
    { ...dialect, skip: Math.max(dialect.skip - lines, 0) },
    false,
    newline,
  )
}

const decoded = (bytes: Readable, { encoding }: Dialect): Readable =>
  encoding === 'utf-8' || encoding === 'utf8'
    ? bytes
    : (bytes.pipe(iconv.decodeStream(encoding)) as unknown as Readable)

async function* parsedRows(
  source: Readable,
  dialect: Dialect,
  bom: boolean,
  newline: string | null = null,
): AsyncGenerator<string[][]> {
  const parser = parse({
    delimiter: dialect.delimiter,
    quote: dialect.quote,
    escape: dialect.escape,
    bom,
    relax_column_count: true,
    relax_quotes: true,
    max_record_size: rowLimits.characters,
    from_line: dialect.skip + 1,
    ...(newline && { record_delimiter: newline }),
  })
  source.on('error', (error: Error) => parser.destroy(error))
  for await (const first of source.pipe(parser) as AsyncIterable<string[]>) {
    const rows: string[][] = []
    for (let cells: string[] | null = first; cells; cells = parser.read() as string[] | null) rows.push(cells)
    yield rows
  }
}

const NEWLINE = 10
const RETURN = 13

/** How many rows `readRows` will give, for knowing how long they will take: counted without cutting them. */
export async function countRows(path: string, dialect: Dialect): Promise<number> {
  const plain =
    /^(utf-?8|windows-125\d|iso-8859-\d+)$/.test(dialect.encoding) && dialect.escape === dialect.quote
  let rows = 0
  if (!plain) {
    for await (const _ of readRows(path, dialect)) rows++
    return rows
  }
  const quote = dialect.quote.charCodeAt(0)
  const delimiter = dialect.delimiter.charCodeAt(0)
  let quoted = false
  let blank = true
  let atStart = true
  let before = 0
  let lines = 0
  for await (const bytes of createReadStream(path, { highWaterMark: 1024 * 1024 }) as AsyncIterable<Buffer>) {
    // Where nothing is quoted, looking for line ends alone takes a fifth of the time.
    if (!quoted && !bytes.includes(quote) && !bytes.includes(RETURN)) {
      let from = 0
      for (let to = bytes.indexOf(NEWLINE); to >= 0; to = bytes.indexOf(NEWLINE, from)) {
        if ((to > from || !blank) && lines >= dialect.skip) rows++
        lines++
        blank = true
        from = to + 1
      }
      if (from < bytes.length) blank = false
      before = bytes.at(-1)!
      atStart = before === delimiter || before === NEWLINE
      continue
    }
    for (let i = 0; i < bytes.length; i++) {
      const byte = bytes[i]!
      // Inside a cell that did not begin with one, a quote is ordinary; doubled, it closes and opens again.
      if (byte === quote) quoted = !quoted && (atStart || before === quote)
      atStart = byte === delimiter || byte === NEWLINE || byte === RETURN
      before = byte
      if (byte !== NEWLINE && byte !== RETURN) blank = false
      else if (!quoted) {
        if (!blank && lines >= dialect.skip) rows++
        if (byte === NEWLINE) lines++
        blank = true
      }
    }
  }
  return blank ? rows : rows + 1
}

function explain(error: CsvError, row: number): string {
  if (error.code === 'CSV_MAX_RECORD_SIZE')
    return `Row ${row} is longer than ${rowLimits.characters} characters: a quote is probably never closed`
  if (error.code === 'CSV_QUOTE_NOT_CLOSED')
    return `A quote that opens in or after row ${row} is never closed`
  return `Row ${row} cannot be read: ${error.message}`
}
