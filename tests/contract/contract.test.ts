import { mkdtemp, rm } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { prepareJobs } from '../../server/db/jobs.ts'
import { anonymous, setupInput, testApp, testCompany } from '../builders.ts'
import { nameOf, operationsOf, validators, type Document, type Operation } from './document.ts'
import { hostile, pathOf, queryOf } from './hostile.ts'
import { worldOf } from './world.ts'

/** RUNS=200 tries more of each operation, SEED=… others; a failure says with which seed it comes again. */
const seed = Number(process.env['SEED'] ?? 20_260_301)
const numRuns = Number(process.env['RUNS'] ?? 10)

const folder = await mkdtemp(join(tmpdir(), 'throughline-contract-'))
afterAll(() => rm(folder, { recursive: true, force: true }))
const company = await testCompany({ dataFolder: folder, backupFolder: folder })
await prepareJobs(company.database.pool)
const { owner, ask, server } = company

// A company's own fields are in the document, so they are tried with it.
for (const type of [
  'text',
  'number',
  'money',
  'date',
  'email',
  'tags',
  'address',
  'yesNo',
  'link',
  'duration',
])
  await ask(owner, 'POST', '/fields', { body: { recordType: 'person', type, label: `Own ${type}` } })
await ask(owner, 'POST', '/fields', {
  body: { recordType: 'deal', type: 'reference', to: 'company', label: 'Partner' },
})

/** The document as it is; operations that add fields change it, so each is looked up when its turn comes. */
async function described() {
  const document = await ask<Document>(owner, 'GET', '/openapi.json')
  const operations = new Map(operationsOf(document).map((operation) => [nameOf(operation), operation]))
  return { schemas: document.components.schemas, validator: validators(document), operations }
}
let known = await described()
const operationNamed = (name: string) => known.operations.get(name) as Operation
const { sentBy } = worldOf(company, folder)

/** Done once in a company's life, or for a long time: each has its own test below. */
const apart = new Set(['POST /setup', 'GET /live', 'POST /sample', 'DELETE /sample'])
const changesTheDocument = (name: string) => / \/fields\b/.test(name)
const tried = [...known.operations.keys()]
  .filter((name) => !apart.has(name))
  .toSorted((a, b) => Number(changesTheDocument(a)) - Number(changesTheDocument(b)))

interface Call {
  path: string
  query: string
  payload?: string
  headers: Record<string, string>
}

const send = (operation: Operation, { path, query, payload, headers }: Call) =>
  server.inject({
    method: operation.method,
    url: `/api/v1${path}${query ? `?${query}` : ''}`,
    headers: { ...owner.headers, ...headers },
    ...(payload === undefined ? {} : { payload }),
  })

type Response = Awaited<ReturnType<typeof send>>

/** Whether an answer is one that the document declares: its status, what it is, and what it holds. */
function declared(operation: Operation, response: Response): void {
  const { statusCode, headers, body } = response
  const said = `${statusCode} ${body.slice(0, 600)}`
  expect(statusCode, said).toBeLessThan(500)
  const answer = operation.answers.get(statusCode)
  expect(answer, `not declared: ${said}`).toBeDefined()
  expect(headers['ratelimit-limit'], 'RateLimit headers').toBeDefined()
  const type = headers['content-type']?.split(';')[0]
  if (!answer || Object.keys(answer).length === 0) return expect(body, said).toBe('')
  if ('*/*' in answer) return
  expect(Object.keys(answer), said).toContain(type)
  const schema = answer[type as string]?.schema
  if (!schema || !String(type).endsWith('json') || schema.type === 'string') return
  const fits = known.validator(schema).safeParse(JSON.parse(body))
  expect(fits.success ? '' : fits.error.message, said).toBe('')
}

describe('every operation answers its own example as it declares', () => {
  /** No field tells these records apart, so that there is nothing to upsert them by. */
  const hasNoKey = ({ path, parameters }: Operation) =>
    path.endsWith('/by/{field}') && !parameters.some(({ name, schema }) => name === 'field' && schema?.enum)

  test.each(tried)('%s', async (name) => {
    if (changesTheDocument(name)) known = await described()
    const operation = operationNamed(name)
    const { params, query, body } = await sentBy(operation)
    const response = await send(operation, {
      path: pathOf(operation, params),
      query: queryOf(query),
      ...(operation.body
        ? {
            payload: operation.body.type === 'application/json' ? JSON.stringify(body) : String(body),
            headers: { 'content-type': operation.body.type },
          }
        : { headers: {} }),
    })
    declared(operation, response)
    if (hasNoKey(operation)) return expect(response.statusCode).toBe(422)
    expect(response.statusCode, response.body.slice(0, 400)).toBeLessThan(300)
    if (response.statusCode !== 207) return
    const { results } = response.json<{ results: { status: number }[] }>()
    expect(results.map(({ status }) => status).every((status) => status < 300)).toBe(true)
  })
})

describe(`every operation refuses nonsense as it declares (seed ${seed})`, () => {
  beforeAll(async () => {
    known = await described()
  })

  test.each(tried)('%s', async (name) => {
    const operation = operationNamed(name)
    const sent = await sentBy(operation)
    await fc.assert(
      fc.asyncProperty(hostile(operation, sent, known.schemas), async (call) => {
        declared(operation, await send(operation, call))
      }),
      { seed, numRuns, endOnFailure: true },
    )
  })
})

describe('what is done once, or takes long', () => {
  test('a company is set up by its example, and once', async () => {
    const app = await testApp()
    const setUp = () =>
      app.server.inject({
        method: 'POST',
        url: '/api/v1/setup',
        payload: operationNamed('POST /setup').body?.example as object,
      })
    for (const status of [201, 409]) {
      const response = await setUp()
      expect(response.statusCode).toBe(status)
      declared(operationNamed('POST /setup'), response)
    }
    expect((await app.call(anonymous, 'POST', '/setup', { body: setupInput })).status).toBe(409)
  })

  test('the live stream begins', async () => {
    await server.listen({ host: '127.0.0.1', port: 0 })
    const { port } = server.server.address() as AddressInfo
    const stop = new AbortController()
    const response = await fetch(`http://127.0.0.1:${port}/api/v1/live`, {
      headers: owner.headers,
      signal: stop.signal,
    })
    expect([response.status, response.headers.get('content-type')]).toEqual([
      200,
      'text/event-stream; charset=utf-8',
    ])
    stop.abort()
  })
})
