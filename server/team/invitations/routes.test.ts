import { describe, expect, test } from 'vitest'
import type { Invitation, InvitationWithLink } from '../../../contract/team/invitations.ts'
import { prepareJobs } from '../../db/jobs.ts'
import { anonymous, testCompany } from '../../../tests/builders.ts'

const company = await testCompany()
const { owner, ask, call, database } = company
await prepareJobs(database.pool)

const invite = (body: object, who = owner) => ask<InvitationWithLink>(who, 'POST', '/invitations', { body })
const tokenOf = ({ link }: { link: string }) => link.split('#')[1] ?? ''
const accept = (token: string, values: object = {}) =>
  call<{ userId: string; email: string; errors?: { path: string }[] }>(
    anonymous,
    'POST',
    '/invitations/accept',
    {
      body: { token, name: 'Ines', password: 'violet trams at noon', ...values },
    },
  )
const open = async () => (await ask<{ data: Invitation[] }>(owner, 'GET', '/invitations')).data
const mails = async (recipient: string) =>
  (
    await database.pool.query<{ body: string }>(
      'select body from outgoing_mail where recipient = $1 order by created_at',
      [recipient],
    )
  ).rows

describe('an invitation', () => {
  test('by mail makes its reader a member with role and team, who signs in with the password they chose', async () => {
    const team = (await ask(owner, 'POST', '/teams', { body: { name: 'North' } })).id
    const invitation = await invite({ email: 'Ines@Acme.example', role: 'seller', team })
    expect(invitation).toMatchObject({
      email: 'ines@acme.example',
      role: 'seller',
      team,
      invitedBy: 'Olga Owner',
    })
    expect(invitation.sentAt).not.toBeNull()
    expect((await mails('ines@acme.example'))[0]?.body).toContain(invitation.link)
    expect(JSON.stringify(await open())).not.toContain(tokenOf(invitation))

    const shown = await ask(anonymous, 'POST', '/invitations/open', { body: { token: tokenOf(invitation) } })
    expect(shown).toEqual({
      organisation: 'Acme',
      invitedBy: 'Olga Owner',
      email: 'ines@acme.example',
      name: null,
      role: 'Seller',
    })
    const weak = await accept(tokenOf(invitation), { password: 'password2026' })
    expect([weak.status, weak.body.errors?.[0]?.path]).toEqual([422, 'password'])
    // Who is invited by mail does not choose another address.
    const joined = await accept(tokenOf(invitation), { email: 'other@acme.example' })
    expect([joined.status, joined.body.email]).toEqual([201, 'ines@acme.example'])
    const ines = await company.signIn('ines@acme.example', 'violet trams at noon')
    expect(await ask<object>(ines, 'GET', '/me')).toMatchObject({
      role: 'seller',
      user: { name: 'Ines', teamId: team },
    })
    expect((await accept(tokenOf(invitation))).status).toBe(404)
    expect(await open()).toEqual([])
  })

  test('by a link alone asks for the address, and is used once, also by two at the same time', async () => {
    const token = tokenOf(await invite({ role: 'viewer' }))
    const missing = await accept(token)
    expect([missing.status, missing.body.errors?.[0]?.path]).toEqual([422, 'email'])
    const answers = await Promise.all(
      ['a', 'b'].map((name) => accept(token, { email: `${name}@twice.example` })),
    )
    expect(answers.map(({ status }) => status).sort((a, b) => a - b)).toEqual([201, 404])
    // It does not let its holder become somebody who is there already.
    await ask(owner, 'POST', '/users', {
      body: { name: 'Imported', email: 'imported@acme.example', role: 'seller' },
    })
    const taken = await accept(tokenOf(await invite({ role: 'viewer' })), { email: 'imported@acme.example' })
    expect(taken.status).toBe(409)
  })

  test('to a member without sign-in makes them sign in, and keeps what is theirs', async () => {
    const { id } = await ask(owner, 'POST', '/users', {
      body: { name: 'Old', email: 'old@acme.example', role: 'viewer' },
    })
    const joined = await accept(tokenOf(await invite({ email: 'old@acme.example', role: 'seller' })))
    expect(joined.body.userId).toBe(id)
    expect(await ask(owner, 'GET', `/users/${id}`)).toMatchObject({ name: 'Ines', role: 'seller' })
    expect(
      (await call(owner, 'POST', '/invitations', { body: { email: 'old@acme.example', role: 'seller' } }))
        .status,
    ).toBe(409)
  })

  test('ends when it expires, is revoked or renewed', async () => {
    const late = await invite({ email: 'late@acme.example', role: 'viewer', days: 1 })
    await database.pool.query(
      `update invitations set expires_at = now() - interval '1 second' where id = $1`,
      [late.id],
    )
    expect((await accept(tokenOf(late))).status).toBe(404)
    const renewed = await ask<InvitationWithLink>(owner, 'POST', `/invitations/${late.id}/resend`)
    expect(await mails('late@acme.example')).toHaveLength(2)
    expect((await accept(tokenOf(late))).status).toBe(404)
    expect((await call(owner, 'DELETE', `/invitations/${renewed.id}`)).status).toBe(204)
    expect((await accept(tokenOf(renewed))).status).toBe(404)
    expect((await call(owner, 'DELETE', `/invitations/${renewed.id}`)).status).toBe(404)
  })

  test('is an administrator’s to send, as an owner an owner’s, and never twice', async () => {
    const administrator = await company.member('administrator')
    const ask2 = (body: object) => call(administrator, 'POST', '/invitations', { body })
    expect((await ask2({ email: 'boss@acme.example', role: 'owner' })).status).toBe(422)
    expect((await call(owner, 'POST', '/invitations', { body: { role: 'owner' } })).status).toBe(422)
    expect((await ask2({ email: 'new@acme.example', role: 'dragon' })).status).toBe(422)
    expect((await ask2({ email: 'new@acme.example', role: 'viewer' })).status).toBe(201)
    const twice = await ask2({ email: 'new@acme.example', role: 'viewer' })
    expect([twice.status, twice.body.errors?.[0]?.path]).toEqual([409, 'email'])
    expect((await call(await company.member('manager'), 'GET', '/invitations')).status).toBe(403)
  })
})
