import { importTargets } from '../../../contract/import-targets.ts'
import { declaredTypes } from '../../../contract/record-types.ts'
import fc from 'fast-check'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import {
  fileMatches,
  importMappingSchema,
  type FileMapping,
} from '../../../contract/records/import-mapping.ts'
import { nameParts } from './draft.ts'
import { isRefusal, planFile, planRow, UnusableMapping } from './plan.ts'
import { recognise, type RowKey } from './recognise.ts'
import { lookAt, suggestFile } from './suggest.ts'

const home = { timeZone: 'Europe/Lisbon', currency: 'EUR' }
const mappingOf = (file: Omit<FileMapping, 'match'>, more: object = {}) =>
  importMappingSchema.parse({ name: 'Test', source: 'test', files: [{ match: 'a.csv', ...file }], ...more })

/** The row as the plan of a mapping reads it. */
function read(file: Omit<FileMapping, 'match'>, columns: string[], cells: string[], more: object = {}) {
  const mapping = mappingOf(file, more)
  return planRow(planFile(mapping, mapping.files[0]!, columns, home), 2, cells)
}

describe('mappings', () => {
  test('the shipped examples are mappings', () => {
    for (const name of ['maven', 'olist'])
      importMappingSchema.parse(
        JSON.parse(readFileSync(join(import.meta.dirname, `../../../examples/import/${name}.json`), 'utf8')),
      )
  })
  test.each([
    ['leads-*.csv', 'Leads-2026.CSV', true],
    ['*closed*', '/home/ana/olist_closed_deals.csv', true],
    ['leads.csv', 'old-leads.csv', false],
    ['a*b*c', 'abc', true],
    ['a*a', 'a', false],
  ])('%s and %s', (pattern, name, matches) => {
    expect(fileMatches(pattern, name)).toBe(matches)
  })
  test.each([
    [{ recordType: 'dragon', fields: [] }, 'no record type is named "dragon"'],
    [{ recordType: 'person', fields: [{ field: 'wings', column: 'a' }] }, 'no field "wings"'],
    [{ recordType: 'person', fields: [{ field: 'email', column: 'mail' }] }, 'no column "mail"; it has a, b'],
    [{ recordType: 'company', fields: [{ field: 'domain', column: 'a' }] }, 'no column fills "Name"'],
    [
      {
        recordType: 'deal',
        fields: [
          { field: 'name', column: 'a' },
          { field: 'status', column: 'b' },
        ],
      },
      'set by Throughline itself',
    ],
    [
      { recordType: 'person', fields: [{ field: 'birthday', column: 'a', format: 'yyyy' }] },
      'needs a year, a month and a day',
    ],
    [
      {
        recordType: 'person',
        fields: [
          { field: 'email', column: 'a' },
          { field: 'email', column: 'b' },
        ],
      },
      '"email" is filled twice',
    ],
    [
      { recordType: 'person', fields: [], lifecycle: [{ stage: 'king', column: 'a' }] },
      'no lifecycle stage is named "king"',
    ],
    [{ recordType: 'person', fields: [], matchBy: ['phone'] }, 'matches by "phone", which no column fills'],
  ] as [Omit<FileMapping, 'match'>, string][])('what cannot work is said: %#', (file, why) => {
    expect(() => read(file, ['a', 'b'], [])).toThrow(UnusableMapping)
    expect(() => read(file, ['a', 'b'], [])).toThrow(why)
  })
})

