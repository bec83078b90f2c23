import { PassThrough, Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { RawBuilder } from 'kysely'
import { escapeIdentifier, escapeLiteral } from 'pg'
import type { Client } from 'pg'
import { from, to } from 'pg-copy-streams'
import type { Db } from './database.ts'
import { withClient } from './statements.ts'

/** Arrays become PostgreSQL arrays, other objects JSON. */
export type CopyValue =
  | string
  | number
  | bigint
  | boolean
  | null
  | undefined
  | Date
  | Buffer
  | readonly CopyValue[]
  | object
export type CopyRow = readonly CopyValue[]

/** Rows are gathered to about this many characters before they go to the socket. */
const chunkLength = 64 * 1024

/**
 * Writes rows with COPY, inside the transaction when `db` is one. The source may also give text already
 * in COPY's text format, in chunks cut anywhere. When the source throws, nothing of it is kept.
 * Returns the number of rows written.
 */
export function copyIn(
  db: Db,
  table: string,
  columns: readonly string[],
  source: Iterable<CopyRow | string | Buffer> | AsyncIterable<CopyRow | string | Buffer>,
): Promise<number> {
  const into = `${table.split('.').map(escapeIdentifier).join('.')} (${columns.map(escapeIdentifier).join(', ')})`
  return withClient(db, async (client) => {
    const copy = client.query(from(`copy ${into} from stdin`))
    await pipeline(Readable.from(gather(source), { objectMode: true, highWaterMark: 2 }), copy)
    return copy.rowCount
  })
}

async function* gather(
  source: Iterable<CopyRow | string | Buffer> | AsyncIterable<CopyRow | string | Buffer>,
): AsyncGenerator<string | Buffer> {
  let text = ''
  for await (const item of source) {
    if (typeof item === 'string') text += item
    else if (Buffer.isBuffer(item)) {
      if (text !== '') yield text
      text = ''
      yield item
    } else text += copyLine(item)
    if (text.length >= chunkLength) {
      yield text
      text = ''
    }
  }
  if (text !== '') yield text
}

/** One line of COPY's text format. */
export function copyLine(row: CopyRow): string {
  let line = ''
  for (let i = 0; i < row.length; i++) {
    if (i > 0) line += '\t'
    const text = textOf(row[i])
    line += text === null ? '\\N' : special.test(text) ? text.replace(everySpecial, escape) : text
  }
  return `${line}\n`
}

const special = /[\\\n\r\t]/
const everySpecial = /[\\\n\r\t]/g
const escapes: Record<string, string> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' }
const escape = (character: string) => escapes[character] ?? character

/** The value as PostgreSQL's input functions read it. */
function textOf(value: CopyValue): string | null {
  if (value === null || value === undefined) return null
  switch (typeof value) {
    case 'string':
      return value
    case 'object':
      if (value instanceof Date) return value.toISOString()
      if (Buffer.isBuffer(value)) return `\\x${value.toString('hex')}`
      if (Array.isArray(value)) return `{${value.map(arrayItem).join(',')}}`
      return JSON.stringify(value)
    default:
      return String(value)
  }
}

function arrayItem(item: CopyValue): string {
  if (Array.isArray(item)) return textOf(item) ?? 'NULL'
  const text = textOf(item)
  return text === null ? 'NULL' : `"${text.replace(/["\\]/g, '\\$&')}"`
}

/**
 * The rows of a query as a stream of COPY's text format or CSV. Inside a transaction, read it to the end before
 * the transaction ends. Outside, it reads in a transaction of its own, without the limit on time: as it
 * only reads, it holds nobody back. A stream that is left early closes its connection.
 */
export function copyOut(
  db: Db,
  query: RawBuilder<unknown>,
  format: 'text' | 'csv' | 'csv with header' = 'text',
): Readable {
  const { sql, parameters } = query.compile(db)
  const options = { text: 'format text', csv: 'format csv', 'csv with header': 'format csv, header true' }[
    format
  ]
  const out = new PassThrough()
  withClient(db, async (client) => {
    if (!db.isTransaction) {
      await client.query('begin read only; set local statement_timeout = 0')
      await client.query(
        "select set_config(name, '0', true) from pg_settings where name = 'transaction_timeout'",
      )
    }
    try {
      await pipeline(client.query(to(`copy (${inline(sql, parameters)}) to stdout (${options})`)), out)
    } catch (error) {
      // Rows nobody reads any more stand in the connection's way.
      if (out.destroyed && 'end' in client) await (client as Client).end()
      throw error
    }
    if (!db.isTransaction) await client.query('commit')
  }).catch((error: unknown) => out.destroy(error instanceof Error ? error : new Error(String(error))))
  return out
}

/** COPY takes no parameters, so they are written into its query as literals; quoted text is left alone. */
function inline(text: string, parameters: readonly unknown[]): string {
  return text.replace(/'(?:[^']|'')*'|"(?:[^"]|"")*"|\$(\d+)/g, (found, number?: string) => {
    if (number === undefined) return found
    const value = textOf(parameters[Number(number) - 1] as CopyValue)
    return value === null ? 'null' : escapeLiteral(value)
  })
}
