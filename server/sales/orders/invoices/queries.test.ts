import { expect, test } from 'vitest'
import type { Issued } from '../../../../contract/sales/invoice-routes.ts'
import type { OrderContent } from '../../../../contract/sales/order-routes.ts'
import { addDays, dayOf } from '../../../../contract/values/day.ts'
import { anonymous, testCompany, type TestCaller } from '../../../../tests/builders.ts'
import { pagesOf } from '../../../../tests/pdf.ts'

const company = await testCompany()
const { owner, ask, call, server } = company
const today = dayOf(new Date().toISOString(), 'Europe/Lisbon')
const year = today.slice(0, 4)
const inGerman = new Intl.DateTimeFormat('de', { dateStyle: 'long', timeZone: 'UTC' })
const day = (value: string) => inGerman.format(new Date(value))

const address = { street: 'Rua Direita 5', postalCode: '4000-123', city: 'Porto', country: 'PT' }
const [entity] = (await ask<{ data: { id: string }[] }>(owner, 'GET', '/legalentities')).data
const own = `/legalentities/${entity?.id}`
await ask(owner, 'PATCH', own, { body: { address, bank: 'IBAN PT50 0002', taxNumber: 'PT 501' } })
const note = 'Steuerschuldnerschaft des Leistungsempfängers.'
const reverse = await ask(owner, 'POST', '/taxes', { body: { name: 'Reverse charge', note } })

async function pdfOf(id: string, who: TestCaller = owner): Promise<Buffer> {
  const { rawPayload, headers, statusCode } = await server.inject({
    url: `/api/v1/invoices/${id}/pdf`,
    headers: who.headers,
  })
  expect([statusCode, headers['content-type']]).toEqual([200, 'application/pdf'])
  return rawPayload
}

async function confirmed(customer: Record<string, unknown>, lines: object[]): Promise<string> {
  const { id } = await ask(owner, 'POST', '/orders', { body: { name: 'Spring order', ...customer } })
  await ask(owner, 'PUT', `/orders/${id}/lines`, { body: { lines } })
  await ask(owner, 'POST', `/orders/${id}/confirm`, { body: {} })
  return id
}
const verb = (id: string, name: string, body: object = {}) =>
  ask<OrderContent>(owner, 'POST', `/orders/${id}/${name}`, { body })

const customer = await company.company({
  name: 'Żabka Łódź',
  language: 'de-AT',
  taxNumber: 'ATU 12345678',
  address: { street: 'Hauptplatz 1', postalCode: '8010', city: 'Graz', country: 'AT' },
})
const id = await confirmed({ company: customer.id }, [
  { name: 'Helmet', quantity: '3', unit: 'pc', price: '40.00', tax: reverse.id },
])
const { lines } = await ask<OrderContent>(owner, 'GET', `/orders/${id}/content`)
await verb(id, 'deliver', { lines: [{ line: lines[0]?.id, quantity: '1' }] })
const [invoice] = (await verb(id, 'invoices', { terms: 'Vielen Dank.' })).invoices
const file = await pdfOf(invoice?.id ?? '')

test('an invoice on paper says what is owed for what, by when and to where, in the customer’s language', async () => {
  const [page = ''] = await pagesOf(file)
  for (const part of [
    `Rechnung INV-${year}-0001`,
    'Spring order',
    'Rua Direita 5',
    'Porto',
    'Żabka Łódź',
    'Hauptplatz 1',
    'Österreich',
    'Steuernummer ATU 12345678',
    `Geliefert am ${day(today)}`,
    `Fällig am ${day(addDays(today, 30))}`,
    '3 pc',
    'Gesamt 120,00 €',
    note,
    `Bitte überweisen Sie 120,00 € bis zum ${day(addDays(today, 30))} auf IBAN PT50 0002 und geben Sie INV-${year}-0001 an.`,
    'Vielen Dank.',
    'Steuernummer PT 501',
  ])
    expect(page).toContain(part)
})

test('it stays as it was issued when the company or its customer moves, byte by byte', async () => {
  await ask(owner, 'PATCH', own, { body: { address: { ...address, street: 'Rua Nova 7' }, bank: 'IBAN X' } })
  await ask(owner, 'PATCH', `/companies/${customer.id}`, { body: { name: 'Żabka GmbH', language: 'pt' } })
  expect((await pdfOf(invoice?.id ?? '')).equals(file)).toBe(true)
})

test('a credit note names the invoice that it credits, and asks for no payment', async () => {
  const { invoices } = await verb(id, 'refund', { amount: '30.00', reason: 'Scratched' })
  const credit = invoices.find(({ kind }) => kind === 'credit')
  const [page = ''] = await pagesOf(await pdfOf(credit?.id ?? ''))
  for (const part of [
    `Nota de crédito CN-${year}-0001`,
    `Da fatura INV-${year}-0001`,
    'Scratched',
    'Rua Nova 7',
    '30,00',
  ])
    expect(page).toContain(part)
  expect(page).not.toContain('Por favor')
  const { document } = await ask<Issued>(owner, 'GET', `/invoices/${credit?.id}/document`)
  expect(document).toMatchObject({ credits: [`INV-${year}-0001`], intro: 'Scratched' })
})

test('who belongs to no company gets it at their own address, until they are erased', async () => {
  const person = await company.person({ firstName: 'Ana', lastName: 'Duarte', address })
  const of = await confirmed({ person: person.id }, [{ name: 'Bell', quantity: '1', price: '5.00' }])
  const [one] = (await verb(of, 'invoices')).invoices
  expect(await pagesOf(await pdfOf(one?.id ?? ''))).toEqual([
    expect.stringMatching(/Ana Duarte Rua Direita 5 4000-123 Porto/),
  ])
  await ask(owner, 'POST', `/people/${person.id}/erasure`, { body: { name: 'Ana Duarte' } })
  const { document } = await ask<Issued>(owner, 'GET', `/invoices/${one?.id}/document`)
  expect(document.customer).toMatchObject({ address: null })
  expect(JSON.stringify(document)).not.toContain('Ana')
})

test('is for those who may see the invoice', async () => {
  const other = await company.member('seller')
  expect((await call(other, 'GET', `/invoices/${invoice?.id}/pdf`)).status).toBe(404)
  expect((await call(anonymous, 'GET', `/invoices/${invoice?.id}/pdf`)).status).toBe(401)
})
