import { expect, test } from 'vitest'
import type { AnyRecord } from '../../contract/records/value.ts'
import { deal } from '../../contract/sales/deal.ts'
import { followSaves, tellSaved } from './after-save.ts'

const save = (name: string) =>
  tellSaved(deal, { name }, { id: name, version: 1, title: name } as unknown as AnyRecord)

test('who follows hears of saves, and of the latest that nobody heard', () => {
  const heard: string[] = []
  const follow = () => followSaves((_, asked) => heard.push(String(asked['name'])))
  save('first')
  save('second')
  const leave = follow()
  expect(heard).toEqual(['second'])
  save('third')
  leave()
  expect(heard).toEqual(['second', 'third'])
  follow()()
  expect(heard).toEqual(['second', 'third'])
})
