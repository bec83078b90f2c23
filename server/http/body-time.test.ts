import { once } from 'node:events'
import { connect } from 'node:net'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, expect, test } from 'vitest'
import { createServer } from './server.ts'

const bodyMs = 1_000
const server = await createServer({ authenticate: () => Promise.resolve(null), bodyMs })
for (const slowBody of [true, false])
  server.post(
    `/${slowBody ? 'slow' : 'usual'}`,
    slowBody ? { config: { slowBody } } : {},
    async (request) => ({
      got: (request.body as { n: string }).n.length,
    }),
  )
await server.listen({ host: '127.0.0.1', port: 0 })
afterAll(() => server.close())

/** Sends the pieces of a body, so far apart that together they take longer than a body may. */
async function send(path: string, pieces: number, length = pieces): Promise<string> {
  const socket = connect((server.server.address() as AddressInfo).port, '127.0.0.1')
  await once(socket, 'connect')
  const answer = text(socket)
  socket.write(
    `POST ${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: ${length + 8}\r\n\r\n{"n":"`,
  )
  for (let i = 0; i < pieces && socket.writable; i++) {
    await wait(bodyMs / 16)
    socket.write('x')
  }
  if (pieces === length) socket.write('"}')
  return answer
}

test('a body that takes too long is cut off; a large file may take its time, as long as it comes', async () => {
  const [usual, slow, still] = await Promise.all([
    send('/usual', 24),
    send('/slow', 24),
    send('/slow', 1, 24),
  ])
  expect(usual).toMatch(/^HTTP\/1.1 408 /)
  expect(slow).toMatch(/^HTTP\/1.1 200 .*"got":24/s)
  expect(still).toMatch(/^HTTP\/1.1 408 /)
})
