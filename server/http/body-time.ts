import { Socket } from 'node:net'
import type { FastifyRequest } from 'fastify'

/** Cuts off what does not come to its end: bodies that take too long, and large files that come no more. */
export function waitForBody({ raw, routeOptions }: FastifyRequest, bodyMs: number): void {
  const { 'content-length': length, 'transfer-encoding': coding } = raw.headers
  if (coding === undefined && (length === undefined || length === '0')) return
  const { socket } = raw
  // A request that a test injects has no connection that could be slow.
  if (!(socket instanceof Socket)) return
  let before = socket.bytesRead
  const late = () => {
    if (raw.complete) return
    const moved = socket.bytesRead > before
    before = socket.bytesRead
    if (routeOptions.config.slowBody && moved) timer.refresh()
    else {
      socket.end('HTTP/1.1 408 Request Timeout\r\nConnection: close\r\n\r\n')
      socket.destroySoon()
    }
  }
  const timer = setTimeout(late, bodyMs).unref()
  raw.once('close', () => clearTimeout(timer))
}
