import { expect, test } from 'vitest'
import type { LifecycleEntry } from '../../../contract/customer/lifecycle-entries.ts'
import { testCompany } from '../../../tests/builders.ts'

const app = await testCompany()
const { owner, ask, call } = app
type Entries = { data: LifecycleEntry[] }

test('each entry into a stage is dated, and its date can be corrected', async () => {
  const person = await app.person({ lifecycleStage: 'lead' })
  await ask(owner, 'PATCH', `/people/${person.id}`, { body: { lifecycleStage: 'mql' } })
  const path = `/people/${person.id}/lifecycle`
  const { data } = await ask<Entries>(owner, 'GET', path)
  expect(data.map(({ stage }) => stage)).toEqual(['lead', 'mql'])

  const corrected = await ask<Entries>(owner, 'PATCH', `${path}/${data[0]?.id}`, {
    body: { enteredAt: '2025-06-30T23:30:00Z' },
  })
  expect(corrected.data[0]).toMatchObject({
    stage: 'lead',
    enteredAt: '2025-06-30T23:30:00.000Z',
    enteredOn: '2025-07-01',
  })
  const { data: events } = await ask<{ data: unknown[] }>(owner, 'GET', `/people/${person.id}/history`, {
    query: { limit: 1 },
  })
  expect(events[0]).toMatchObject({
    type: 'person.stage-corrected',
    changes: { enteredAt: [data[0]?.enteredAt, '2025-06-30T23:30:00.000Z'] },
  })
})

test('an entry lies in the past and belongs to its customer', async () => {
  const [company, other] = [await app.company({ lifecycleStage: 'lead' }), await app.company()]
  const { data } = await ask<Entries>(owner, 'GET', `/companies/${company.id}/lifecycle`)
  const to = { body: { enteredAt: '2025-01-01T00:00:00Z' } }
  expect((await call(owner, 'PATCH', `/companies/${other.id}/lifecycle/${data[0]?.id}`, to)).status).toBe(404)
  expect(
    (
      await call(owner, 'PATCH', `/companies/${company.id}/lifecycle/${data[0]?.id}`, {
        body: { enteredAt: '2999-01-01T00:00:00Z' },
      })
    ).status,
  ).toBe(422)
})
