import { describe, expect, test } from 'vitest'
import { recordTypes } from '../../contract/record-types.ts'
import type { RecordType } from '../../contract/records/record-type.ts'
import { Validator } from '@seriousme/openapi-schema-validator'
import { z } from 'zod'
import { anonymous, testCompany, type TestCaller } from '../../tests/builders.ts'

const company = await testCompany()

type Json = Record<string, unknown>
type Content = Record<
  string,
  { schema: Json & { properties?: Json; required?: string[] }; example?: unknown }
>
interface Operation {
  operationId: string
  summary: string
  tags: string[]
  parameters: {
    name: string
    in: string
    required: boolean
    schema?: Json
    content?: Record<string, { schema: Json }>
    example?: unknown
  }[]
  requestBody?: { content: Content }
  responses: Record<string, { description: string; content?: Content }>
}
const document = await company.ask<{
  openapi: string
  info: { title: string; version: string }
  paths: Record<string, Record<string, Operation>>
  components: { schemas: Record<string, Json>; securitySchemes: Json }
  security: Json[]
}>(company.owner, 'GET', '/openapi.json')

const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
)

function* nodes(node: unknown): Generator<Json> {
  if (typeof node !== 'object' || node === null) return
  if (!Array.isArray(node)) yield node as Json
  for (const inner of Object.values(node)) yield* nodes(inner)
}

/** A validator of a schema of the document, which refers to the document's shared ones. */
const validatorOf = (schema: Json) => {
  const whole = JSON.stringify({ ...schema, $defs: document.components.schemas })
  return z.fromJSONSchema(JSON.parse(whole.replaceAll('#/components/schemas/', '#/$defs/')))
}