describe('rows', () => {
  test('each field type reads its cells', () => {
    const row = read(
      {
        recordType: 'company',
        sourceId: 'id',
        fields: [
          { field: 'name', column: 'n' },
          { field: 'annualRevenue', column: 'rev', scale: 1000, decimal: ',' },
          { field: 'employees', column: 'staff' },
          { field: 'address.city', column: 'city' },
          { field: 'tags', column: 'tags' },
          { field: 'website', column: 'web' },
          { field: 'owner', column: 'rep', reference: { by: 'email' } },
        ],
      },
      ['id', 'n', 'rev', 'staff', 'city', 'tags', 'web', 'rep'],
      ['7', ' Acme ', '1.200,5', '12', 'Porto', 'a;b', 'acme.example', 'Rep@Example.com'],
    )
    expect(row).toMatchObject({
      sourceId: '7',
      values: [
        'Acme',
        { amount: '1200500.00', currency: 'EUR' },
        12,
        'Porto',
        ['a', 'b'],
        'https://acme.example',
        'rep@example.com',
      ],
    })
  })

  test('words are given their meaning, blank means nothing', () => {
    const fields = [
      { field: 'industry', column: 'a', values: { technolgy: 'technology', 'n/a': null } },
      { field: 'name', constant: 'x' },
    ]
    const industry = (cell: string) => {
      const row = read({ recordType: 'company', fields }, ['a'], [cell])
      return row && !isRefusal(row) ? row.values[0] : row
    }
    expect([industry('Technolgy'), industry('N/A'), industry('retail'), industry(' ')]).toEqual([
      'technology',
      null,
      'retail',
      null,
    ])
  })

  test('templates leave nothing dangling', () => {
    const name = (cells: string[]) => {
      const row = read(
        { recordType: 'deal', fields: [{ field: 'name', template: '{product} · {account} ({id:3})' }] },
        ['product', 'account', 'id'],
        cells,
      )
      return row && !isRefusal(row) ? row.values[0] : row?.reason
    }
    expect(name(['GTX', 'Acme', '123456'])).toBe('GTX · Acme (123)')
    expect(name(['', '', ''])).toMatch(/is blank, but every deal needs Name/)
  })

  test('a day with its time is both, in the zones that they are told and kept in', () => {
    const row = read(
      {
        recordType: 'deal',
        fields: [
          { field: 'name', constant: 'x' },
          { field: 'closedOn', column: 'a', format: 'yyyy-MM-dd HH:mm', zone: 'America/New_York' },
        ],
      },
      ['a'],
      ['2026-07-01 22:30'],
    )
    expect(row).toMatchObject({ values: ['x', { day: '2026-07-02', at: '2026-07-02T02:30:00.000Z' }] })
  })

  test.each([
    [{ field: 'email', column: 'a' }, 'ana at home', 'a', 'is not an e-mail address'],
    [
      { field: 'birthday', column: 'a', format: 'dd/MM/yyyy' },
      '2020-01-01',
      'a',
      'is not a date in the format dd/MM/yyyy',
    ],
    [{ field: 'lifecycleStage', column: 'a' }, 'king', 'a', 'is not one of Subscriber, Lead'],
    [{ field: 'firstName', column: 'a' }, 'x'.repeat(3000), 'a', 'is longer than 2000 characters'],
    [{ field: 'firstName', column: 'a' }, 'a\u0000b', 'a', 'has a zero character'],
  ])('a cell that does not fit refuses its row with column and reason: %#', (field, cell, column, reason) => {
    expect(read({ recordType: 'person', fields: [field] }, ['a'], [cell])).toMatchObject({
      row: 2,
      column,
      value: cell,
      reason: expect.stringContaining(reason) as string,
    })
  })

  test('too many cells and a blank id are refused, too few cells are blank', () => {
    const file = { recordType: 'person', sourceId: 'id', fields: [{ field: 'email', column: 'mail' }] }
    expect(read(file, ['id', 'mail'], ['1', 'a@b.co', 'more'])).toMatchObject({
      reason: 'has 3 cells where the header has 2',
    })
    expect(read(file, ['id', 'mail'], ['', 'a@b.co'])).toMatchObject({
      column: 'id',
      reason: expect.stringContaining('is blank') as string,
    })
    expect(read(file, ['id', 'mail'], ['1'])).toMatchObject({ sourceId: '1', values: [null] })
  })

  test('filters choose rows', () => {
    const file = (where: object) =>
      ({ recordType: 'person', fields: [], where: [where] }) as unknown as Omit<FileMapping, 'match'>
    expect(read(file({ column: 'a', is: ['x'] }), ['a'], ['X'])).not.toBeNull()
    expect(read(file({ column: 'a', is: ['x'] }), ['a'], ['y'])).toBeNull()
    expect(read(file({ column: 'a', isNot: [''] }), ['a'], [''])).toBeNull()
  })
})

describe('recognising', () => {
  const key = (text: string): RowKey => ({ text })
  const ids = () => {
    let n = 0
    return () => `new-${++n}`
  }

  test('same by mail, same by id: one record; what belongs to another stays with it', () => {
    const owners = new Map([
      ['id 7', 'B'],
      ['mail a', 'A'],
    ])
    const [first, second, third] = recognise(
      [[key('mail a')], [key('id 7'), key('mail a')], [key('id 8'), key('mail a')]],
      owners,
      ids(),
    )
    expect(first).toMatchObject({ id: 'A', fresh: false })
    expect(second).toMatchObject({ id: 'B', contested: [{ key: key('mail a'), owner: 'A' }] })
    expect(third).toMatchObject({ id: 'A', claims: [key('id 8')] })
  })
  test('a chain of keys is one person', () => {
    const rows = [
      ['id 1', 'mail a'],
      ['id 2', 'mail a'],
      ['id 2', 'mail b'],
      ['id 3', 'mail b'],
    ].map((keys) => keys.map(key))
    expect(new Set(recognise(rows, new Map(), ids()).map(({ id }) => id)).size).toBe(1)
  })
  test('nothing to recognise by is always new', () => {
    expect(new Set(recognise([[], []], new Map(), ids()).map(({ id }) => id)).size).toBe(2)
  })
  test('how a file is cut into chunks makes no difference', () => {
    const row = fc
      .tuple(fc.option(fc.integer({ min: 0, max: 6 })), fc.option(fc.integer({ min: 0, max: 6 })))
      .map(([id, mail]) =>
        [id === null ? [] : [key(`id ${id}`)], mail === null ? [] : [key(`mail ${mail}`)]].flat(),
      )
    fc.assert(
      fc.property(fc.array(row, { maxLength: 40 }), fc.integer({ min: 0, max: 40 }), (rows, cut) => {
        const whole = recognise(rows, new Map(), ids()).map(({ id }) => id)
        const [owners, next] = [new Map<string, string>(), ids()]
        const parts = [rows.slice(0, cut), rows.slice(cut)]
          .flatMap((part) => recognise(part, owners, next))
          .map(({ id }) => id)
        expect(parts).toEqual(whole)
      }),
    )
  })
})

