import { expect, test } from 'vitest'
import type { Identity } from '../../../contract/customer/identities.ts'
import type { LedgerEvent } from '../../../contract/ledger/event-type.ts'
import { testCompany } from '../../../tests/builders.ts'

const app = await testCompany()
const { owner, ask, call } = app
type Identities = { data: Identity[] }
const shown = ({ data }: Identities) =>
  data.map(({ kind, value, primary }) => `${kind} ${value}${primary ? ' *' : ''}`)

test('a person has further addresses and numbers, in their normal form', async () => {
  const person = await app.person({ email: 'ana@velo.example', phone: '+351 22 555 0142' })
  const path = `/people/${person.id}/identities`
  await ask(owner, 'POST', path, { body: { kind: 'email', value: ' Ana.Duarte@Home.example ' } })
  expect(
    shown(await ask<Identities>(owner, 'POST', path, { body: { kind: 'phone', value: '+351 912 345 678' } })),
  ).toEqual([
    'email ana@velo.example *',
    'email ana.duarte@home.example',
    'phone +351225550142 *',
    'phone +351912345678',
  ])
  const { data: events } = await ask<{ data: LedgerEvent[] }>(owner, 'GET', `/people/${person.id}/history`, {
    query: { limit: 1 },
  })
  expect(events[0]).toMatchObject({
    type: 'person.identity-added',
    data: { kind: 'phone', value: '+351912345678' },
  })
})

test('a further address can become the first; the former stays', async () => {
  const person = await app.person({ email: 'first@velo.example' })
  const path = `/people/${person.id}/identities`
  await ask(owner, 'POST', path, { body: { kind: 'email', value: 'second@velo.example' } })
  expect(
    shown(
      await ask<Identities>(owner, 'POST', path, {
        body: { kind: 'email', value: 'second@velo.example', primary: true },
      }),
    ),
  ).toEqual(['email second@velo.example *', 'email first@velo.example'])
  expect((await ask(owner, 'GET', `/people/${person.id}`)).email).toBe('second@velo.example')
})

test('an e-mail belongs to one person; a phone may be shared', async () => {
  await app.person({ email: 'taken@velo.example', phone: '+351225550199' })
  const other = await app.person()
  const path = `/people/${other.id}/identities`
  const refused = await call(owner, 'POST', path, { body: { kind: 'email', value: 'taken@velo.example' } })
  expect(refused.status).toBe(409)
  expect(refused.body.errors).toEqual([{ path: 'email', message: 'Already taken' }])
  await ask(owner, 'POST', path, { body: { kind: 'phone', value: '+351225550199' } })
})

test('the one on the record cannot be removed here, a further one can', async () => {
  const person = await app.person({ email: 'stays@velo.example' })
  const path = `/people/${person.id}/identities`
  await ask(owner, 'POST', path, { body: { kind: 'email', value: 'goes@velo.example' } })
  expect((await call(owner, 'DELETE', `${path}/email/stays%40velo.example`)).status).toBe(409)
  expect(shown(await ask<Identities>(owner, 'DELETE', `${path}/email/goes%40velo.example`))).toEqual([
    'email stays@velo.example *',
  ])
  expect((await call(owner, 'DELETE', `${path}/email/goes%40velo.example`)).status).toBe(404)
})

test('a company is known by domains and phones, not by e-mail', async () => {
  const company = await app.company({ domain: 'www.velo.co.uk' })
  const path = `/companies/${company.id}/identities`
  expect(
    shown(
      await ask<Identities>(owner, 'POST', path, {
        body: { kind: 'domain', value: 'https://shop.velo.pt/bikes' },
      }),
    ),
  ).toEqual(['domain velo.co.uk *', 'domain velo.pt'])
  expect((await call(owner, 'POST', path, { body: { kind: 'email', value: 'info@velo.pt' } })).status).toBe(
    422,
  )
  expect((await call(owner, 'POST', path, { body: { kind: 'domain', value: 'no domain' } })).status).toBe(422)
})

test('who may not change a person may not change what they are known by', async () => {
  const person = await app.person()
  const viewer = await app.member('viewer')
  expect(
    (
      await call(viewer, 'POST', `/people/${person.id}/identities`, {
        body: { kind: 'phone', value: '+351225550111' },
      })
    ).status,
  ).toBe(403)
  expect((await call(viewer, 'GET', `/people/${person.id}/identities`)).status).toBe(200)
})

test('an address or number that was corrected is none of theirs any more, and another may have it', async () => {
  const person = await app.person({ email: 'wrong@velo.example', phone: '+351225550198' })
  await ask(owner, 'POST', `/people/${person.id}/identities`, {
    body: { kind: 'email', value: 'kept@velo.example' },
  })
  await ask(owner, 'PATCH', `/people/${person.id}`, {
    body: { email: 'right@velo.example', phone: '+351225550199' },
  })
  expect(shown(await ask<Identities>(owner, 'GET', `/people/${person.id}/identities`))).toEqual([
    'email right@velo.example *',
    'email kept@velo.example',
    'phone +351225550199 *',
  ])
  const other = await call(owner, 'POST', '/people', { body: { email: 'wrong@velo.example' } })
  expect(other.status).toBe(201)
})
