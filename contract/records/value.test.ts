import { describe, expect, test } from 'vitest'
import { person } from '../customer/person.ts'
import { recordTypes } from '../record-types.ts'
import { deal } from '../sales/deal.ts'
import type { Field } from './field.ts'
import { fieldOf, type RecordType } from './record-type.ts'
import { createSchema, updateSchema, valueSchema } from './value.ts'

const accepts = (field: Field, value: unknown) => valueSchema(field).safeParse(value)
const plain = (type: 'text' | 'email' | 'phone' | 'link' | 'date' | 'moment' | 'longText'): Field => ({
  type,
  label: 'It',
})

describe('a value is put as the database will answer it', () => {
  test.each<[Field, unknown, unknown]>([
    [plain('text'), '  Ana ', 'Ana'],
    [plain('email'), ' Ana@Example.COM ', 'ana@example.com'],
    [plain('link'), 'example.com/a', 'https://example.com/a'],
    [plain('moment'), '2026-03-31T09:30:00+02:00', '2026-03-31T07:30:00.000Z'],
    [
      { type: 'money', label: 'It' },
      { amount: '1200.5', currency: 'EUR' },
      { amount: '1200.50', currency: 'EUR' },
    ],
    [
      { type: 'money', label: 'It' },
      { amount: '-0', currency: 'JPY' },
      { amount: '0', currency: 'JPY' },
    ],
    [
      { type: 'user', label: 'It' },
      '01A2014B-D59B-786B-936D-31538F84BB8C',
      '01a2014b-d59b-786b-936d-31538f84bb8c',
    ],
    [
      { type: 'references', label: 'It', to: 'person' },
      ['01a2014b-d59b-786b-936d-31538f84bb8c', '01A2014B-D59B-786B-936D-31538F84BB8C'],
      ['01a2014b-d59b-786b-936d-31538f84bb8c'],
    ],
  ])('%o of %o', (field, given, kept) => {
    const parsed = accepts(field, given)
    expect(parsed.data).toEqual(kept)
    expect(accepts(field, parsed.data).data).toEqual(kept)
  })
})

describe('a value is refused', () => {
  test.each<[Field, unknown]>([
    [plain('text'), 'nul\0'],
    [plain('longText'), 'half a pair \ud83d'],
    [{ type: 'tags', label: 'It' }, ['a', '\0']],
    [{ type: 'tags', label: 'It' }, ['  ']],
    [{ type: 'address', label: 'It' }, { city: '\0' }],
    [plain('text'), 'x'.repeat(2_001)],
    [plain('email'), 'ana'],
    [plain('email'), `${'a'.repeat(320)}@example.com`],
    [plain('link'), 'javascript:alert(1)'],
    [plain('link'), 'data:text/html,x'],
    [plain('date'), '2026-02-30'],
    [{ type: 'number', label: 'It' }, '12'],
    [{ type: 'number', label: 'It' }, Number.POSITIVE_INFINITY],
    [{ type: 'duration', label: 'It' }, -1],
    [{ type: 'duration', label: 'It' }, 1.5],
    [{ type: 'yesNo', label: 'It' }, 'yes'],
    [{ type: 'choice', label: 'It', options: [{ value: 'a', label: 'A' }] }, 'b'],
    [
      { type: 'money', label: 'It' },
      { amount: 'abc', currency: 'EUR' },
    ],
    [
      { type: 'money', label: 'It' },
      { amount: '1', currency: 'euro' },
    ],
    [{ type: 'user', label: 'It' }, "1' or '1'='1"],
  ])('%o of %o', (field, given) => {
    expect(accepts(field, given).success).toBe(false)
  })
})

test('unknown, read-only and prototype names are refused in new records and changes', () => {
  for (const schema of [createSchema(deal), updateSchema(deal)])
    for (const name of ['nonsense', 'status', 'id', 'version', 'createdAt', 'constructor', 'toString'])
      expect(schema.safeParse({ name: 'A', [name]: 'x' }).success, name).toBe(false)
})

test('required fields are needed in a new record, may stay away from a change and are never cleared', () => {
  expect(createSchema(deal).safeParse({}).error?.issues[0]?.path).toEqual(['name'])
  expect(updateSchema(deal).safeParse({}).success).toBe(true)
  expect(updateSchema(deal).safeParse({ name: null }).success).toBe(false)
  expect(createSchema(person).safeParse({}).success).toBe(true)
})

test('names that every object has are no fields', () => {
  for (const type of recordTypes as readonly RecordType[])
    for (const name of ['constructor', '__proto__', 'toString', 'hasOwnProperty'])
      expect(fieldOf(type, name), `${type.name}.${name}`).toBeUndefined()
})
