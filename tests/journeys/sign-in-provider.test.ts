import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer, type AddressInfo } from 'node:net'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, expect, test } from 'vitest'
import { anonymous } from '../builders.ts'
import { hindrances, journey } from '../journey.ts'

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

const company = await journey(await freePort())
const { owner, ask, call } = company

const port = await freePort()
const issuer = `http://127.0.0.1:${port}`
const provider = spawn(
  process.execPath,
  [join(import.meta.dirname, '../programs/oidc-provider.ts'), String(port)],
  { stdio: ['ignore', 'pipe', 'ignore'] },
)
afterAll(() => provider.kill())
await once(provider.stdout, 'data')

/** From our sign-in page by the provider's and back. */
async function comeBy(page: Page, address: string): Promise<void> {
  await page.getByRole('button', { name: 'Sign in with Acme ID' }).click()
  await page.getByPlaceholder('Enter any login').fill(address)
  await page.getByPlaceholder('and password').fill('any')
  await page.getByRole('button', { name: 'Sign-in' }).click()
  await page.getByRole('button', { name: 'Continue' }).click()
}
const today = (page: Page) => page.getByRole('heading', { name: 'Today', level: 1 }).waitFor()
const refused = (page: Page) => page.getByRole('alert').filter({ hasText: 'not a member here' }).waitFor()

test('an administrator adds a provider; one in the own network only once the owner has allowed its address', async () => {
  const page = await company.page('/settings/sign-in')
  await page.getByRole('button', { name: 'Add a provider' }).click()
  await page.getByLabel('Name on the button').fill('Acme ID')
  await page.getByLabel('Issuer').fill(issuer)
  await page.getByLabel('Client id').fill('throughline')
  await page.getByLabel('Client secret').fill('a secret of the provider')
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByText('let the owner add it to the addresses').waitFor()

  await ask(owner, 'POST', '/outgoing-addresses', { body: { address: '127.0.0.1' } })
  await page.getByLabel('Issuer').fill(`${issuer}/elsewhere`)
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByText('There is no OpenID provider at this address').waitFor()
  await page.getByLabel('Issuer').fill(issuer)
  await page.getByLabel('Who comes for the first time').check()
  await page.getByRole('button', { name: 'Add a domain' }).click()
  await page.getByLabel('Domain').fill('acme.example')
  await page.getByLabel('Role').selectOption('marketer')
  expect(await hindrances(page)).toEqual([])
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByRole('status').filter({ hasText: 'Acme ID is saved' }).waitFor()
  expect(await page.getByLabel('Redirect address').inputValue()).toMatch(
    new RegExp(`^${company.address}/api/auth/callback/`),
  )
  const { rows } = await company.database.pool.query<{ client_secret: string }>(
    'select client_secret from sign_in_providers',
  )
  expect(rows[0]?.client_secret).not.toContain('secret')
  expect((await call(owner, 'GET', '/sign-in-providers')).text).not.toContain('a secret of')
})

test('who comes from the company’s domain becomes a member with its role, and is the same the next time', async () => {
  for (let visit = 0; visit < 2; visit++) {
    const page = await company.page('/sign-in?from=/people', anonymous)
    await comeBy(page, 'mara@acme.example')
    await page.getByRole('heading', { name: 'People', level: 1 }).waitFor()
  }
  const { data } = await ask<{ data: object[] }>(owner, 'GET', '/users', {
    query: { filter: { field: 'email', op: 'is', value: 'mara@acme.example' } },
  })
  expect(data).toMatchObject([{ name: 'mara', role: 'marketer' }])
})

test('a member who was there before comes in as themselves; strangers, the deactivated and unproven addresses do not', async () => {
  const email = 'known@elsewhere.example'
  const { id } = await ask(owner, 'POST', '/users', { body: { name: 'Known', email, role: 'seller' } })
  const page = await company.page('/sign-in', anonymous)
  await comeBy(page, email)
  await today(page)
  expect(await page.evaluate(async () => (await fetch('/api/v1/me')).json())).toMatchObject({
    user: { id },
    role: 'seller',
  })
  await ask(owner, 'PATCH', `/users/${id}`, { body: { active: false } })
  for (const address of [email, 'stranger@elsewhere.example', 'unverified@acme.example']) {
    const other = await company.page('/sign-in', anonymous)
    await comeBy(other, address)
    await refused(other)
  }
  expect(await hindrances(page)).toEqual([])
})

test('an owner comes only by a provider that an owner has set up', async () => {
  const page = await company.page('/sign-in', anonymous)
  await comeBy(page, 'olga@acme.example')
  await today(page)

  const administrator = await company.member('administrator')
  const { data } = await ask<{ data: { id: string }[] }>(owner, 'GET', '/sign-in-providers')
  await ask(administrator, 'PATCH', `/sign-in-providers/${data[0]?.id}`, {
    body: { clientSecret: 'a secret of the provider' },
  })
  const other = await company.page('/sign-in', anonymous)
  await comeBy(other, 'olga@acme.example')
  await refused(other)
})
