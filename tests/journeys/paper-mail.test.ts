import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { purpose } from '../../server/customer/mail/mailboxes/queries.ts'
import { sealer } from '../../server/db/sealed.ts'
import { sealingKey } from '../builders.ts'
import { hindrances, journey } from '../journey.ts'

const company = await journey()
const { owner, ask, db } = company

test('a quote goes with an email from the seller’s own mailbox, and comes back when that is undone', async () => {
  await sql`insert into mailboxes (user_id, address, name, imap_host, imap_port, imap_security, smtp_host, smtp_port,
      smtp_security, username, password, since)
    values (${owner.id}, 'olga@acme.example', 'Olga Owner', '127.0.0.1', 1, 'none', '127.0.0.1', 1, 'none', 'olga',
      ${sealer(sealingKey).seal(purpose, 'secret')}, '2026-01-01')`.execute(db)
  const buyer = await company.company({ name: 'Brilho Hotels' })
  const ana = await company.person({ firstName: 'Ana', email: 'ana@brilho.example', company: buyer.id })
  const deal = await company.deal({ company: buyer.id, person: ana.id })
  const { id } = await ask(owner, 'POST', '/quotes', { body: { deal: deal.id, name: 'Spring' } })
  await ask(owner, 'PUT', `/quotes/${id}/draft`, {
    body: { lines: [{ name: 'Helmet', quantity: '2', price: '40.00' }], validUntil: '2099-01-01' },
  })
  const page = await company.page(`/quotes/${id}`)
  await page.getByRole('button', { name: 'Send…' }).click()
  await page.getByRole('button', { name: 'Send by email' }).click()
  const panel = page.getByRole('complementary', { name: 'Write an email' })
  await panel.getByText('ana@brilho.example').waitFor()
  await panel.getByText('Hello Ana,').waitFor()
  await panel.getByText('The quote as PDF').waitFor()
  expect(await hindrances(page)).toEqual([])
  await panel.getByRole('button', { name: 'Send', exact: true }).click()
  await panel.waitFor({ state: 'detached' })
  await page.getByText('Sent', { exact: true }).first().waitFor()
  const { data } = await ask<{ data: { subject: string; files: { name: string }[] }[] }>(
    owner,
    'GET',
    '/mailbox/messages',
  )
  expect(data).toMatchObject([
    {
      subject: expect.stringMatching(/^Our quote Q-\d{4}-0001: Spring$/),
      files: [{ name: expect.any(String) }],
    },
  ])
  await page.getByRole('button', { name: 'Undo' }).click()
  await page.getByRole('button', { name: 'Send…' }).waitFor()
  expect(await ask(owner, 'GET', `/quotes/${id}`)).toMatchObject({ status: 'draft', sentAt: null })
})
