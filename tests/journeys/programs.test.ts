import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Webhook as Verifier } from 'standardwebhooks'
import { afterAll, expect, test } from 'vitest'
import { hindrances, journey } from '../journey.ts'

const company = await journey()
const { ask, call, owner } = company

interface Received {
  headers: Record<string, string>
  body: string
}
const received: Received[] = []
const receiver = createServer((request, response) => {
  let body = ''
  request.on('data', (chunk: Buffer) => (body += chunk.toString()))
  request.on('end', () => {
    received.push({ headers: request.headers as Record<string, string>, body })
    response.writeHead(204).end()
  })
}).listen(0, '127.0.0.1')
await once(receiver, 'listening')
afterAll(() => void receiver.close())
const url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hook`

test('a key is made, used, renewed and revoked', async () => {
  const page = await company.page('/settings/keys')
  await page.getByText('No program has a key yet').waitFor()
  await page.getByRole('button', { name: 'New key' }).click()
  await page.getByRole('button', { name: 'Make the key' }).click()
  await page.getByText('Choose at least one').waitFor()
  await page.getByLabel('Name').fill('Shop')
  await page.getByRole('checkbox', { name: 'Read people' }).check()
  await page.getByRole('button', { name: 'Make the key' }).click()
  const secret = () => page.getByLabel('The key').inputValue()
  const status = async (key: string, path = '/people') =>
    (await call({ id: '', headers: { authorization: `Bearer ${key}` } }, 'GET', path)).status
  const first = await secret()
  expect([await status(first), await status(first, '/deals')]).toEqual([200, 403])
  expect(await hindrances(page)).toEqual([])

  await page.getByRole('button', { name: 'Renew Shop' }).click()
  await page.getByText('The old key works for another day').waitFor()
  const second = await secret()
  expect([await status(first), await status(second)]).toEqual([200, 200])

  await page.getByRole('button', { name: 'Revoke Shop' }).click()
  await page.getByRole('complementary').getByRole('button', { name: 'Revoke' }).click()
  await page.getByText('No program has a key yet').waitFor()
  await expect.poll(() => status(second)).toBe(401)
})

test('a receiver is allowed, tried, told what happens, and told again', async () => {
  const page = await company.page('/settings/webhooks')
  await page.getByRole('button', { name: 'New webhook' }).click()
  const panel = page.getByRole('complementary')
  await panel.getByLabel('Name').fill('Shop')
  await panel.getByLabel('Address').fill(url)
  await panel.getByLabel('Events').fill('person.created')
  await panel.getByRole('button', { name: 'Save' }).click()
  const secret = await panel.getByLabel('Secret').inputValue()
  await panel.getByRole('button', { name: 'Send a test' }).click()
  await page.getByText('is not on the public internet').waitFor()

  await page.getByLabel('Host, address or network').fill('127.0.0.1')
  await page.getByRole('button', { name: 'Allow' }).click()
  await page.getByRole('button', { name: 'Remove 127.0.0.1' }).waitFor()
  await panel.getByRole('button', { name: 'Send a test' }).click()
  await page.getByText('The receiver answered 204').waitFor()
  expect(received).toHaveLength(1)

  const { id } = await ask(owner, 'POST', '/people', { body: { firstName: 'Told' } })
  await expect.poll(() => received.length, { timeout: 15_000 }).toBe(2)
  const { headers, body } = received[1] as Received
  expect(new Verifier(secret).verify(body, headers)).toMatchObject({
    type: 'person.created',
    data: { record: { id, firstName: 'Told' } },
  })
  await page.reload()
  await page.getByRole('button', { name: 'Shop' }).click()
  await panel.getByText('Arrived').waitFor()
  expect(await hindrances(page)).toEqual([])
  await panel.getByRole('button', { name: 'Send person.created again' }).click()
  await expect.poll(() => received.length, { timeout: 15_000 }).toBe(3)
  expect(received[2]?.headers['webhook-id']).toBe(headers['webhook-id'])
})

test('an author of a program finds an operation, reads it, and tries it', async () => {
  await ask(owner, 'POST', '/fields', { body: { recordType: 'person', type: 'text', label: 'Shoe size' } })
  const { key } = await company.key(['person:write'])
  const page = await company.page('/api/docs')
  await page.getByRole('heading', { name: 'API documentation' }).waitFor()
  await page.keyboard.press('/')
  await page.keyboard.type('create person')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'Create a person' }).waitFor()
  await expect.poll(() => page.url()).toContain('op=postPeople')
  const body = page.getByRole('region', { name: 'Body' })
  await body.getByText('own_shoe_size', { exact: true }).waitFor()
  await page.getByLabel('As a command', { exact: true }).getByText("curl -X POST 'http://127.0.0.1").waitFor()
  expect(await hindrances(page)).toEqual([])

  const attempt = page.getByRole('region', { name: 'Try it' })
  await attempt.getByLabel('Body').fill('{"firstName":"Tried","own_shoe_size":"38"}')
  await attempt.getByRole('button', { name: 'Send', exact: true }).click()
  await attempt.getByText('POST /people changes your company’s data').waitFor()
  const found = () => ask<{ data: unknown[] }>(owner, 'GET', '/people', { query: { q: 'Tried' } })
  expect((await found()).data).toHaveLength(0)
  await attempt.getByRole('button', { name: 'Send it' }).click()
  await attempt.getByText('201 in').waitFor()
  expect((await found()).data).toMatchObject([{ firstName: 'Tried', own_shoe_size: '38' }])

  // Without a session, a key shows and does what the key may.
  const stranger = await company.page('/api/docs', { id: '', headers: {} })
  await stranger.getByLabel('API key').fill(key)
  await stranger.getByRole('button', { name: 'Use this key' }).click()
  await stranger.getByLabel('Search operations').fill('GET /people List')
  await stranger.getByRole('link', { name: 'GET /people', exact: true }).click()
  await stranger.getByRole('button', { name: 'Send', exact: true }).click()
  await stranger.getByText('200 in').waitFor()
  await stranger.getByLabel('Answer', { exact: true }).getByText('own_shoe_size').waitFor()
})
