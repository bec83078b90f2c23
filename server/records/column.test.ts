import fc from 'fast-check'
import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import { declaredTypes } from '../../contract/record-types.ts'
import type { FileValue } from '../../contract/records/file.ts'
import { fieldTypes, type FieldType } from '../../contract/records/field.ts'
import { operatorsOf, type Operator } from '../../contract/records/filter.ts'
import { ownAbilities, ownNameFor, type OwnField } from '../../contract/records/own-field.ts'
import type { AnyRecord } from '../../contract/records/value.ts'
import { contextFor, testCompany } from '../../tests/builders.ts'
import { behaviourOf } from './behaviour.ts'
import { rowShape } from './column.ts'
import { listRecords } from './list.ts'
import { typeIn } from './types.ts'
import { createRecords, updateRecords } from './write.ts'

const company = await testCompany()
const { owner, ask, database } = company
const context = contextFor(database)

const options = [
  { label: 'One', value: 'one' },
  { label: 'Two', value: 'two' },
  { label: '3', value: '3' },
]
for (const type of fieldTypes)
  await ask<OwnField>(owner, 'POST', '/fields', {
    body: {
      recordType: 'company',
      type,
      label: `A ${type}`,
      ...(type === 'choice' || type === 'choices' ? { options } : {}),
      ...(type === 'reference' || type === 'references' ? { to: 'product' } : {}),
    },
  })
const products = await Promise.all(
  ['a', 'b', 'c'].map((name) => ask(owner, 'POST', '/products', { body: { name } })),
)
const ids = products.map(({ id }) => id)
const nameOf = (type: FieldType) => ownNameFor(`A ${type}`, () => false)
const uploaded = (
  await sql<FileValue>`insert into files (name, media_type, bytes, sha256, store)
    select 'File ' || n || '.txt', 'text/plain', n, sha256(n::text::bytea), 'disk' from generate_series(1, 1000) n
    returning id, name, bytes as size, media_type as "mediaType"`.execute(company.db)
).rows
/** A file is given to one record, once. */
const freshFile = (): FileValue => {
  const { id, name, size, mediaType } = uploaded.pop()!
  return { id, name, size, mediaType }
}
const text = fc
  .string({ minLength: 1, maxLength: 60, unit: 'grapheme' })
  .map((it) => it.replaceAll('\0', '').trim() || 'x')
const values: Record<FieldType, fc.Arbitrary<unknown>> = {
  text,
  longText: text.map((it) => `<p>${it.replaceAll(/[<>&\u00a0]/g, '')}</p>`),
  number: fc.double({ noNaN: true, noDefaultInfinity: true }).map((it) => (Object.is(it, -0) ? 0 : it)),
  money: fc
    .tuple(fc.integer({ min: -1e9, max: 1e9 }), fc.constantFrom(['EUR', 2], ['JPY', 0], ['KWD', 3]))
    .map(([amount, [currency, digits]]) => ({ amount: (amount / 100).toFixed(digits), currency }))
    .map((money) => ({ ...money, amount: money.amount.replace(/^-(0(\.0+)?)$/, '$1') })),
  percentage: fc.double({ min: -100, max: 100, noNaN: true }).map((it) => (Object.is(it, -0) ? 0 : it)),
  date: fc
    .date({ min: new Date('0002-01-01'), max: new Date('9999-12-31'), noInvalidDate: true })
    .map((it) => it.toISOString().slice(0, 10)),
  moment: fc
    .date({ min: new Date('0002-01-01'), max: new Date('9999-12-31'), noInvalidDate: true })
    .map((it) => it.toISOString()),
  duration: fc.integer({ min: 0, max: 1e12 }),
  yesNo: fc.boolean(),
  choice: fc.constantFrom('one', 'two', '3'),
  choices: fc.subarray(['one', 'two', '3'], { minLength: 1 }),
  tags: fc.array(text, { minLength: 1, maxLength: 4 }),
  email: fc.constantFrom('ana@example.com', 'rui+x@example.org'),
  phone: fc.constantFrom('+351912345678', '+49 30 1'),
  link: fc.webUrl({ validSchemes: ['https'] }),
  address: fc.record({ street: text, city: text }, { requiredKeys: ['city'] }),
  reference: fc.constantFrom(...ids),
  references: fc.shuffledSubarray(ids, { minLength: 1 }),
  user: fc.constant(owner.id),
  file: fc.constant(null).map(freshFile),
  files: fc.array(fc.constant(null), { minLength: 1, maxLength: 3 }).map((all) => all.map(freshFile)),
}

const type = typeIn(database, 'company')
let counter = 0
const make = async (own: Record<string, unknown>) =>
  (await createRecords(context, type, [{ values: { name: `C${++counter}`, ...own } }]))
    .records[0] as AnyRecord

