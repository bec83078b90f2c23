import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { sql } from 'kysely'
import { beforeEach, expect, test } from 'vitest'
import type { OutgoingMessage } from '../../../../contract/customer/mail-sending.ts'
import type { AnyRecord } from '../../../../contract/records/value.ts'
import type { OrderContent } from '../../../../contract/sales/order-routes.ts'
import type { PublicQuote, QuoteContent } from '../../../../contract/sales/quote-routes.ts'
import { anonymous, fresh, sealingKey, testCompany } from '../../../../tests/builders.ts'
import { pagesOf } from '../../../../tests/pdf.ts'
import { temporaryFolder } from '../../../../tests/postgres.ts'
import { sealer } from '../../../db/sealed.ts'
import { prepareJobs } from '../../../db/jobs.ts'
import { openStores } from '../../../records/files/stores.ts'
import { purpose } from '../../../customer/mail/mailboxes/queries.ts'

const dataFolder = await temporaryFolder()
const company = await testCompany({ dataFolder })
const { owner, ask, call, db, database } = company
await prepareJobs(database.pool)
await sql`insert into mailboxes (user_id, address, name, imap_host, imap_port, imap_security, smtp_host, smtp_port,
    smtp_security, username, password, since)
  values (${owner.id}, 'olga@acme.example', 'Olga', '127.0.0.1', 1, 'none', '127.0.0.1', 1, 'none', 'olga',
    ${sealer(sealingKey).seal(purpose, 'secret')}, '2026-01-01')`.execute(db)

const lines = (price: string) => [{ name: 'Helmet', quantity: '2', price }]
const saved = (id: string, price: string) =>
  ask<QuoteContent>(owner, 'PUT', `/quotes/${id}/draft`, {
    body: { lines: lines(price), validUntil: '2099-01-01', intro: '', terms: '', discount: null },
  })
const message = (values: object = {}) => ({
  to: ['Ana <ana@buyer.example>'],
  subject: 'Our quote {{document.number}}',
  body: '<p>Here: {{document.link}} {{person.firstName}}</p>',
  ...values,
})
const mail = (id: string, of: 'draft' | 'sent' = 'draft') =>
  ask<OutgoingMessage>(owner, 'POST', `/quotes/${id}/mail`, { body: { of, message: message() } })
const undo = ({ id }: OutgoingMessage) => ask<OutgoingMessage>(owner, 'POST', `/mailbox/messages/${id}/undo`)
const tokenIn = ({ body }: OutgoingMessage) => /#([\w-]{43})/.exec(body)?.[1] ?? ''
const open = (token: string) =>
  call<PublicQuote>(anonymous, 'POST', '/public/quotes/open', { body: { token } })
const read = (id: string) => ask(owner, 'GET', `/quotes/${id}`)
const content = (id: string) => ask<QuoteContent>(owner, 'GET', `/quotes/${id}/content`)

let id: string
let deal: AnyRecord
beforeEach(async () => {
  deal = await company.deal({ company: (await company.company()).id })
  id = (await ask(owner, 'POST', '/quotes', { body: { deal: deal.id, name: `Spring ${fresh()}` } })).id
  await saved(id, '40.00')
})

test('a quote is sent with the message that it goes with: number and link in it, the PDF attached', async () => {
  const sent = await mail(id)
  const { number, status } = await read(id)
  expect(status).toBe('sent')
  expect(sent).toMatchObject({
    state: 'waiting',
    deal: deal.id,
    subject: `Our quote ${String(number)}`,
    files: [{ name: `Quote ${String(number)}.pdf`, mediaType: 'application/pdf' }],
  })
  expect(sent.body).toContain('{{person.firstName}}')
  const answer = await open(tokenIn(sent))
  expect(answer.body).toMatchObject({ status: 'viewed', document: { number } })
  const file = await openStores({ dataFolder })
    .of('disk')
    .open(sent.files[0]?.id ?? '')
  expect((await pagesOf(await buffer(file ?? Readable.from([])))).join()).toContain('€80.00')
})

