import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Client } from 'pg'
import type { PoolConfig } from 'pg'
import { afterAll, beforeEach, expect, test } from 'vitest'
import { emptyDatabase } from '../../tests/database.ts'
import { temporaryFolder } from '../../tests/postgres.ts'
import { silent } from './log.ts'
import { migrate } from './migrate.ts'

const folder = await temporaryFolder()
afterAll(() => rm(folder, { recursive: true, force: true }))
let connection: PoolConfig = {}

const write = (name: string, text: string) => writeFile(join(folder, name), text)
const run = () => migrate(connection, silent, folder)

async function query(text: string): Promise<object[]> {
  const client = new Client(connection)
  await client.connect()
  try {
    return (await client.query<object>(text)).rows
  } finally {
    await client.end()
  }
}

beforeEach(async () => {
  await rm(folder, { recursive: true })
  await mkdir(folder)
  connection = await emptyDatabase()
  await write('0001_start.sql', 'create table step (n int);\ninsert into step values (1);\n')
})

test('applies what is new, in order, once', async () => {
  expect(await run()).toEqual(['0001_start.sql'])
  await write('0010_third.sql', 'insert into step select max(n) * 10 from step;')
  await write('0002_second.sql', 'insert into step values (2);')
  await write('notes.txt', 'not a migration')
  expect(await run()).toEqual(['0002_second.sql', '0010_third.sql'])
  expect(await run()).toEqual([])
  expect(await query('select n from step order by n')).toEqual([{ n: 1 }, { n: 2 }, { n: 20 }])
})

test('processes that start together apply each migration once', async () => {
  await write('0002_slow.sql', 'insert into step values (2); select pg_sleep(0.2);')
  const applied = await Promise.all([run(), run(), run(), run()])
  expect(applied.flat().sort()).toEqual(['0001_start.sql', '0002_slow.sql'])
  expect(await query('select n from step order by n')).toEqual([{ n: 1 }, { n: 2 }])
})

test('a migration that fails leaves nothing of itself, and says where', async () => {
  await write('0002_wrong.sql', 'insert into step values (2);\n-- é\ninsert into stepp values (3);\n')
  await expect(run()).rejects.toThrow(
    'Migration 0002_wrong.sql failed in line 3: relation "stepp" does not exist',
  )
  expect(await query('select n from step')).toEqual([{ n: 1 }])
  await write('0002_wrong.sql', 'insert into step values (2);')
  expect(await run()).toEqual(['0002_wrong.sql'])
})

test('a migration changed after it was applied is refused; other line ends are no change', async () => {
  await run()
  await write('0001_start.sql', 'create table step (n int);\r\ninsert into step values (1);\r\n')
  expect(await run()).toEqual([])
  await write('0001_start.sql', 'create table step (n bigint);\ninsert into step values (1);\n')
  await expect(run()).rejects.toThrow(/0001_start\.sql was changed after it was applied/)
})

test('a database of a newer version is refused', async () => {
  await write('0002_newer.sql', 'select 1;')
  await run()
  await rm(join(folder, '0002_newer.sql'))
  await expect(run()).rejects.toThrow(/0002_newer\.sql, which this version of Throughline does not know/)
})

test('a migration that comes late with an early number is refused', async () => {
  await write('0003_third.sql', 'select 1;')
  await run()
  await write('0002_late.sql', 'select 1;')
  await expect(run()).rejects.toThrow(/0002_late\.sql comes before 0003_third\.sql/)
})

test('names are numbers and words, and no number comes twice', async () => {
  await write('0001_again.sql', 'select 1;')
  await expect(run()).rejects.toThrow(/number 0001/)
  await rm(join(folder, '0001_again.sql'))
  await write('2_Short.sql', 'select 1;')
  await expect(run()).rejects.toThrow(/2_Short\.sql must be called like/)
})
