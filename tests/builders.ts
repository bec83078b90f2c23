import { rm } from 'node:fs/promises'
import type { OutgoingHttpHeaders } from 'node:http'
import { afterAll } from 'vitest'
import type { Problem } from '../contract/http/problem.ts'
import type { AnyRecord } from '../contract/records/value.ts'
import type { Database } from '../server/db/database.ts'
import type { Context } from '../server/http/context.ts'
import { system } from '../server/http/caller.ts'
import { openApp, type AppOptions } from '../server/main.ts'
import { temporaryFolder } from './postgres.ts'
import { testDatabase, type TestDatabase } from './database.ts'

/** Someone who calls the API: the headers that say who they are. */
export interface TestCaller {
  id: string
  headers: Record<string, string>
}

export const anonymous: TestCaller = { id: '', headers: {} }

export interface CallInput {
  query?: Record<string, unknown>
  body?: unknown
  headers?: Record<string, string>
}

export interface Answer<T> {
  status: number
  headers: OutgoingHttpHeaders
  text: string
  body: T
}

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'HEAD'

export const password = 'correct horse battery'
/** What secrets in a test's database are sealed with. */
export const sealingKey = Buffer.alloc(32, 7)
export const ownerEmail = 'olga@acme.example'

/** A set-up company with its server, not listening; calls go in by `call`. */
export interface TestCompany extends TestDatabase {
  server: Awaited<ReturnType<typeof openApp>>['server']
  owner: TestCaller
  /** The answer as it is. */
  call<T = AnyRecord & Problem>(
    who: TestCaller,
    method: Method,
    path: string,
    input?: CallInput,
  ): Promise<Answer<T>>
  /** The body of a success; throws what a refusal says. */
  ask<T = AnyRecord>(who: TestCaller, method: Method, path: string, input?: CallInput): Promise<T>
  member(role: string, values?: Record<string, unknown>): Promise<TestCaller>
  signIn(email: string, password: string): Promise<TestCaller>
  key(scopes?: string[]): Promise<TestCaller & { key: string }>
  person(values?: Record<string, unknown>, who?: TestCaller): Promise<AnyRecord>
  company(values?: Record<string, unknown>, who?: TestCaller): Promise<AnyRecord>
  deal(values?: Record<string, unknown>, who?: TestCaller): Promise<AnyRecord>
  /** The stages of the pipeline that every company begins with, by name. */
  stages(): Promise<Record<string, AnyRecord>>
}

export const setupInput = {
  organisation: { name: 'Acme', timeZone: 'Europe/Lisbon', currency: 'EUR' },
  owner: { name: 'Olga Owner', email: ownerEmail, password },
}

let counter = 0
/** A number that no other call in this file had. */
export const fresh = (): number => ++counter

function urlOf(path: string, query: Record<string, unknown> = {}): string {
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(query))
    if (value !== undefined)
      search.set(name, typeof value === 'object' ? JSON.stringify(value) : String(value))
  return `${path.startsWith('/api/') || path === '/healthz' || path === '/mcp' ? '' : '/api/v1'}${path}${search.size ? `?${search}` : ''}`
}

/** What a server keeps outside its database goes with the test. */
async function ownFolder(): Promise<string> {
  const folder = await temporaryFolder()
  afterAll(() => rm(folder, { recursive: true, force: true }))
  return folder
}

/** A server over a database that nobody has set up yet. */
export async function testApp(options: Partial<AppOptions> = {}, given?: TestDatabase) {
  const test = given ?? (await testDatabase())
  const { server, close } = await openApp({
    publicUrl: 'http://localhost',
    sealingKey,
    requestsPerMinute: 1_000_000,
    database: test.database,
    ...options,
    dataFolder: options.dataFolder ?? (await ownFolder()),
  })
  afterAll(close)

  async function call<T = AnyRecord & Problem>(
    who: TestCaller,
    method: Method,
    path: string,
    input: CallInput = {},
  ): Promise<Answer<T>> {
    const response = await server.inject({
      method,
      url: urlOf(path, input.query),
      headers: { ...who.headers, ...input.headers },
      ...(input.body === undefined ? {} : { payload: input.body as object }),
    })
    const text = response.body
    const isJson = /json/.test(String(response.headers['content-type']))
    return {
      status: response.statusCode,
      headers: response.headers,
      text,
      body: (isJson ? JSON.parse(text) : undefined) as T,
    }
  }

  async function ask<T = AnyRecord>(
    who: TestCaller,
    method: Method,
    path: string,
    input: CallInput = {},
  ): Promise<T> {
    const answer = await call<T & Problem>(who, method, path, input)
    if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${answer.text}`)
    return answer.body
  }

  async function signIn(email: string, secret: string): Promise<TestCaller> {
    const answer = await call<{ user: { id: string } }>(anonymous, 'POST', '/api/auth/sign-in/email', {
      body: { email, password: secret },
      headers: { origin: options.publicUrl ?? 'http://localhost' },
    })
    if (answer.status !== 200) throw new Error(`Sign-in: ${answer.status} ${answer.text}`)
    const cookie = [answer.headers['set-cookie']]
      .flat()
      .map((line) => String(line).split(';')[0])
      .join('; ')
    const caller = { id: '', headers: { cookie, 'sec-fetch-site': 'same-origin' } }
    const me = await call<{ user: { id: string } }>(caller, 'GET', '/me')
    return { ...caller, id: me.body.user?.id ?? '' }
  }

  return { ...test, server, close, call, ask, signIn }
}

export async function testCompany(options: Partial<AppOptions> = {}): Promise<TestCompany> {
  const app = await testApp(options)
  const { ask, signIn } = app
  await ask(anonymous, 'POST', '/setup', { body: setupInput })
  const owner = await signIn(ownerEmail, password)
  const create =
    (path: string, values: () => Record<string, unknown>) =>
    (given: Record<string, unknown> = {}, who: TestCaller = owner) =>
      ask(who, 'POST', path, { body: { ...values(), ...given } })

  return {
    ...app,
    owner,
    async member(role, values = {}) {
      const email = `${role}${fresh()}@acme.example`
      const { id } = await ask(owner, 'POST', '/users', {
        body: { name: `${role} ${counter}`, email, role, ...values },
      })
      await ask(owner, 'POST', `/users/${id}/sign-in`, { body: { password } })
      return signIn(String(values.email ?? email), password)
    },
    async key(scopes = ['all']) {
      const { key, id } = await ask<{ key: string; id: string }>(owner, 'POST', '/keys', {
        body: { name: 'Test', scopes },
      })
      return { id, key, headers: { authorization: `Bearer ${key}` } }
    },
    person: create('/people', () => ({
      firstName: 'Ana',
      lastName: `Duarte ${fresh()}`,
      email: `ana${counter}@example.com`,
    })),
    company: create('/companies', () => ({ name: `Company ${fresh()}` })),
    deal: create('/deals', () => ({ name: `Deal ${fresh()}` })),
    async stages() {
      const { data } = await ask<{ data: AnyRecord[] }>(owner, 'GET', '/stages')
      return Object.fromEntries(data.map((stage) => [stage.title, stage]))
    },
  }
}

/** The context that commands and queries are given, as the system's, for tests below HTTP. */
export const contextFor = (database: Database, changes: Partial<Context> = {}): Context => ({
  database,
  caller: system('system'),
  organisation: setupInput.organisation,
  now: new Date().toISOString(),
  ...changes,
})
