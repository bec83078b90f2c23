import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { testCompany } from '../../tests/builders.ts'
import { consume, replayFrom } from '../ledger/consumer.ts'
import { dealToLifecycle } from './deal-to-lifecycle.ts'

const app = await testCompany()
const { owner, ask, db } = app
const follow = async (batch = 1_000) => {
  while (await consume(db, { ...dealToLifecycle, batch }));
}

const entries = async (column: 'person_id' | 'company_id', id: unknown) =>
  (
    await sql<{ entry: string }>`select stage || ' ' || entered_on as entry from lifecycle_entries
    where ${sql.ref(column)} = ${id} order by entered_at, stage`.execute(db)
  ).rows.map(({ entry }) => entry)

test('an open deal makes its person and company an opportunity, a won one customers, dated at its moments', async () => {
  const { Won } = await app.stages()
  const [company, person] = [await app.company(), await app.person({ lifecycleStage: 'lead' })]
  const deal = await app.deal({ company: company.id, person: person.id, openedOn: '2026-01-10' })
  await follow()
  expect((await ask(owner, 'GET', `/people/${person.id}`)).lifecycleStage).toBe('opportunity')
  await ask(owner, 'PATCH', `/deals/${deal.id}`, { body: { stage: Won?.id, closedOn: '2026-02-20' } })
  await follow()
  for (const path of [`/people/${person.id}`, `/companies/${company.id}`]) {
    const record = await ask(owner, 'GET', path)
    expect(record).toMatchObject({ lifecycleStage: 'customer' })
    const { data } = await ask<{ data: unknown[] }>(owner, 'GET', `${path}/history`, { query: { limit: 1 } })
    expect(data[0]).toMatchObject({
      type: expect.stringMatching(/stage-entered$/),
      at: '2026-02-20T00:00:00.000Z',
      origin: 'web',
      actor: { id: owner.id },
      subject: { version: record.version },
      changes: { lifecycleStage: ['opportunity', 'customer'] },
      data: { deal: deal.id },
    })
  }
  expect(await entries('company_id', company.id)).toEqual(['opportunity 2026-01-10', 'customer 2026-02-20'])
  expect((await entries('person_id', person.id)).map((entry) => entry.split(' ')[0])).toEqual([
    'opportunity',
    'customer',
    'lead',
  ])
})

test('the stage only moves forward', async () => {
  const person = await app.person({ lifecycleStage: 'advocate' })
  await app.deal({ person: person.id })
  await follow()
  expect(await ask(owner, 'GET', `/people/${person.id}`)).toMatchObject({
    lifecycleStage: 'advocate',
    version: 1,
  })
})

test('a deal linked to somebody later counts for them too', async () => {
  const deal = await app.deal()
  await follow()
  const person = await app.person()
  await ask(owner, 'PATCH', `/deals/${deal.id}`, { body: { person: person.id } })
  await follow()
  expect((await ask(owner, 'GET', `/people/${person.id}`)).lifecycleStage).toBe('opportunity')
})

test('in whatever order and batches the deals come, the entries are dated at the earliest, and a replay changes nothing', async () => {
  const { Won, Lost } = await app.stages()
  const company = await app.company()
  const deals: [string, string, unknown][] = [
    ['2025-05-01', '2025-06-01', Won?.id],
    ['2024-03-01', '2024-09-01', Won?.id],
    ['2023-11-01', '2024-01-01', Lost?.id],
    ['2025-12-01', '2026-01-01', Won?.id],
  ]
  for (const [openedOn, closedOn, stage] of deals) {
    await app.deal({ company: company.id, openedOn, closedOn, stage })
    await follow(1)
  }
  const expected = ['opportunity 2023-11-01', 'customer 2024-09-01']
  expect(await entries('company_id', company.id)).toEqual(expected)
  const { version } = await ask(owner, 'GET', `/companies/${company.id}`)
  await replayFrom(db, dealToLifecycle.name)
  await follow(3)
  expect(await entries('company_id', company.id)).toEqual(expected)
  expect((await ask(owner, 'GET', `/companies/${company.id}`)).version).toBe(version)
})

test('deals can be written for the same customers while it follows', async () => {
  const company = await app.company()
  const person = await app.person({ company: company.id })
  const writing = Promise.all(
    Array.from({ length: 24 }, () => app.deal({ person: person.id, company: company.id })),
  )
  for (let i = 0; i < 12; i++) await follow(2)
  await writing
  await follow()
  expect(await entries('person_id', person.id)).toHaveLength(1)
})

test('a lead that is converted makes its person an opportunity, and dates it once however often it is asked', async () => {
  const person = await app.person({ lifecycleStage: 'lead' })
  const lead = await ask(owner, 'POST', '/leads', { body: { name: 'Asked for a price', person: person.id } })
  for (let i = 0; i < 2; i++) await ask(owner, 'POST', `/leads/${lead.id}/convert`, { body: {} })
  await follow()
  expect((await ask(owner, 'GET', `/people/${person.id}`)).lifecycleStage).toBe('opportunity')
  const stages = (await entries('person_id', person.id)).map((entry) => entry.split(' ')[0])
  expect(new Set(stages)).toEqual(new Set(['lead', 'opportunity']))
  expect(stages).toHaveLength(2)
})
