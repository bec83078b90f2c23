import type pg from 'pg'
import { idOf, fill } from './fill.ts'
import { measure, median, type Request } from './load.ts'
import { spawn, type Result } from './records.ts'
import type { PoolConfig } from 'pg'

/** Ten times the data may slow none of these by more than half. */
export async function benchGrowth(
  pool: pg.Pool,
  connection: PoolConfig,
  key: string,
  seconds: number,
  from: number,
  to: number,
): Promise<Result[]> {
  const headers = { authorization: `Bearer ${key}` }
  const get = (path: string): Request => ({ method: 'GET', path, headers })
  const filter = (value: unknown) => encodeURIComponent(JSON.stringify(value))
  const works: Record<string, (n: number) => Request> = {
    'person by id': (n) => get(`/api/v1/people/${idOf('person', (n * 7919) % from)}`),
    'create a person': (n) => ({
      method: 'POST',
      path: '/api/v1/people',
      headers,
      body: JSON.stringify({ firstName: 'Ana', lastName: `Grown${n}`, email: `grown${n}@bench.example` }),
    }),
    'indexed list': () =>
      get(
        `/api/v1/people?limit=60&sort=-createdAt&filter=${filter({ field: 'source', op: 'is', value: 'email' })}`,
      ),
    'search for a name': (n) => get(`/api/v1/search?q=Duarte${((n * 120) % from) + 1}`),
  }

  async function rates(): Promise<Map<string, number>> {
    const { port, child } = await spawn('serve.ts', { connection })
    const counter = { n: (Date.now() % 1e9) * 100 }
    const found = new Map<string, number>()
    try {
      for (const [what, request] of Object.entries(works)) {
        const rounds: number[] = []
        for (let round = 0; round < 4; round++)
          rounds.push(await measure({ port, request, connections: 4, seconds }, counter))
        found.set(what, median(rounds.slice(1)))
      }
    } finally {
      child.kill()
    }
    return found
  }

  const before = await rates()
  await fill(pool, from, to)
  const after = await rates()
  return [...before].map(([what, rate]) => {
    const now = after.get(what) ?? Number.NaN
    return {
      what: `${what}, ${(to / from).toFixed(0)} × the data: times slower`,
      ratio: rate / now,
      bound: { atMost: 1.5 },
      note: `${Math.round(rate)}/s, then ${Math.round(now)}/s`,
    }
  })
}
