import { expect, test } from 'vitest'
import type { SavedView } from '../../../contract/team/operations.ts'
import { testCompany, type TestCaller } from '../../../tests/builders.ts'

const company = await testCompany()
const { owner, ask, call } = company

const team = async (name: string, values = {}) =>
  (await ask(owner, 'POST', '/teams', { body: { name, ...values } })).id
const north = await team('North')
const coast = await team('Coast', { parent: north })
const nora = await company.member('seller', { team: north })
const cleo = await company.member('seller', { team: coast })
const mark = await company.member('marketer')

const definition = { layout: 'table', columns: [{ field: 'amount' }, { field: 'stage' }] }
const save = (who: TestCaller, values: object) =>
  ask<SavedView>(who, 'POST', '/views', { body: { type: 'deal', definition, ...values } })
const named = async (who: TestCaller) =>
  (await ask<{ data: SavedView[] }>(who, 'GET', '/views', { query: { type: 'deal' } })).data.map(
    ({ name }) => name,
  )

test('a view is its owner’s, until it is shared with a team, a role or all', async () => {
  await save(nora, { name: 'Mine' })
  await save(nora, { name: 'Of the coast', teams: [coast] })
  await save(nora, { name: 'Of the north', teams: [north] })
  await save(nora, { name: 'Of marketing', roles: ['marketer'] })
  await save(nora, { name: 'Of all', shared: true })
  expect(await named(nora)).toEqual(['Mine', 'Of all', 'Of marketing', 'Of the coast', 'Of the north'])
  // Who is in a team below belongs to the team above as well.
  expect(await named(cleo)).toEqual(['Of all', 'Of the coast', 'Of the north'])
  expect(await named(mark)).toEqual(['Of all', 'Of marketing'])
  const key = await company.key()
  expect(await named(key)).toEqual(['Of all'])
})

test('its owner says who may change it, and alone shares, renames and deletes it', async () => {
  const fixed = await save(nora, { name: 'Fixed', shared: true })
  expect(fixed).toMatchObject({ mine: true, mayEdit: true, owner: { id: nora.id } })
  const path = `/views/${fixed.id}`
  const change = { definition: { ...definition, sort: 'amount' } }
  expect((await call(cleo, 'PATCH', path, { body: change })).status).toBe(404)
  await ask(nora, 'PATCH', path, { body: { editable: true } })
  expect(await ask<SavedView>(cleo, 'PATCH', path, { body: change })).toMatchObject({
    mine: false,
    mayEdit: true,
    definition: { sort: 'amount' },
  })
  for (const body of [{ name: 'Mine now' }, { shared: false }, { teams: [coast] }])
    expect((await call(cleo, 'PATCH', path, { body })).status).toBe(403)
  expect((await call(cleo, 'DELETE', path)).status).toBe(404)
  expect((await call(mark, 'GET', '/views', { query: { type: 'deal' } })).body.data).toContainEqual(
    expect.objectContaining({ name: 'Fixed', mayEdit: true }),
  )
  await ask(nora, 'PATCH', path, { body: { shared: false, roles: ['marketer'] } })
  expect((await call(cleo, 'PATCH', path, { body: change })).status).toBe(404)
  expect(await named(mark)).toContain('Fixed')
})

test('is refused with a team or role that is not there, and to who may not share', async () => {
  for (const [body, at] of [
    [{ teams: ['01a2014b-d59b-786b-936d-31538f84bb8c'] }, 'teams'],
    [{ roles: ['dragon'] }, 'roles'],
  ] as const) {
    const answer = await call(nora, 'POST', '/views', {
      body: { type: 'deal', definition, name: 'X', ...body },
    })
    expect([answer.status, answer.body.errors?.[0]?.path]).toEqual([422, at])
  }
  const { key } = await ask<{ key: string }>(owner, 'POST', '/roles', {
    body: { name: 'Quiet', copyOf: 'seller' },
  })
  await ask(owner, 'PATCH', `/roles/${key}`, {
    body: { rights: ['import'], fields: { deal: { amount: 'hidden' } } },
  })
  const quiet = await company.member(key)
  const body = { type: 'deal', definition: { columns: [] }, name: 'Q' }
  expect((await call(quiet, 'POST', '/views', { body: { ...body, shared: true } })).status).toBe(403)
  expect((await call(quiet, 'POST', '/views', { body })).status).toBe(201)
})

test('what is hidden from its reader falls away: a column and an order, and with a condition all of it', async () => {
  await save(nora, { name: 'Sorted', shared: true, definition: { ...definition, sort: '-amount' } })
  await save(nora, {
    name: 'Large ones',
    shared: true,
    definition: { ...definition, filter: { field: 'amount', op: 'moreThan', value: 7654321 } },
  })
  const quiet = await company.member('quiet')
  const answer = await call<{ data: SavedView[] }>(quiet, 'GET', '/views', { query: { type: 'deal' } })
  expect(answer.text).not.toMatch(/amount|7654321/)
  expect(answer.body.data.find(({ name }) => name === 'Sorted')?.definition.columns).toEqual([
    { field: 'stage' },
  ])
  expect(answer.body.data.map(({ name }) => name)).not.toContain('Large ones')
})
