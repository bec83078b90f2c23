import { expect, test } from 'vitest'
import type { Pair } from '../../../../contract/customer/duplicates.ts'
import { testImports } from '../../../../tests/imports.ts'
import { consume } from '../../../ledger/consumer.ts'
import { findDuplicates } from '../search/commands.ts'

const { company, db, done } = await testImports()
const { owner, ask } = company

const mapping = {
  source: 'fair',
  files: [
    {
      match: 'people.csv',
      recordType: 'person',
      fields: [
        { field: 'firstName', column: 'first' },
        { field: 'lastName', column: 'last' },
        { field: 'phone', column: 'phone' },
      ],
    },
  ],
} as const
const file = { 'people.csv': 'first,last,phone\nDuarte,Ana,+351912345678\nRui,Costa,+351912345678\n' }
const follow = async () => {
  while (await consume(db, findDuplicates));
}

test('a dry run tells who may be somebody who is there, and the import who is asked about', async () => {
  await company.person({ firstName: 'Ana', lastName: 'Duarte', email: null, phone: '+351912345678' })
  await follow()
  const checked = await done(mapping as never, file, 'check')
  expect(checked.report?.duplicates).toMatchObject([
    { row: 2, record: 'Duarte Ana', other: 'Ana Duarte', by: 'phone, name', value: '(88 %)' },
  ])
  const ran = await done(mapping as never, file)
  await follow()
  const pairs = (id: string) =>
    ask<{ data: Pair[] }>(owner, 'GET', '/people/duplicates/pairs', { query: { import: id } })
  expect((await pairs(ran.id)).data.map(({ records }) => records.map(({ title }) => title).sort())).toEqual([
    ['Ana Duarte', 'Duarte Ana'],
  ])
  expect((await pairs(checked.id)).data).toEqual([])
})
