import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { sealer } from '../../server/db/sealed.ts'
import { purpose } from '../../server/customer/mail/mailboxes/queries.ts'
import { sealingKey } from '../builders.ts'
import { hindrances, journey } from '../journey.ts'

const { page: open, owner, ask, db, person } = await journey()

test('an email is written from a person’s page, undone, and what was written is still there', async () => {
  const ana = await person({
    firstName: 'Ana',
    lastName: 'Duarte',
    email: 'ana@buyer.example',
    timeZone: 'Asia/Tokyo',
  })
  const page = await open(`/people/${ana.id}`)
  await page.getByRole('heading', { name: 'Ana Duarte', level: 1 }).waitFor()
  await page.keyboard.press('i')
  const panel = page.getByRole('complementary', { name: 'Write an email' })
  await panel.getByText('Connect your mailbox first').waitFor()
  await panel.getByRole('link', { name: 'Connect a mailbox' }).click()

  // Nothing is saved that does not answer, and each server says what is wrong.
  await page.getByRole('textbox', { name: 'E-mail address' }).fill('olga@gmail.com')
  await page.getByRole('textbox', { name: 'User name' }).focus()
  const incoming = page.getByRole('group', { name: 'Incoming server (IMAP)' })
  await expect
    .poll(() => incoming.getByRole('textbox', { name: 'Server' }).inputValue())
    .toBe('imap.gmail.com')
  await page.getByRole('textbox', { name: 'Password' }).fill('secret')
  for (const name of ['Incoming server (IMAP)', 'Outgoing server (SMTP)'])
    await page.getByRole('group', { name }).getByRole('textbox', { name: 'Server' }).fill('127.0.0.1')
  await page.getByRole('button', { name: 'Try and save' }).click()
  await expect.poll(() => page.getByText('127.0.0.1 is not on the public internet').count()).toBe(2)
  expect(await hindrances(page)).toEqual([])

  await sql`insert into mailboxes (user_id, address, name, imap_host, imap_port, imap_security, smtp_host, smtp_port,
      smtp_security, username, password, since)
    values (${owner.id}, 'olga@acme.example', 'Olga Owner', '127.0.0.1', 1, 'none', '127.0.0.1', 1, 'none', 'olga',
      ${sealer(sealingKey).seal(purpose, 'secret')}, '2026-01-01')`.execute(db)
  await ask(owner, 'POST', '/mail-templates', {
    body: {
      name: 'First words',
      subject: 'Hello {{person.firstName|there}}',
      body: '<p>Dear {{person.firstName}}</p>',
    },
  })
  await page.goto(`/people/${ana.id}`)
  await page.getByRole('heading', { name: 'Ana Duarte', level: 1 }).waitFor()
  await page.keyboard.press('i')
  await panel.getByText('ana@buyer.example').waitFor()
  await panel.getByRole('button', { name: 'Template' }).click()
  await page.getByRole('menuitem', { name: 'First words' }).click()
  const subject = panel.getByRole('textbox', { name: 'Subject' })
  await expect.poll(() => subject.inputValue()).toBe('Hello Ana')
  await panel.getByRole('textbox', { name: 'Message' }).getByText('Dear Ana').waitFor()
  await panel.getByRole('button', { name: /^Their next morning/ }).click()
  await panel.getByRole('button', { name: 'Schedule' }).waitFor()
  await panel.getByLabel('Send later').fill('')
  expect(await hindrances(page)).toEqual([])
  await panel.getByRole('button', { name: 'Send', exact: true }).click()
  await page.getByRole('button', { name: 'Undo' }).click()
  await page.getByText('Not sent. What you wrote is kept.').waitFor()
  const { rows } = await sql<{ state: string }>`select state from mail_outgoing`.execute(db)
  expect(rows).toEqual([{ state: 'undone' }])
  await page.keyboard.press('i')
  await expect.poll(() => subject.inputValue()).toBe('Hello Ana')
})