describe('the OpenAPI document', () => {
  test('is of version 3.1 and has what a document must have', () => {
    expect(document.openapi).toMatch(/^3\.1\.\d+$/)
    expect(document.info).toMatchObject({ title: 'Throughline', version: expect.any(String) })
    for (const scheme of document.security.flatMap(Object.keys))
      expect(document.components.securitySchemes).toHaveProperty(scheme)
    for (const path of Object.keys(document.paths))
      expect(path).toMatch(/^\/([\w-]+|\{\w+\}|[\w.-]+)(\/([\w-]+|\{\w+\}))*$/)
    for (const name of Object.keys(document.components.schemas)) expect(name).toMatch(/^[a-zA-Z0-9._-]+$/)
  })

  test('describes every route that is bound', () => {
    const described = operations.map(({ path, method }) => `${method.toUpperCase()} ${path}`).sort()
    expect(described).toEqual(company.server.bound.map(({ method, path }) => `${method} ${path}`).sort())
  })

  test('names each operation once, with its parameters and answers', () => {
    const ids = operations.map(({ operation }) => operation.operationId)
    expect(ids.filter((id, i) => ids.indexOf(id) !== i)).toEqual([])
    for (const { path, method, operation } of operations) {
      const at = `${method} ${path}`
      expect(operation.summary && operation.tags.length, at).toBeTruthy()
      const parameters = operation.parameters.filter((parameter) => !('$ref' in parameter))
      const inPath = parameters.filter((parameter) => parameter.in === 'path')
      expect(new Set(inPath.map(({ name }) => name)), at).toEqual(
        new Set([...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name)),
      )
      expect(
        inPath.every(({ required }) => required),
        at,
      ).toBe(true)
      for (const parameter of parameters)
        expect(Boolean(parameter.schema) !== Boolean(parameter.content), `${at} ${parameter.name}`).toBe(true)
      expect(
        Object.keys(operation.responses).every((status) => /^([1-5]\d\d|default)$/.test(status)),
        at,
      ).toBe(true)
      expect(
        Object.values(operation.responses).every((answer) => '$ref' in answer || answer.description),
        at,
      ).toBe(true)
    }
  })

  test('is valid by the specification’s own schema', async () => {
    expect(await new Validator().validate(document)).toEqual({ valid: true })
  })

  test('shows examples of everything sent and answered, each by its own schema', () => {
    const wrong: string[] = []
    const check = (at: string, schema: Json | undefined, example: unknown) => {
      if (example === undefined) return wrong.push(`${at}: no example`)
      const parsed = validatorOf(schema ?? {}).safeParse(example)
      return (
        parsed.success || wrong.push(`${at}: ${z.prettifyError(parsed.error)} ${JSON.stringify(example)}`)
      )
    }
    for (const { path, method, operation } of operations) {
      const at = `${method} ${path}`
      for (const { name, required, schema, content, example } of operation.parameters.filter(
        (parameter) => 'in' in parameter,
      ))
        if (required || example !== undefined)
          check(`${at} ${name}`, schema ?? Object.values(content ?? {})[0]?.schema, example)
      const answers = Object.values(operation.responses).filter((answer) => !('$ref' in answer))
      for (const { content = {} } of [operation.requestBody ?? {}, ...answers])
        for (const [type, { schema, example }] of Object.entries(content))
          if (type === 'application/json' && schema?.type !== 'string') check(at, schema, example)
    }
    expect(wrong).toEqual([])
  })

  test('refers to nothing that is not in it, and repeats no name', () => {
    const all = [...nodes(document)]
    const refs = all.map((node) => node.$ref).filter((ref) => typeof ref === 'string')
    expect(refs).toContain('#/components/schemas/Filter')
    for (const ref of new Set(refs)) {
      const target = ref
        .replace(/^#\//, '')
        .split('/')
        .reduce<unknown>((node, part) => (node as Json | undefined)?.[part], document)
      expect(target, ref).toBeTypeOf('object')
    }
    expect(all.filter((node) => '$defs' in node || typeof node.$schema === 'string')).toEqual([])
  })

  test.each((recordTypes as readonly RecordType[]).map((type) => [type.plural, type] as const))(
    'shows every field of %s, to be read and to be written',
    (plural, type) => {
      const of = (method: string, path = `/${plural}`) => document.paths[path]?.[method] as Operation
      const shown =
        of('get', `/${plural}/{id}`).responses['200']?.content?.['application/json']?.schema.properties ?? {}
      // What is issued is written by no route of its type.
      const taken = type.issued ? null : of('post').requestBody?.content['application/json']?.schema
      for (const [name, field] of Object.entries(type.fields)) {
        expect(shown, name).toHaveProperty(name)
        if (!taken) continue
        if (field.readOnly) expect(taken.properties, name).not.toHaveProperty(name)
        else expect(taken.properties, name).toHaveProperty(name)
        expect(taken.required?.includes(name) ?? false, name).toBe(
          field.required === true && !('default' in field),
        )
      }
      for (const name of ['id', 'version', 'title', 'createdAt', 'updatedAt', 'createdBy', 'deletedAt'])
        expect(shown).toHaveProperty(name)
    },
  )

  test('needs no sign-in, and says which routes do', () => {
    expect(document.paths['/status']?.get).toMatchObject({ security: [] })
    expect(document.paths['/people']?.get).not.toHaveProperty('security')
  })
})

test('what a saved view keeps comes back whole: nested filters, columns and all', async () => {
  const definition = {
    layout: 'board',
    sort: '-amount',
    q: 'x',
    columns: [{ field: 'name', width: 120, pinned: true }, { field: 'amount' }],
    filter: {
      and: [
        {
          or: [
            { field: 'status', op: 'anyOf', value: ['open', 'won'] },
            { not: { field: 'datesContradict', op: 'is', value: true } },
          ],
        },
        { related: 'company', some: { field: 'name', op: 'contains', value: 'x' } },
        { related: 'person', none: { field: 'tags', op: 'empty' } },
        { field: 'openedOn', op: 'within', value: { unit: 'month', from: -3, to: 0 } },
        { field: 'probability', op: 'atLeast', value: 0.25 },
      ],
    },
  }
  const view = await company.ask<{ id: string; definition: unknown }>(company.owner, 'POST', '/views', {
    body: { type: 'deal', name: 'Mine', definition },
  })
  expect(view.definition).toEqual(definition)
  const { data } = await company.ask<{ data: { definition: unknown }[] }>(company.owner, 'GET', '/views', {
    query: { type: 'deal' },
  })
  expect(data).toEqual([view])
})

test('what the ledger tells comes back whole: changes of every kind of value', async () => {
  const made = await company.deal({
    amount: { amount: '1', currency: 'EUR' },
    tags: ['a'],
    probability: 0.5,
    openedOn: '2026-01-01',
  })
  await company.ask(company.owner, 'PATCH', `/deals/${made.id}`, {
    body: { amount: null, tags: ['a', 'b'], probability: 0.75, openedOn: null },
  })
  const { data } = await company.ask<{ data: { type: string; changes: unknown }[] }>(
    company.owner,
    'GET',
    `/deals/${made.id}/history`,
  )
  expect(data[0]).toMatchObject({
    type: 'deal.updated',
    changes: {
      amount: [{ amount: '1.00', currency: 'EUR' }, null],
      tags: [['a'], ['a', 'b']],
      probability: [0.5, 0.75],
      openedOn: ['2026-01-01', null],
    },
  })
})

test('a company’s own fields are shown to who is of the company, as far as their role knows them', async () => {
  const { ask, owner } = company
  await ask(owner, 'POST', '/fields', { body: { recordType: 'person', type: 'number', label: 'Shoe size' } })
  const { key } = await ask<{ key: string }>(owner, 'POST', '/roles', {
    body: { name: 'Narrow', copyOf: 'seller' },
  })
  await ask(owner, 'PATCH', `/roles/${key}`, { body: { fields: { person: { own_shoe_size: 'hidden' } } } })
  const shown = async (who: TestCaller) =>
    JSON.stringify(await ask(who, 'GET', '/openapi.json')).includes('own_shoe_size')
  expect(await shown(owner)).toBe(true)
  expect(await shown(await company.key(['deal:read']))).toBe(true)
  expect(await shown(await company.member(key))).toBe(false)
  expect(await shown(anonymous)).toBe(false)
})
