import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import pg from 'pg'
import copy from 'pg-copy-streams'
import { types } from '../server/db/parsers.ts'

/**
 * The limit: a bare `node:http` server that runs the statement it was given, prepared, and answers with the same JSON.
 * No routing, no parsing, no permission, no validation. Started by the benchmark as a process of its own.
 */
const { connection, list, get, insert, copyInto } = JSON.parse(process.argv[2] ?? '') as {
  connection: pg.PoolConfig
  list: { text: string; values: unknown[] }[]
  get: { text: string }
  insert: { text: string; fields: string[] }
  copyInto: string
}

const pool = new pg.Pool({
  ...connection,
  max: 10,
  types,
  onConnect: (client) => client.query("set timezone to 'UTC'").then(() => undefined),
})
// Lists are planned for their values, as the server under test plans them.
const lists = new pg.Pool({
  ...connection,
  max: 5,
  types,
  onConnect: (client) =>
    client.query("set timezone to 'UTC'; set plan_cache_mode to force_custom_plan").then(() => undefined),
})

const read = async (stream: AsyncIterable<Buffer>) => {
  const chunks: Buffer[] = []
  for await (const chunk of stream) chunks.push(chunk)
  return Buffer.concat(chunks).toString()
}

/** Own fields travel as one value and stand beside the others in the answer. */
const answered = (row: Record<string, unknown> | undefined) => {
  if (!row || !('~custom' in row)) return row
  const { '~custom': own, ...rest } = row
  return { ...rest, ...(own as object) }
}

const server = createServer(async (request, response) => {
  const [, what, key] = (request.url ?? '').split('/')
  let answer: unknown
  if (what === 'list') {
    const { text, values } = list[Number(key)] as (typeof list)[number]
    const { rows } = await lists.query<Record<string, unknown>>({ name: `list${key}`, text, values })
    answer = { data: rows.slice(0, 60).map(answered), next: rows.length > 60 ? rows[59]?.id : null }
  } else if (what === 'get') {
    const { rows } = await pool.query<Record<string, unknown>>({ name: 'get', text: get.text, values: [key] })
    answer = answered(rows[0])
  } else if (what === 'insert') {
    const person = JSON.parse(await read(request)) as Record<string, unknown>
    const { rows } = await pool.query<Record<string, unknown>>({
      name: 'insert',
      text: insert.text,
      values: insert.fields.map((name) => person[name]),
    })
    answer = answered(rows[0])
  } else if (what === 'copy') {
    const people = JSON.parse(await read(request)) as Record<string, string>[]
    const client = await pool.connect()
    try {
      const lines = people.map(
        (person) => `${person.firstName}\t${person.lastName}\t${person.email}\t${person.phone}\n`,
      )
      await pipeline(Readable.from([lines.join('')]), client.query(copy.from(copyInto)))
    } finally {
      client.release()
    }
    answer = { count: people.length }
  }
  const body = JSON.stringify(answer)
  response.writeHead(200, {
    'content-type': 'application/json; charset=utf-8',
    'content-length': Buffer.byteLength(body),
  })
  response.end(body)
})
server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port))
