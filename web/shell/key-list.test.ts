import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { fixedKeys, keyList } from './key-list.ts'

test('every key of a page can be exchanged, or stays what it is everywhere', () => {
  const web = join(import.meta.dirname, '..')
  const used = readdirSync(web, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.tsx?$/.test(file) && !/\.test\.tsx?$/.test(file) && !file.endsWith('key-list.ts'))
    .flatMap((file) => [...readFileSync(join(web, file), 'utf8').matchAll(/\bkeys: '([^']+)'/g)])
    .map(([, keys]) => keys ?? '')
  expect(used.length).toBeGreaterThan(40)
  const known = new Set([...keyList.map(({ keys }) => keys), ...fixedKeys])
  expect([...new Set(used)].filter((keys) => !known.has(keys))).toEqual([])
  expect(keyList.map(({ keys }) => keys).filter((keys) => !used.includes(keys))).toEqual([])
})
