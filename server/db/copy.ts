import { PassThrough, Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { RawBuilder } from 'kysely'
import { escapeIdentifier, escapeLiteral } from 'pg'
import type { Client } from 'pg'
import { from, to } from 'pg-copy-streams'
import type { Db } from './database.ts'
import { withClient } from './statements.ts'

/** Pieces are gathered to about this many characters before they go to the socket. */
const chunkLength = 64 * 1024

/** A table and its columns, as COPY names them. */
export const copyTarget = (table: string, columns: readonly string[]): string =>
  `${table.split('.').map(escapeIdentifier).join('.')} (${columns.map(escapeIdentifier).join(', ')})`

/**
 * Writes text in COPY's own format, cut anywhere, inside the transaction when `db` is one. When the source throws,
 * nothing of it is kept. Returns the number of rows written.
 */
export function copyIn(
  db: Db,
  table: string,
  columns: readonly string[],
  source: Iterable<string | Buffer> | AsyncIterable<string | Buffer>,
): Promise<number> {
  return withClient(db, async (client) => {
    const copy = client.query(from(`copy ${copyTarget(table, columns)} from stdin`))
    await pipeline(Readable.from(gather(source), { objectMode: true, highWaterMark: 2 }), copy)
    return copy.rowCount
  })
}

async function* gather(
  source: Iterable<string | Buffer> | AsyncIterable<string | Buffer>,
): AsyncGenerator<string | Buffer> {
  let text = ''
  for await (const item of source) {
    if (typeof item === 'string') text += item
    else {
      if (text !== '') yield text
      text = ''
      yield item
    }
    if (text.length >= chunkLength) {
      yield text
      text = ''
    }
  }
  if (text !== '') yield text
}

/** The value as PostgreSQL's input functions read it. */
function textOf(value: unknown): string | null {
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

function arrayItem(item: unknown): string {
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
    const value = textOf(parameters[Number(number) - 1])
    return value === null ? 'null' : escapeLiteral(value)
  })
}
