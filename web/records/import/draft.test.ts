import { expect, test } from 'vitest'
import type { FileMapping, ImportMapping } from '../../../contract/records/import-mapping.ts'
import type { ImportFile } from '../../../contract/records/import-routes.ts'
import {
  emptyDraft,
  lacksOf,
  mappingOf,
  sourceFrom,
  uploadOf,
  withAnotherReading,
  withFile,
  withMapping,
  withoutFile,
  withReadingMoved,
} from './draft.ts'

const dialect = { encoding: 'utf-8', delimiter: ',', quote: '"', escape: '"', skip: 0, header: true }
const file = (name: string, id = name): ImportFile => ({ id, name, bytes: 10, rows: 1, dialect })
const suggested = (match: string, recordType: string, fields: FileMapping['fields'] = []): FileMapping => ({
  match,
  recordType,
  fields,
})
const mapping = (...files: FileMapping[]): ImportMapping => ({ name: 'Hardware', source: 'maven', files })

test('files arrive in any order, and what is referred to is read first', () => {
  let draft = withFile(emptyDraft, file('deals.csv'), suggested('deals.csv', 'deal'))
  draft = withFile(draft, file('Accounts 2024.csv'), suggested('Accounts 2024.csv', 'company'))
  expect(draft.readings.map((reading) => reading.file.recordType)).toEqual(['company', 'deal'])
  expect(draft.terms).toEqual({ name: 'Accounts 2024, deals', source: 'accounts-2024' })
  expect(draft.readings.map((reading) => uploadOf(draft, reading)?.name)).toEqual([
    'Accounts 2024.csv',
    'deals.csv',
  ])
})

test('a file of the same name takes the place of the other and keeps what was said of it', () => {
  let draft = withFile(emptyDraft, file('deals.csv', 'a'), suggested('deals.csv', 'deal'))
  draft = withFile(draft, file('deals.csv', 'b'), suggested('deals.csv', 'person'))
  expect(draft.files.map(({ id }) => id)).toEqual(['b'])
  expect(draft.readings.map((reading) => reading.file.recordType)).toEqual(['deal'])
})

test('a mapping dropped with its files speaks for them, whichever comes first', () => {
  const said = mapping(suggested('teams.csv', 'user'), suggested('teams.csv', 'team'))
  const first = withFile(withMapping(emptyDraft, said), file('teams.csv'), suggested('teams.csv', 'person'))
  const later = withMapping(withFile(emptyDraft, file('teams.csv'), suggested('teams.csv', 'person')), said)
  for (const draft of [first, later]) expect(mappingOf(draft)).toEqual(said)
})

test('what a mapping does not speak of keeps its suggestion', () => {
  const draft = withMapping(
    withFile(emptyDraft, file('extra.csv'), suggested('extra.csv', 'person')),
    mapping(suggested('teams.csv', 'user')),
  )
  expect(draft.readings.map((reading) => reading.file.match)).toEqual(['teams.csv', 'extra.csv'])
  expect(lacksOf(draft)).toContainEqual({ kind: 'noFile', reading: draft.readings[0] })
})

test('customers who are referred to are made, products are asked about', () => {
  const draft = withFile(
    emptyDraft,
    file('deals.csv'),
    suggested('deals.csv', 'deal', [
      { field: 'company', column: 'account', reference: { by: 'name' } },
      { field: 'product', column: 'product', reference: { by: 'name' } },
    ]),
  )
  expect(draft.readings[0]?.file.fields.map((field) => field.reference?.createMissing)).toEqual([
    true,
    undefined,
    undefined,
  ])
  // It has no name of its own, so it is called by what it is about.
  expect(draft.readings[0]?.file.fields[2]).toEqual({ field: 'name', template: '{product} · {account}' })
})

test('what lacks is said before the server says it', () => {
  expect(lacksOf(emptyDraft)).toEqual([{ kind: 'noFiles' }])
  const draft = withFile(emptyDraft, file('deals.csv'), suggested('deals.csv', 'deal'))
  expect(lacksOf(draft)).toMatchObject([{ kind: 'noField', label: 'Name' }])
  const unread = {
    ...withoutFile(draft, 'deals.csv'),
    files: draft.files,
    terms: { name: 'x', source: 'Not a source' },
  }
  expect(lacksOf(unread).map(({ kind }) => kind)).toEqual(['noSource', 'noReading'])
})

test('a file is read once more, and readings change places', () => {
  const once = withFile(emptyDraft, file('teams.csv'), suggested('teams.csv', 'user'))
  const draft = withAnotherReading(once, once.readings[0]!.key)
  const keys = draft.readings.map(({ key }) => key)
  expect(new Set(keys).size).toBe(2)
  expect(withReadingMoved(draft, keys[0]!, 1).readings.map(({ key }) => key)).toEqual(keys.toReversed())
  expect(withReadingMoved(draft, keys[0]!, -1)).toBe(draft)
})

test.each([
  ['Sales Pipeline (2024).csv', 'sales-pipeline-2024'],
  ['Kundenübersicht.csv', 'kundenubersicht'],
  ['数据.csv', 'import'],
])('%s suggests the source %s', (name, source) => expect(sourceFrom(name)).toBe(source))
