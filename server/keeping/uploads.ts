import { createHash } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { Readable, type Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { sql } from 'kysely'
import iconv from 'iconv-lite'
import type { Dialect } from '../../contract/records/import-mapping.ts'
import type { Db } from '../db/database.ts'
import { conflict } from '../http/problem.ts'
import { erased, type Scrubber } from './scrub.ts'

/**
 * Takes an erased person's rows out of the files that were sent in to be imported. Such a row stays, so that the numbers of
 * the others stay right, with nothing left in its cells. Each file is replaced whole, or left as it was.
 */
export async function scrubUploads(db: Db, dataFolder: string, scrub: Scrubber): Promise<void> {
  const { rows: running } =
    await sql`select from imports where state in ('checking', 'running', 'undoing') limit 1`.execute(db)
  if (running.length > 0)
    throw conflict('An import is running. Wait for it or cancel it, then erase the person.')
  const { rows } = await sql<{
    id: string
    path: string
    dialect: Dialect
  }>`select id, path, dialect from import_files`.execute(db)
  for (const { id, path, dialect } of rows) {
    // A file that the command line read where it lies is somebody's own.
    if (basename(path) !== path) continue
    const file = join(dataFolder, 'imports', path)
    const changed = await scrubFile(file, dialect, scrub)
    if (changed)
      await sql`update import_files set bytes = ${changed.bytes}, sha256 = ${changed.sha256} where id = ${id}`.execute(
        db,
      )
  }
}

async function scrubFile(
  file: string,
  dialect: Dialect,
  scrub: Scrubber,
): Promise<{ bytes: number; sha256: string } | null> {
  const draft = `${file}.erasing`
  const hash = createHash('sha256')
  let bytes = 0
  let changes = 0
  const cell = new RegExp(
    `[^${[dialect.delimiter, dialect.quote].map((sign) => `\\u{${sign.codePointAt(0)?.toString(16)}}`).join('')}\\r\\n]+`,
    'gu',
  )
  async function* scrubbed(): AsyncGenerator<Buffer> {
    const bytesIn = createReadStream(file)
    const text = iconv.decodeStream(dialect.encoding, { stripBOM: false }) as unknown as Transform
    bytesIn.on('error', (error) => text.destroy(error))
    bytesIn.pipe(text)
    const encoder = iconv.getEncoder(dialect.encoding)
    const encode = (part: string) => {
      const made = Buffer.from(encoder.write(part))
      bytes += made.length
      hash.update(made)
      return made
    }
    let line = 0
    for await (const row of rowsIn(text as AsyncIterable<string>, dialect)) {
      const isTheirs = line++ >= dialect.skip + (dialect.header ? 1 : 0) && scrub.isAbout(row)
      if (isTheirs) changes += 1
      yield encode(isTheirs ? row.replace(cell, erased) : row)
    }
  }
  try {
    await pipeline(
      Readable.from(scrubbed(), { objectMode: true, highWaterMark: 64 }),
      createWriteStream(draft, { mode: 0o600, flush: true }),
    )
  } catch (error) {
    await rm(draft, { force: true })
    // A file that is gone holds nobody.
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null
    throw error
  }
  if (changes === 0) {
    await rm(draft)
    return null
  }
  await rename(draft, file)
  return { bytes, sha256: hash.digest('hex') }
}

/** A quote that nobody closes must not make one row of the rest. */
const longest = 1_000_000

/** The rows as they stand, line ends included: a line end between quotes ends none. */
async function* rowsIn(source: AsyncIterable<string>, { quote }: Dialect): AsyncGenerator<string> {
  let row = ''
  let quoted = false
  for await (const text of source) {
    let from = 0
    for (let at = 0; at < text.length; at++) {
      const sign = text[at]
      if (sign === quote) quoted = !quoted
      else if (sign === '\n' && (!quoted || row.length + at - from > longest)) {
        yield row + text.slice(from, at + 1)
        row = ''
        quoted = false
        from = at + 1
      }
    }
    row += text.slice(from)
  }
  if (row !== '') yield row
}