describe.each(fieldTypes)('an own field of type %s', (kind) => {
  const name = nameOf(kind)

  test('gives back what was put in, when it is made, changed, cleared and listed, and is found by it', async () => {
    await fc.assert(
      fc.asyncProperty(values[kind], values[kind], async (first, second) => {
        const made = await make({ [name]: first })
        expect(made[name]).toEqual(first)
        const [changed] = (await updateRecords(context, type, [{ id: made.id, values: { [name]: second } }]))
          .records
        expect(changed?.[name]).toEqual(second)
        const only = { field: 'id', op: 'is', value: made.id } as const
        const page = async (op: Operator, value?: unknown) =>
          (
            await listRecords(context, type, {
              filter: { and: [only, { field: name, op, ...(value === undefined ? {} : { value }) }] },
              limit: 5,
              fields: [name],
            })
          ).data
        expect((await page('notEmpty'))[0]?.[name]).toEqual(second)
        const asked =
          kind === 'money'
            ? Number((second as { amount: string }).amount)
            : kind === 'date' || kind === 'moment' || !Array.isArray(second)
              ? second
              : second[0]
        if (operatorsOf[kind].includes('is')) expect(await page('is', asked)).toHaveLength(1)
        if (operatorsOf[kind].includes('anyOf')) expect(await page('anyOf', [asked])).toHaveLength(1)
        if (operatorsOf[kind].includes('noneOf')) expect(await page('noneOf', [asked])).toHaveLength(0)
        if (operatorsOf[kind].includes('atMost')) {
          expect(await page('atMost', asked)).toHaveLength(1)
          expect(await page('lessThan', asked)).toHaveLength(0)
        }
        const [cleared] = (await updateRecords(context, type, [{ id: made.id, values: { [name]: null } }]))
          .records
        expect(cleared?.[name]).toBeNull()
        expect(await page('empty')).toHaveLength(1)
      }),
      { numRuns: 12 },
    )
  })

  test('sorts as its values do, those without one last either way', async () => {
    if (['longText', 'choices', 'tags', 'address', 'references', 'file', 'files'].includes(kind)) return
    for (const value of fc.sample(values[kind], 6)) await make({ [name]: value })
    const list = async (sort: string) =>
      (await listRecords(context, type, { sort, limit: 200, fields: [name] })).data.map(
        (record) => record[name],
      )
    const [up, down] = [await list(name), await list(`-${name}`)]
    const known = (all: unknown[]) => all.slice(0, 6)
    expect([...known(up), ...known(down)]).not.toContain(null)
    expect([...up.slice(6), ...down.slice(6)].every((value) => value === null)).toBe(true)
    expect(known(down).toReversed()).toEqual(known(up))
    if (typeof up[0] === 'number')
      expect(known(up)).toEqual(known(up).toSorted((a, b) => Number(a) - Number(b)))
    if (kind === 'date' || kind === 'moment') expect(known(up)).toEqual(known(up).map(String).toSorted())
  })
})

test('every field type says what it can be asked to be, and can be added', () => {
  expect(Object.keys(ownAbilities).toSorted()).toEqual([...fieldTypes].toSorted())
  expect(fieldTypes.filter((kind) => !type.fields[nameOf(kind)])).toEqual([])
})

test('a name is made of any label, and never taken twice', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'grapheme' }), { maxLength: 20 }), (labels) => {
      const taken = new Set<string>()
      for (const label of labels) {
        const name = ownNameFor(label, (one) => taken.has(one))
        expect(name).toMatch(/^own_[a-z0-9][a-z0-9_]*$/)
        expect(name.length).toBeLessThanOrEqual(40)
        expect(taken.has(name)).toBe(false)
        taken.add(name)
      }
    }),
  )
})

/** An import writes rows in the database's own format, which does not make one number out of another. */
test.each(declaredTypes.all.map((type) => [type.plural, type] as const))(
  'the columns of %s are of the very types that its fields are written as',
  async (table, type) => {
    const { rows } = await sql<{ name: string; type: string }>`
      select attname as name, format_type(atttypid, null) as type from pg_attribute
      where attrelid = ${table}::regclass and attnum > 0 and not attisdropped`.execute(database.db)
    const actual = new Map(rows.map(({ name, type: kept }) => [name, kept]))
    const copies = behaviourOf(type).copies ?? []
    const written = [...rowShape(type), ...(behaviourOf(type).derived ?? [])]
    expect(
      written.map(([name]) => [name, actual.get(name)?.replace('timestamp with time zone', 'timestamptz')]),
    ).toEqual(written)
    for (const { table: other, columns } of copies) {
      const { rows: kept } = await sql<{ name: string; type: string }>`
        select attname as name, format_type(atttypid, null) as type from pg_attribute
        where attrelid = ${other}::regclass and attname = any(${columns.map(([name]) => name)})`.execute(
        database.db,
      )
      expect(new Map(kept.map(({ name, type: of }) => [name, of]))).toEqual(new Map(columns))
    }
  },
)
