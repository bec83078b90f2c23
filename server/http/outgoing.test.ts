import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, onTestFinished, test } from 'vitest'
import { AddressRefused, isAllowed, isPublic, sendOutgoing } from './outgoing.ts'

async function listening(listener: RequestListener): Promise<number> {
  const server = createServer(listener).listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return (server.address() as AddressInfo).port
}

const get = (url: string, allowed: string[] = [], more = {}) =>
  sendOutgoing({ method: 'GET', url, ...more }, allowed)

describe('the public internet', () => {
  test.each(['1.1.1.1', '93.184.216.34', '172.15.0.1', '172.32.0.1', '2606:4700::1111', '::ffff:1.1.1.1'])(
    'has %s',
    (address) => expect(isPublic(address)).toBe(true),
  )
  test.each(
    '0.0.0.0 10.1.2.3 100.64.0.1 127.0.0.1 127.255.0.1 169.254.169.254 172.16.0.1 172.31.255.255 192.168.1.1 198.18.0.1 224.0.0.1 255.255.255.255 :: ::1 fc00::1 fd12::1 fe80::1 ff02::1 ::ffff:127.0.0.1 ::ffff:7f00:1 64:ff9b::7f00:1 2002:7f00:1:: 2001:db8::1 nonsense'.split(
      ' ',
    ),
  )('has not %s', (address) => expect(isPublic(address)).toBe(false))
})

test('the owner’s list has names, addresses and networks', () => {
  const list = ['hooks.intern', '10.1.0.0/16', '192.168.1.7', 'fd00::/8']
  expect(isAllowed(list, 'hooks.INTERN', '10.9.9.9')).toBe(true)
  expect(isAllowed(list, 'x', '10.1.200.3')).toBe(true)
  expect(isAllowed(list, 'x', '10.2.0.1')).toBe(false)
  expect(isAllowed(list, 'x', '192.168.1.7')).toBe(true)
  expect(isAllowed(list, 'x', '192.168.1.8')).toBe(false)
  expect(isAllowed(list, 'x', 'fd12::1')).toBe(true)
  expect(isAllowed([], 'x', '10.0.0.1')).toBe(false)
})

describe('a request from inside', () => {
  test.each([
    ['by its address', (port: number) => `http://127.0.0.1:${port}/`],
    ['by a name that leads inside', (port: number) => `http://localhost:${port}/`],
    ['by a number', (port: number) => `http://2130706433:${port}/`],
    ['in hexadecimal', (port: number) => `http://0x7f.1:${port}/`],
    ['as IPv6', (port: number) => `http://[::ffff:127.0.0.1]:${port}/`],
    ['as IPv6 loopback', (port: number) => `http://[::1]:${port}/`],
  ])('does not reach inside %s', async (_, url) => {
    let reached = 0
    const port = await listening((_request, response) => {
      reached++
      response.end()
    })
    await expect(get(url(port))).rejects.toThrow(AddressRefused)
    expect(reached).toBe(0)
  })

  test('reaches what the owner has allowed', async () => {
    const port = await listening((_request, response) => response.writeHead(201, { 'x-a': 'b' }).end('hello'))
    expect(await get(`http://127.0.0.1:${port}/`, ['127.0.0.1'])).toMatchObject({
      status: 201,
      body: 'hello',
    })
    expect((await get(`http://localhost:${port}/`, ['localhost'])).headers['x-a']).toBe('b')
  })

  test('follows no redirect', async () => {
    let reached = 0
    const inner = await listening((_request, response) => void (reached++, response.end()))
    const port = await listening((_request, response) =>
      response.writeHead(302, { location: `http://127.0.0.1:${inner}/` }).end(),
    )
    expect((await get(`http://127.0.0.1:${port}/`, ['127.0.0.1'])).status).toBe(302)
    expect(reached).toBe(0)
  })

  test('keeps no more of an endless answer than asked', async () => {
    const port = await listening((_request, response) => {
      const more = () => void response.write('x'.repeat(10_000), () => setImmediate(more))
      more()
    })
    expect((await get(`http://127.0.0.1:${port}/`, ['127.0.0.1'], { atMost: 100 })).body).toBe(
      'x'.repeat(100),
    )
  })

  test('waits no longer than said', async () => {
    const port = await listening(() => undefined)
    await expect(get(`http://127.0.0.1:${port}/`, ['127.0.0.1'], { timeout: 50 })).rejects.toThrow(
      'no answer in time',
    )
  })
})
