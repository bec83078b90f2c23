import { expect, test } from 'vitest'
import type { Employment } from '../../../contract/customer/employments.ts'
import { testCompany } from '../../../tests/builders.ts'

const app = await testCompany()
const { owner, ask, call } = app
type Employments = { data: Employment[] }
const shown = ({ data }: Employments) =>
  data.map(({ company, role, endedOn, primary }) => [company.title, role, endedOn, primary])

test('a person works at several companies, one of them today’s', async () => {
  const [velo, fabrica] = [await app.company({ name: 'Velo' }), await app.company({ name: 'Fábrica' })]
  const person = await app.person({ company: velo.id, jobTitle: 'Buyer' })
  const path = `/people/${person.id}/employments`
  const both = await ask<Employments>(owner, 'PUT', `${path}/${fabrica.id}`, {
    body: { role: 'Adviser', startedOn: '2025-01-01' },
  })
  expect(shown(both)).toEqual([
    ['Velo', 'Buyer', null, true],
    ['Fábrica', 'Adviser', null, false],
  ])

  await ask(owner, 'PUT', `${path}/${fabrica.id}`, { body: { primary: true } })
  expect((await ask(owner, 'GET', `/people/${person.id}`)).company).toBe(fabrica.id)
  const people = await ask<Employments>(owner, 'GET', `/companies/${velo.id}/employments`)
  expect(people.data).toMatchObject([
    { person: { id: person.id, email: person.email }, primary: false, role: 'Buyer' },
  ])
})

test('who has left a company has it no longer as theirs, and the past is kept', async () => {
  const velo = await app.company({ name: 'Velo 2' })
  const person = await app.person({ company: velo.id })
  const left = await ask<Employments>(owner, 'PUT', `/people/${person.id}/employments/${velo.id}`, {
    body: { endedOn: '2025-12-31' },
  })
  expect(shown(left)).toEqual([['Velo 2', null, '2025-12-31', false]])
  expect((await ask(owner, 'GET', `/people/${person.id}`)).company).toBeNull()
  const refused = await call(owner, 'PUT', `/people/${person.id}/employments/${velo.id}`, {
    body: { startedOn: '2026-02-01' },
  })
  expect(refused.status).toBe(422)
  const { data } = await ask<{ data: { type: string; changes: unknown }[] }>(
    owner,
    'GET',
    `/companies/${velo.id}/timeline`,
    { query: { limit: 1 } },
  )
  expect(data[0]).toMatchObject({
    type: 'person.employment-changed',
    changes: { endedOn: [null, '2025-12-31'] },
  })
})

test('an employment entered by mistake is removed', async () => {
  const velo = await app.company()
  const person = await app.person({ company: velo.id })
  expect(await ask(owner, 'DELETE', `/people/${person.id}/employments/${velo.id}`)).toEqual({ data: [] })
  expect((await ask(owner, 'GET', `/people/${person.id}`)).company).toBeNull()
  expect((await call(owner, 'DELETE', `/people/${person.id}/employments/${velo.id}`)).status).toBe(404)
})