test.each([
  ['Ana', 'Ana', null],
  ['Ana da Silva', 'Ana', 'da Silva'],
  ['da Silva, Ana', 'Ana', 'da Silva'],
  [null, null, null],
])('the parts of %s', (name, first, last) => {
  expect(nameParts(name)).toEqual({ first, last })
})

describe('suggestions', () => {
  const columnsOf = (header: string[], rows: string[][]) =>
    header.map((name, i) =>
      lookAt(
        name,
        rows.map((row) => row[i] ?? ''),
      ),
    )

  test('contacts: by names, other names and looks', () => {
    const columns = columnsOf(
      ['Contact ID', 'First Name', 'Surname', 'E-mail Address', 'Reach', 'Lead Source', 'Birthday'],
      [
        ['c1', 'Ana', 'Lima', 'ana@example.com', '+351 912 345 678', 'social', '31/01/1990'],
        ['c2', 'Bo', 'Berg', 'bo@example.com', '+47 22 12 34 56', 'email', '02/03/1985'],
      ],
    )
    const [best] = suggestFile('contacts.csv', columns, 2)
    expect(best?.file.recordType).toBe('person')
    expect(best?.file.sourceId).toBe('Contact ID')
    expect(Object.fromEntries(best!.file.fields.map((field) => [field.column, field.field]))).toEqual({
      'First Name': 'firstName',
      Surname: 'lastName',
      'E-mail Address': 'email',
      Reach: 'phone',
      'Lead Source': 'source',
      Birthday: 'birthday',
    })
    expect(best?.file.fields.find((field) => field.field === 'birthday')?.format).toBe('dd/MM/yyyy')
  })

  test('deals: references, money and dates', () => {
    const columns = columnsOf(
      ['Deal Name', 'Sales Agent', 'Account', 'Deal Stage', 'Close Date', 'Amount'],
      [
        ['Big one', 'Ana Lima', 'Acme', 'Won', '2026-01-31', '1.200,50'],
        ['Small one', 'Bo Berg', 'Bolt', 'Lost', '2026-02-01', '7,25'],
      ],
    )
    const [best] = suggestFile('deals 2026.csv', columns, 2)
    expect(best?.file.recordType).toBe('deal')
    expect(best?.file.fields).toEqual(
      expect.arrayContaining([
        { field: 'owner', column: 'Sales Agent', reference: { by: 'name' } },
        { field: 'company', column: 'Account', reference: { by: 'name' } },
        { field: 'stage', column: 'Deal Stage', reference: { by: 'name' } },
        { field: 'closedOn', column: 'Close Date', format: 'iso' },
        { field: 'amount', column: 'Amount', decimal: ',' },
      ]),
    )
  })

  test('a column of amounts is one though words are among them, and is none when they are most of it', () => {
    const amounts = (...told: string[]) =>
      suggestFile(
        'deals.csv',
        columnsOf(
          ['Deal Name', 'Amount'],
          told.map((amount, i) => [`Deal ${i}`, amount]),
        ),
        told.length,
      )
        .find(({ file }) => file.recordType === 'deal')
        ?.file.fields.find(({ column }) => column === 'Amount')
    expect(amounts('1.200,50', 'many', '7,25')).toEqual({ field: 'amount', column: 'Amount', decimal: ',' })
    expect(amounts('many', 'few', '7,25')).toBeUndefined()
  })

  test('exchange rates', () => {
    const columns = columnsOf(
      ['date', 'from', 'rate'],
      [
        ['2026-01-01', 'USD', '0.92'],
        ['2026-02-01', 'USD', '0.93'],
      ],
    )
    const [best] = suggestFile('rates.csv', columns, 2, undefined, importTargets(declaredTypes))
    expect(best?.file).toMatchObject({ recordType: 'exchange-rate', match: 'rates.csv' })
    expect(Object.fromEntries(best!.file.fields.map((field) => [field.column, field.field]))).toEqual({
      date: 'fromOn',
      from: 'currency',
      rate: 'rate',
    })
  })

  test('misspelt options are told their meaning', () => {
    const columns = columnsOf(
      ['Email', 'Lifecycle Stage'],
      [
        ['a@b.co', 'Opportunty'],
        ['c@d.co', 'Lead'],
      ],
    )
    const stage = suggestFile('people.csv', columns, 2)[0]?.file.fields.find(
      (field) => field.field === 'lifecycleStage',
    )
    expect(stage?.values).toEqual({ Opportunty: 'Opportunity' })
  })
})
