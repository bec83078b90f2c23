import { expect, test } from 'vitest'
import { schemaRows, typeOf } from './schema-rows.ts'

const schemas = {
  Filter: {
    anyOf: [
      { type: 'object', properties: { not: { $ref: '#/components/schemas/Filter' } }, required: ['not'] },
      { type: 'object', properties: { field: { type: 'string', maxLength: 100 } }, required: ['field'] },
    ],
  },
}

test('a schema is listed with what is in it, and what contains itself once', () => {
  const rows = schemaRows(
    {
      type: 'object',
      required: ['name'],
      properties: {
        name: {
          type: 'string',
          minLength: 1,
          maxLength: 200,
          title: 'Name',
          description: 'As it is printed',
        },
        address: {
          title: 'Address',
          anyOf: [{ type: 'object', properties: { city: { type: 'string' } } }, { type: 'null' }],
        },
        filter: { $ref: '#/components/schemas/Filter' },
        stages: { type: 'array', items: { type: 'object', properties: { kind: { enum: ['open', 'won'] } } } },
        limit: { type: 'integer', minimum: 1, maximum: Number.MAX_SAFE_INTEGER, default: 60 },
      },
    },
    schemas,
  )
  expect(rows.map(({ depth, name, type, required }) => [depth, name, type, required])).toEqual([
    [0, 'name', 'string', true],
    [0, 'address', 'object or null', false],
    [1, 'city', 'string', false],
    [0, 'filter', 'Filter', false],
    [1, 'not', 'Filter', true],
    [1, 'field', 'string', true],
    [0, 'stages', 'array of object', false],
    [1, 'kind', 'string', false],
    [0, 'limit', 'integer', false],
  ])
  expect(rows[0]).toMatchObject({
    help: 'As it is printed',
    limits: [
      { is: 'shortest', value: 1 },
      { is: 'longest', value: 200 },
    ],
  })
  expect(rows[1]?.help).toBeNull()
  expect(rows[7]?.choices).toEqual(['open', 'won'])
  expect(rows[8]?.limits).toEqual([
    { is: 'least', value: 1 },
    { is: 'default', value: '60' },
  ])
})

test('types are told in the words of JSON', () => {
  expect(typeOf({ anyOf: [{ type: 'string', format: 'uuid' }, { type: 'null' }] })).toBe(
    'string (uuid) or null',
  )
  expect(typeOf({ type: ['integer', 'null'] })).toBe('integer or null')
  expect(typeOf({ type: 'array', items: { $ref: '#/components/schemas/Filter' } })).toBe('array of Filter')
  expect(typeOf({})).toBe('anything')
})
