import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Page } from '../../../contract/records/routes.ts'
import type { Belongings, Handover } from '../../../contract/team/handovers.ts'
import { testCompany } from '../../../tests/builders.ts'
import { inTurn } from './rules.ts'

const company = await testCompany()
const { owner, ask, call, database } = company

const team = (await ask(owner, 'POST', '/teams', { body: { name: 'North' } })).id
const leaver = await company.member('seller', { team, name: 'Lea Leaver' })
const [nils, nina] = [
  await company.member('seller', { team, name: 'Nils' }),
  await company.member('seller', { team, name: 'Nina' }),
]
const ownedBy = async (plural: string, who: { id: string }) =>
  (
    await ask<Page>(owner, 'GET', `/${plural}`, {
      query: { limit: 200, filter: { field: 'owner', op: 'is', value: who.id } },
    })
  ).data.map(({ title }) => title)

test('turns differ by one at the most, and everything is given', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.uuid()), fc.uniqueArray(fc.uuid(), { minLength: 1 }), (ids, receivers) => {
      const given = inTurn(ids, receivers)
      expect(given.map(({ id }) => id)).toEqual(ids)
      const counts = receivers.map((to) => given.filter((one) => one.to === to).length)
      expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1)
    }),
  )
})

test('what is open goes where it shall, in one go; what is closed and written stays; the member is out', async () => {
  const stages = await company.stages()
  for (const name of ['A', 'B', 'C']) await company.deal({ name }, leaver)
  const won = await company.deal({ name: 'Won' }, leaver)
  await ask(leaver, 'PATCH', `/deals/${won.id}`, { body: { stage: stages['Won']?.id } })
  await company.person({ firstName: 'Pia', lastName: 'Customer' }, leaver)
  await ask(leaver, 'POST', '/tasks', { body: { subject: 'To do' } })
  await ask(leaver, 'POST', '/notes', { body: { body: '<p>Written</p>' } })
  const key = await company.key()
  await database.pool.query('update api_keys set created_by = $1 where id = $2', [leaver.id, key.id])

  const belongings = await ask<Belongings>(owner, 'GET', `/users/${leaver.id}/belongings`)
  expect(belongings).toEqual({
    records: expect.arrayContaining([
      { type: 'deal', count: 3 },
      { type: 'person', count: 1 },
      { type: 'task', count: 1 },
    ]),
    sessions: 1,
    keys: 1,
  })
  expect(belongings.records).toHaveLength(3)

  const handover = await ask<Handover>(owner, 'POST', `/users/${leaver.id}/handovers`, {
    body: { to: { deal: { team }, person: { user: nina.id } } },
  })
  expect(handover.records).toEqual([
    { type: 'deal', to: nils.id, title: 'Nils', count: 2 },
    { type: 'deal', to: nina.id, title: 'Nina', count: 1 },
    { type: 'person', to: nina.id, title: 'Nina', count: 1 },
  ])
  expect((await ownedBy('deals', nils)).sort()).toEqual(['A', 'C'])
  expect(await ownedBy('deals', leaver)).toEqual(['Won'])
  expect(await ownedBy('tasks', leaver)).toEqual(['To do'])
  expect(await ownedBy('notes', leaver)).toEqual(['Written'])
  await expect.poll(async () => (await call(leaver, 'GET', '/me')).status).toBe(401)
  await expect.poll(async () => (await call(key, 'GET', '/people')).status).toBe(401)
  const { rows } = await database.pool.query(
    `select data -> 'counts' as counts from events where type = 'user.handed-over' and subject_id = $1`,
    [leaver.id],
  )
  expect(rows).toEqual([{ counts: { deal: 3, person: 1 } }])

  // Taken back: what Nils has passed on since stays where it is.
  const [first] = (
    await ask<Page>(owner, 'GET', '/deals', { query: { filter: { field: 'name', op: 'is', value: 'A' } } })
  ).data
  await ask(owner, 'PATCH', `/deals/${first?.id}`, { body: { owner: owner.id } })
  const undone = await ask<Handover>(owner, 'POST', `/handovers/${handover.id}/undo`)
  expect(undone.undoneAt).not.toBeNull()
  expect((await ownedBy('deals', leaver)).sort()).toEqual(['B', 'C', 'Won'])
  expect(await ownedBy('deals', owner)).toEqual(['A'])
  expect(await ask(owner, 'GET', `/users/${leaver.id}`)).toMatchObject({ active: true })
  expect((await call(owner, 'POST', `/handovers/${handover.id}/undo`)).status).toBe(409)
})

test('is refused whole when a receiver cannot have it, and changes nothing', async () => {
  const before = await ownedBy('deals', leaver)
  const empty = (await ask(owner, 'POST', '/teams', { body: { name: 'Empty' } })).id
  const gone = await company.member('seller', { name: 'Gone' })
  await ask(owner, 'PATCH', `/users/${gone.id}`, { body: { active: false } })
  for (const [to, path] of [
    [{ deal: { user: nils.id }, person: { user: leaver.id } }, 'to.person'],
    [{ deal: { user: gone.id } }, 'to.deal'],
    [{ deal: { team: empty } }, 'to.deal'],
    [{ note: { user: nils.id } }, 'to.note'],
    [{ dragon: { user: nils.id } }, 'to.dragon'],
  ] as const) {
    const answer = await call(owner, 'POST', `/users/${leaver.id}/handovers`, { body: { to } })
    expect([answer.status, answer.body.errors?.[0]?.path]).toEqual([422, path])
  }
  expect(await ownedBy('deals', leaver)).toEqual(before)
  const administrator = await company.member('administrator')
  expect(
    (await call(administrator, 'POST', `/users/${owner.id}/handovers`, { body: { to: {} } })).status,
  ).toBe(403)
  expect((await call(owner, 'POST', `/users/${owner.id}/handovers`, { body: { to: {} } })).status).toBe(422)
})
