import { rm } from 'node:fs/promises'
import { sql } from 'kysely'
import { Client } from 'pg'
import type { PoolConfig } from 'pg'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { emptyDatabase } from '../../tests/database.ts'
import { temporaryFolder } from '../../tests/postgres.ts'
import { silent } from './log.ts'
import { provideDatabase } from './provide.ts'

let dataFolder = ''
beforeEach(async () => {
  dataFolder = await temporaryFolder()
})
afterEach(() => rm(dataFolder, { recursive: true, force: true }))

/** The address of a database as people write it; a folder with a socket is given as the host. */
const urlOf = ({ host, port, user, database }: PoolConfig, changes = {}) =>
  `postgres:///${database}?${new URLSearchParams({ host: String(host), port: String(port), user: String(user), ...changes })}`

test('an external database is migrated and served, by as many servers as wanted', async () => {
  const databaseUrl = urlOf(await emptyDatabase())
  const place = { databaseUrl, dataFolder }
  const [one, other] = await Promise.all([
    provideDatabase(place, silent, { roles: ['web', 'worker'] }),
    provideDatabase(place, silent, { roles: ['web', 'worker'] }),
  ])
  const { rows } = await sql`select count(*) > 0 as migrated from migration`.execute(one.database.db)
  expect(rows).toEqual([{ migrated: true }])
  await Promise.all([one.stop(), other.stop()])
})

test('the embedded database is made when none is named, and stopped again', async () => {
  const provided = await provideDatabase({ databaseUrl: undefined, dataFolder }, silent, {
    roles: ['web', 'worker'],
  })
  expect((await sql`select 1 as one`.execute(provided.database.db)).rows).toEqual([{ one: 1 }])
  const { host, port } = provided.database.pool.options
  await provided.stop()
  await expect(new Client({ host, port }).connect()).rejects.toThrow(/ENOENT|ECONNREFUSED/)
})

test('a wrong password or name is told at once', async () => {
  const databaseUrl = urlOf(await emptyDatabase(), { user: 'nobody-i-know' })
  await expect(provideDatabase({ databaseUrl, dataFolder }, silent)).rejects.toThrow(/nobody-i-know/)
})