test('a mailbox is read further back, and what a restored backup held asks to be decided', async () => {
  await sql`insert into mail_outgoing (id, mailbox_id, recipients, subject, body, message_id, state, send_at)
    select new_id(), id, '{ana@buyer.example}', 'From before', 'x', '<before@acme.example>', 'restored', now()
    from mailboxes`.execute(db)
  const page = await open('/settings/mailbox')
  await page.getByText('Restored from a backup').waitFor()
  await page.getByRole('button', { name: 'Bring earlier mail' }).click()
  await page.getByLabel('Bring mail from').fill('2026-02-01')
  await page.getByRole('button', { name: 'Bring it' }).click()
  await page.getByText('Choose a day before 2026-01-01').waitFor()
  await page.getByLabel('Bring mail from').fill('2025-06-01')
  await page.keyboard.press('Enter')
  await page.getByRole('status').getByText('0 of 0 messages read').waitFor()
  expect(await hindrances(page)).toEqual([])
  await page.getByRole('button', { name: 'Stop' }).click()
  await page.getByRole('button', { name: 'Bring earlier mail' }).waitFor()
  await page.getByRole('button', { name: 'Do not send' }).click()
  await page.getByText('Restored from a backup').waitFor({ state: 'detached' })
})

test('what came from outside is shown harmless, and its images wait', async () => {
  const bo = await person({ firstName: 'Bo', lastName: 'Li', email: 'bo@buyer.example' })
  const email = await ask(owner, 'POST', '/emails', {
    body: {
      direction: 'inbound',
      subject: 'Our question',
      sentAt: '2026-02-01T10:00:00Z',
      person: bo.id,
      body: '<p>How red?</p>',
      sender: 'bo@buyer.example',
    },
  })
  await sql`insert into mail_messages (email_id, message_id, html) values (${email.id}, '<q@buyer.example>',
    ${'<p>How <b>red</b>?</p><img src="https://spy.example/p.gif">'})`.execute(db)
  const page = await open(`/people/${bo.id}`)
  await page.getByText('Email received').waitFor()
  await page.getByRole('button', { name: 'Show all' }).waitFor()
  expect(await hindrances(page)).toEqual([])
  await page.getByRole('button', { name: 'Show all' }).click()
  await page.getByText('1 image from elsewhere is not shown').waitFor()
  // Nothing runs in the frame, the test's own words included: it is read from the page around it.
  const shown = await page.evaluate(
    () => document.querySelector('iframe')?.contentDocument?.body.textContent ?? '',
  )
  expect(shown).toContain('How red?')
  await page.getByRole('button', { name: 'Reply' }).click()
  await page.getByRole('complementary', { name: 'Reply' }).getByText('bo@buyer.example').first().waitFor()
})

test('a conversation is one entry, and unfolds by the keyboard', async () => {
  const cy = await person({ firstName: 'Cy', lastName: 'Rom', email: 'cy@buyer.example' })
  for (const [day, subject, sender] of [
    [1, 'Frames in May', 'Cy Rom <cy@buyer.example>'],
    [2, 'Re: Frames in May', 'Olga Owner <olga@acme.example>'],
    [3, 'Re: Re: Frames in May', 'Cy Rom <cy@buyer.example>'],
  ] as const) {
    const { id } = await ask(owner, 'POST', '/emails', {
      body: {
        subject,
        sender,
        sentAt: `2026-02-0${day}T10:00:00Z`,
        person: cy.id,
        body: `<p>Said ${day}</p>`,
      },
    })
    await sql`update emails set conversation = 'frames' where id = ${id}`.execute(db)
  }
  const page = await open(`/people/${cy.id}`)
  await page.getByText('Said 3').waitFor()
  const earlier = page.getByRole('button', { name: '2 earlier messages' })
  await page.getByText('Cy Rom, Olga Owner').waitFor()
  expect(await page.getByText('Said 2').count()).toBe(0)
  await earlier.focus()
  await page.keyboard.press('Enter')
  const list = page.getByRole('list', { name: 'Earlier messages' })
  await expect.poll(() => list.getByText(/^Said/).allInnerTexts()).toEqual(['Said 2', 'Said 1'])
  expect(await hindrances(page)).toEqual([])
  await page.getByRole('button', { name: 'Hide earlier messages' }).press('Enter')
  await list.waitFor({ state: 'detached' })
})
