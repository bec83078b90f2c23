import { fork, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import type { PoolConfig } from 'pg'
import { person } from '../contract/customer/person.ts'
import type { RecordType } from '../contract/records/record-type.ts'
import { listQuery, type ListQuery } from '../contract/records/routes.ts'
import type { Database } from '../server/db/database.ts'
import { system } from '../server/http/caller.ts'
import type { Context } from '../server/http/context.ts'
import { selectList } from '../server/records/column.ts'
import { listRecords } from '../server/records/list.ts'
import { idOf } from './fill.ts'
import { measure, median, type Request } from './load.ts'

export interface Result {
  what: string
  ratio: number
  /** What the ratio must reach, or must not pass. */
  bound: { atLeast: number } | { atMost: number }
  note: string
}

/** Starts a server as a process of its own; it says its port once it listens. */
export async function spawn(file: string, options: unknown): Promise<{ port: number; child: ChildProcess }> {
  const child = fork(join(import.meta.dirname, file), [JSON.stringify(options)], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  const gone = once(child, 'exit').then(([code]) => Promise.reject(new Error(`${file} ended with ${code}`)))
  const [port] = (await Promise.race([once(child, 'message'), gone])) as [number]
  gone.catch(() => undefined)
  return { port, child }
}

/** The very statement that a list runs, taken from the list itself. */
export async function statementOf(
  database: Database,
  type: RecordType,
  query: ListQuery,
): Promise<{ text: string; values: unknown[] }> {
  let caught: { text: string; values: unknown[] } | undefined
  const lists = {
    executeQuery: ({ sql, parameters }: { sql: string; parameters: unknown[] }) => {
      caught = { text: sql, values: parameters }
      return Promise.resolve({ rows: [] })
    },
  }
  const context: Context = {
    database: { ...database, lists: lists as never },
    caller: system('api'),
    organisation: { name: 'Bench', timeZone: 'UTC', currency: 'EUR' },
    now: new Date().toISOString(),
  }
  await listRecords(context, type, query)
  if (!caught) throw new Error('The list ran no statement')
  return caught
}

/** Rounds in turn, ours and the limit's, so that a slow moment of the machine meets both; the first compile what they run. */
export const comparer =
  (ours: number, limit: number, seconds: number, counter: { n: number }) =>
  async (a: (n: number) => Request, b: (n: number) => Request, portB = limit, connections = 16) => {
    const ratios: number[] = []
    const rates: [number, number][] = []
    for (let round = -3; round < 5; round++) {
      const mine = await measure({ port: ours, request: a, connections, seconds }, counter)
      const theirs = await measure({ port: portB, request: b, connections, seconds }, counter)
      if (round < 0) continue
      ratios.push(mine / theirs)
      rates.push([mine, theirs])
    }
    const rate = (i: 0 | 1) => Math.round(median(rates.map((pair) => pair[i])))
    return { ratio: median(ratios), note: `${rate(0)}/s against ${rate(1)}/s` }
  }

export const parse = (query: Record<string, unknown>): ListQuery => listQuery.parse(query)

/** The lists measured: one filter that matches many, one that matches the last row only, one that matches nothing. */
export const filters = {
  many: { and: [{ field: 'source', op: 'is', value: 'paid_search' }] },
  last: { and: [{ field: 'email', op: 'is', value: 'p0@c0.example' }] },
  nothing: { and: [{ field: 'source', op: 'is', value: 'carrier pigeon' }] },
}

export async function benchRecords(
  database: Database,
  connection: PoolConfig,
  key: string,
  seconds: number,
): Promise<Result[]> {
  const listed = await Promise.all(
    Object.values(filters).map((filter) =>
      statementOf(database, person, parse({ filter, sort: '-createdAt', limit: 60 })),
    ),
  )
  const { port: limit, child: bare } = await spawn('bare.ts', {
    connection,
    list: listed,
    get: { text: `select ${selectList(person)} from people t where t.id = $1` },
    insert: {
      text: `with t as (insert into people (first_name, last_name, email, phone) values ($1, $2, $3, $4) returning *) select ${selectList(person)} from t`,
      fields: ['firstName', 'lastName', 'email', 'phone'],
    },
    copyInto: 'copy people (first_name, last_name, email, phone) from stdin',
  })
  const { port: ours, child: server } = await spawn('serve.ts', { connection })
  const authorization = { authorization: `Bearer ${key}` }
  const counter = { n: (Date.now() % 1e9) * 100 }
  const one = (n: number) => ({
    firstName: 'Ana',
    lastName: `Duarte${n}`,
    email: `new${n}@bench.example`,
    phone: `+3519${String(n % 1e8).padStart(8, '0')}`,
  })
  const some = (n: number) => Array.from({ length: 1000 }, (_, i) => one(n * 1000 + i))
  const get = (path: string): Request => ({ method: 'GET', path, headers: authorization })
  const post = (path: string, body: unknown): Request => ({
    method: 'POST',
    path,
    headers: authorization,
    body: JSON.stringify(body),
  })
  const list = (filter: unknown) =>
    get(`/api/v1/people?limit=60&sort=-createdAt&filter=${encodeURIComponent(JSON.stringify(filter))}`)

  const compare = comparer(ours, limit, seconds, counter)

  try {
    const person7 = (n: number) => idOf('person', (n * 7919) % 100_000)
    return [
      {
        what: 'list of 60, filter and sort',
        bound: { atLeast: 0.6 },
        ...(await compare(
          () => list(filters.many),
          () => get('/list/0'),
        )),
      },
      {
        what: 'person by id',
        bound: { atLeast: 0.5 },
        ...(await compare(
          (n) => get(`/api/v1/people/${person7(n)}`),
          (n) => get(`/get/${person7(n)}`),
        )),
      },
      {
        what: 'create a person',
        bound: { atLeast: 0.4 },
        ...(await compare(
          (n) => post('/api/v1/people', one(n)),
          (n) => post('/insert', one(n)),
        )),
      },
      {
        what: 'batch of 1,000 people',
        bound: { atLeast: 0.15 },
        ...(await compare(
          (n) =>
            post('/api/v1/people/batch', { operations: some(n).map((values) => ({ do: 'create', values })) }),
          (n) => post('/copy', some(n)),
          limit,
          2,
        )),
      },
      {
        what: 'list that matches the last row, against many',
        bound: { atLeast: 1 / 3 },
        ...(await compare(
          () => list(filters.last),
          () => list(filters.many),
          ours,
        )),
      },
      {
        what: 'list that matches nothing, against many',
        bound: { atLeast: 1 / 3 },
        ...(await compare(
          () => list(filters.nothing),
          () => list(filters.many),
          ours,
        )),
      },
    ]
  } finally {
    server.kill()
    bare.kill()
  }
}
