import type { Pool, PoolConfig } from 'pg'
import { openDatabase } from '../server/db/database.ts'
import { migrate } from '../server/db/migrate.ts'
import { system } from '../server/http/caller.ts'
import type { Organisation } from '../server/http/context.ts'
import { beginPipeline } from '../server/sales/pipelines/commands.ts'
import { createKey } from '../server/team/keys/commands.ts'
import { foundOrganisation } from '../server/team/organisation/commands.ts'
import { idOf, fill } from './fill.ts'
import { measure, median, type Request } from './load.ts'
import { spawn, type Result } from './records.ts'

const ROUNDS = 5

/** Names that nobody of the others has: of each there are as many people in either database. */
const rare = [
  'Quetzalli',
  'Wojciechowski',
  'Ndukwe',
  'Bjarkhild',
  'Xochitl',
  'Vygotsky',
  'Hrafnkel',
  'Iwasaki',
]
const OF_EACH = 3

const works: Record<string, (n: number, count: number) => Omit<Request, 'headers'>> = {
  'person by id': (n, count) => ({
    method: 'GET',
    path: `/api/v1/people/${idOf('person', (n * 7919) % count)}`,
  }),
  'create a person': (n) => ({
    method: 'POST',
    path: '/api/v1/people',
    body: JSON.stringify({ firstName: 'Ana', lastName: `Grown${n}`, email: `grown${n}@bench.example` }),
  }),
  'indexed list': () => ({
    method: 'GET',
    path: `/api/v1/people?limit=60&sort=-createdAt&filter=${encodeURIComponent(JSON.stringify({ field: 'source', op: 'is', value: 'email' }))}`,
  }),
  'search for a name': (n) => ({ method: 'GET', path: `/api/v1/search?q=${rare[n % rare.length]}` }),
}

async function create(port: number, key: string, person: Record<string, string>): Promise<void> {
  const { ok, status } = await fetch(`http://127.0.0.1:${port}/api/v1/people`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: JSON.stringify(person),
  })
  if (!ok) throw new Error(`Creating a person answered ${status}`)
}

interface Side {
  port: number
  key: string
  count: number
}

/**
 * Ten times the data may slow none of these by more than half. A database with the tenth runs beside the large one and
 * they take turns, because a machine's pace changes more in the time of filling a table than data could change it.
 */
export async function benchGrowth(
  pool: Pool,
  connection: PoolConfig,
  key: string,
  seconds: number,
  organisation: Organisation,
  count: number,
): Promise<Result[]> {
  const name = 'bench_tenth'
  await pool.query(`create database ${name}`)
  const own = { ...connection, database: name }
  await migrate(own)
  const tenth = openDatabase({ connection: own })
  const children: { kill(): unknown }[] = []
  try {
    await foundOrganisation(tenth.db, organisation)
    const context = { database: tenth, caller: system('system'), organisation, now: new Date().toISOString() }
    await beginPipeline(context)
    const { key: tenthKey } = await createKey(context, { name: 'bench', scopes: ['all'] })
    await fill(tenth.pool, 0, count / 10)
    const sideOf = async (of: PoolConfig, key: string, count: number): Promise<Side> => {
      const { port, child } = await spawn('serve.ts', { connection: of })
      children.push(child)
      for (const lastName of rare)
        for (let n = 0; n < OF_EACH; n++) await create(port, key, { firstName: 'Ana', lastName })
      return { port, key, count }
    }
    const small = await sideOf(own, tenthKey, count / 10)
    const large = await sideOf(connection, key, count)
    const counter = { n: (Date.now() % 1e9) * 100 }
    const results: Result[] = []
    for (const [what, work] of Object.entries(works)) {
      const rate = ({ port, key, count }: Side) =>
        measure(
          {
            port,
            request: (n) => ({ ...work(n, count), headers: { authorization: `Bearer ${key}` } }),
            connections: 4,
            seconds,
          },
          counter,
        )
      const rounds: { small: number; large: number }[] = []
      for (let round = 0; round <= ROUNDS; round++)
        rounds.push({ small: await rate(small), large: await rate(large) })
      // The first warms up.
      const counted = rounds.slice(1)
      const of = (side: 'small' | 'large') => Math.round(median(counted.map((round) => round[side])))
      results.push({
        what: `${what}, 10 × the data: times slower`,
        ratio: median(counted.map(({ small, large }) => small / large)),
        bound: { atMost: 1.5 },
        note: `${of('small')}/s of ${(count / 10).toLocaleString('en')}, ${of('large')}/s of ${count.toLocaleString('en')}`,
      })
    }
    return results
  } finally {
    for (const child of children) child.kill()
    await tenth.close()
    await pool.query(`drop database ${name} with (force)`)
  }
}
