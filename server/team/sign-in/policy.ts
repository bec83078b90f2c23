import type { FastifyRequest } from 'fastify'
import { sql } from 'kysely'
import type { Database } from '../../db/database.ts'
import type { Caller } from '../../http/caller.ts'
import { forbidden, unreachable, tooMany, unauthenticated } from '../../http/problem.ts'
import { hashOf } from '../keys/rules.ts'
import type { SignIn } from './commands.ts'
import { keyCaller, memberCaller } from './queries.ts'

/** For how long an answer to "who is this" stands. A revocation is noticed at once, on every process. */
const trustedMs = 5_000
const remembered = 2_000

/** Wrong keys that one address may send in a minute before the database is not asked for its unknown keys any more. */
const wrongKeysPerMinute = 30

/** Counts the wrong keys of each address, minute by minute. */
function wrongKeys() {
  let counts = new Map<string, number>()
  let endsAt = 0
  return {
    /** Refuses an address that has guessed too often. */
    check(address: string): void {
      const now = performance.now()
      if (now >= endsAt) {
        counts = new Map()
        endsAt = now + 60_000
      }
      if ((counts.get(address) ?? 0) >= wrongKeysPerMinute) throw tooMany(Math.ceil((endsAt - now) / 1_000))
    },
    count: (address: string) => void counts.set(address, (counts.get(address) ?? 0) + 1),
  }
}

/** What a member may ask before the second factor is set up that their role asks for. */
const openBefore = /^\/api\/v1\/(me|status|sessions|fields)(\?|$)/

/**
 * A page of another site may send a member's cookie along, but cannot make the browser hide where it comes from.
 * Programs send keys, so a cookie without an origin is refused as well.
 */
function sameSite(request: FastifyRequest): boolean {
  if (request.method === 'GET' || request.method === 'HEAD') return true
  const site = request.headers['sec-fetch-site']
  if (site !== undefined) return site === 'same-origin' || site === 'none'
  const { origin, host } = request.headers
  return origin !== undefined && URL.canParse(origin) && new URL(origin).host === host
}

/** Finds out who is asking, by key or by session. */
export async function openDoor(database: Database, auth: SignIn) {
  const known = new Map<string, { caller: Caller | null; until: number }>()
  const unlisten = await database.listen('callers', () => known.clear())
  const wrong = wrongKeys()
  /** Keys that were good once: whoever shares an address with somebody who guesses goes on working. */
  const proven = new Set<string>()

  async function lookUp(id: string, find: () => Promise<Caller | null>): Promise<Caller | null> {
    const entry = known.get(id)
    if (entry && entry.until > performance.now()) return entry.caller
    const caller = await find()
    if (known.size >= remembered) known.clear()
    if (caller) known.set(id, { caller, until: performance.now() + trustedMs })
    return caller
  }

  async function byKey(key: string, address: string): Promise<Caller | null> {
    const hash = hashOf(key)
    const name = hash.toString('base64')
    const caller = await lookUp(`key ${name}`, () => {
      if (!proven.has(name)) wrong.check(address)
      return keyCaller(database.db, hash)
    })
    if (!caller) wrong.count(address)
    else if (!proven.has(name)) {
      if (proven.size >= remembered) proven.clear()
      proven.add(name)
    }
    return caller
  }

  async function bySession(request: FastifyRequest): Promise<Caller | null> {
    const headers = new Headers({ cookie: request.headers.cookie ?? '' })
    const ask = () => auth.api.getSession({ headers })
    const session = await ask().catch(async () => {
      // The library does not tell why it failed. A database that is gone says so itself; what was only a connection that
      // was cut is another by now.
      await sql`select 1`.execute(database.db)
      return ask().catch(() => {
        throw unreachable()
      })
    })
    return session ? memberCaller(database.db, session.user.id, session.session.id) : null
  }

  return {
    async authenticate(request: FastifyRequest): Promise<Caller | null> {
      const { authorization, cookie } = request.headers
      if (authorization !== undefined) {
        const key = /^Bearer (\S{10,200})$/i.exec(authorization)?.[1]
        const caller = key ? await byKey(key, request.ip) : null
        if (!caller) throw unauthenticated()
        return caller
      }
      if (!cookie?.includes('throughline.session_token')) return null
      const caller = await lookUp(`cookie ${cookie}`, () => bySession(request))
      if (caller && !sameSite(request))
        throw forbidden('This request came from another site and was not carried out.')
      if (caller?.secondFactorDue && !openBefore.test(request.url))
        throw forbidden('Your role asks for a second factor. Set it up in your account first.')
      return caller
    },
    /** After a sign-out, a revocation, a change of role: here and on every other process. */
    forget(): void {
      known.clear()
      database.notify('callers')
    },
    close: unlisten,
  }
}

export type Door = Awaited<ReturnType<typeof openDoor>>