test('undone, it is the draft that it was, with its number kept for the next time', async () => {
  const sent = await mail(id)
  const { number } = await read(id)
  await undo(sent)
  expect(await read(id)).toMatchObject({ status: 'draft', sentAt: null, number })
  expect(await content(id)).toMatchObject({ editions: [], draft: { edition: 1 } })
  expect((await open(tokenIn(sent))).status).toBe(404)
  // No number may be missing: it can be changed and sent again, and not be thrown away.
  expect((await call(owner, 'DELETE', `/quotes/${id}`)).status).toBe(409)
  expect((await call(owner, 'DELETE', `/quotes/${id}/draft`)).status).toBe(409)
  await saved(id, '45.00')
  expect(await ask(owner, 'GET', `/deals/${deal.id}`)).toMatchObject({ amount: { amount: '90.00' } })
  await mail(id)
  expect(await read(id)).toMatchObject({ status: 'sent', number, net: { amount: '90.00' } })
  const { rows } = await sql<{ type: string }>`
    select type from events where subject_id = ${id} and type like 'quote.%sent' order by recorded_at, id`.execute(
    db,
  )
  expect(rows.map(({ type }) => type)).toEqual(['quote.sent', 'quote.unsent', 'quote.sent'])
})

test('of a next version undone, the customer has the one before, as far as they had come with it', async () => {
  const first = tokenIn(await mail(id))
  await open(first)
  const before = await read(id)
  expect(before['status']).toBe('viewed')
  await ask(owner, 'POST', `/quotes/${id}/draft`)
  await saved(id, '60.00')
  const second = await mail(id)
  expect(await ask(owner, 'GET', `/deals/${deal.id}`)).toMatchObject({ amount: { amount: '120.00' } })
  await undo(second)
  const { version: _, updatedAt: __, ...after } = await read(id)
  expect(before).toMatchObject(after)
  expect(await content(id)).toMatchObject({
    draft: { edition: 2 },
    editions: [{ edition: 1, status: 'viewed' }],
  })
  expect(await ask(owner, 'GET', `/deals/${deal.id}`)).toMatchObject({ amount: { amount: '80.00' } })
  expect((await open(first)).body).toMatchObject({ document: { edition: 1 } })
})

test('what the customer has seen meanwhile stays, and so does what was sent when only a link went out', async () => {
  const first = tokenIn(await mail(id))
  const again = await mail(id, 'sent')
  expect((await open(tokenIn(again))).status).toBe(200)
  await undo(again)
  expect((await open(tokenIn(again))).status).toBe(404)
  expect((await open(first)).status).toBe(200)
  await ask(owner, 'POST', `/quotes/${id}/draft`)
  await saved(id, '60.00')
  const second = await mail(id)
  await open(first)
  await undo(second)
  expect(await read(id)).toMatchObject({ status: 'viewed', net: { amount: '120.00' } })
})

test('whatever refuses the message leaves the quote as it was', async () => {
  const ana = await company.person({ email: `closed${fresh()}@buyer.example`, doNotContact: ['email'] })
  const body = {
    of: 'draft',
    message: message({ to: [String(ana['email'])], sendAt: '2099-01-01T00:00:00Z' }),
  }
  expect((await call(owner, 'POST', `/quotes/${id}/mail`, { body })).status).toBe(422)
  expect(await read(id)).toMatchObject({ status: 'draft', number: null })
  const seller = await company.member('manager')
  const without = await call(seller, 'POST', `/quotes/${id}/mail`, {
    body: { of: 'draft', message: message() },
  })
  expect(without.status).toBe(409)
  expect(await read(id)).toMatchObject({ status: 'draft', number: null })
})

test('an invoice goes by mail with its paper', async () => {
  const order = await ask(owner, 'POST', '/orders', { body: { company: (await company.company()).id } })
  await ask(owner, 'PUT', `/orders/${order.id}/lines`, { body: { lines: lines('5.00') } })
  await ask(owner, 'POST', `/orders/${order.id}/confirm`, { body: {} })
  const { invoices } = await ask<OrderContent>(owner, 'POST', `/orders/${order.id}/invoices`, { body: {} })
  const { id: invoice, number } = invoices[0] ?? { id: '', number: '' }
  const sent = await ask<OutgoingMessage>(owner, 'POST', `/invoices/${invoice}/mail`, {
    body: message({ subject: 'Invoice {{document.number}}' }),
  })
  expect(sent).toMatchObject({ subject: `Invoice ${number}`, files: [{ name: `Invoice ${number}.pdf` }] })
  expect((await undo(sent)).state).toBe('undone')
})
