import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { testCompany } from '../../../tests/builders.ts'
import { rebuildIndexes, setIndexesAside } from './indexes.ts'

const company = await testCompany()
const { db, call, owner } = company

const standing = async () =>
  (
    await sql<{ what: string }>`
      select pg_get_indexdef(indexrelid) || ' ' || indisvalid as what from pg_index
      union all select conname || ' ' || conrelid::regclass || ' ' || pg_get_constraintdef(oid) || ' ' || convalidated from pg_constraint
      order by 1`.execute(db)
  ).rows.map(({ what }) => what)

const pass = { file: 0, upload: '', name: 'people.csv', recordType: 'person', rows: 100_000 }

test('what a large first import sets aside is all back, and an e-mail stays one person’s meanwhile', async () => {
  const before = await standing()
  await setIndexesAside(db, [pass])
  const during = await standing()
  expect(during.some((what) => what.startsWith('people_email_key '))).toBe(false)
  expect(during.some((what) => what.includes('identities_email_key'))).toBe(true)
  await company.person({ email: 'one@aside.example' })
  const again = await call(owner, 'POST', '/people', { body: { email: 'ONE@aside.example' } })
  expect([again.status, again.body.errors]).toMatchObject([409, [{ path: 'email' }]])
  await rebuildIndexes(db)
  expect(await standing()).toEqual(before)
})

test('tables in use keep theirs', async () => {
  await sql`insert into people (first_name) select 'p' || i from generate_series(1, 5001) i`.execute(db)
  const before = await standing()
  await setIndexesAside(db, [pass])
  expect(await standing()).toEqual(before)
})
