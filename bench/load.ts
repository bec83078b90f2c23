import { connect, type Socket } from 'node:net'
import { performance } from 'node:perf_hooks'

/** An HTTP request as bytes, made once, so that the load costs the machine little beside the servers under test. */
export interface Request {
  method: string
  path: string
  headers?: Record<string, string>
  body?: string
}

export const bytesOf = ({ method, path, headers = {}, body = '' }: Request, port: number): Buffer => {
  const lines = [
    `${method} ${path} HTTP/1.1`,
    `host: 127.0.0.1:${port}`,
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
  ]
  if (body) lines.push('content-type: application/json', `content-length: ${Buffer.byteLength(body)}`)
  return Buffer.from(`${lines.join('\r\n')}\r\n\r\n${body}`)
}

interface Answer {
  status: number
  length: number
}

/** Sends requests one after the other over one connection and reads the answers. */
class Connection {
  readonly #socket: Socket
  #received: Buffer = Buffer.alloc(0)
  #resolve: ((answer: Answer) => void) | null = null
  #reject: ((error: Error) => void) | null = null

  constructor(port: number) {
    this.#socket = connect(port, '127.0.0.1')
    this.#socket.setNoDelay(true)
    this.#socket.on('data', (chunk: Buffer) => this.#read(chunk))
    this.#socket.on('error', (error) => this.#reject?.(error))
  }

  send(bytes: Buffer): Promise<Answer> {
    return new Promise((resolve, reject) => {
      this.#resolve = resolve
      this.#reject = reject
      this.#socket.write(bytes)
    })
  }

  #read(chunk: Buffer): void {
    this.#received = this.#received.length ? Buffer.concat([this.#received, chunk]) : chunk
    const end = this.#received.indexOf('\r\n\r\n')
    if (end < 0) return
    const head = this.#received.toString('latin1', 0, end)
    const length = Number(/content-length: (\d+)/i.exec(head)?.[1] ?? 0)
    if (this.#received.length < end + 4 + length) return
    this.#received = this.#received.subarray(end + 4 + length)
    this.#resolve?.({ status: Number(head.slice(9, 12)), length })
  }

  close(): void {
    this.#socket.destroy()
  }
}

export interface Load {
  port: number
  /** The n-th request; unique bodies where the work needs them. */
  request: (n: number) => Request
  connections: number
  seconds: number
}

/** Requests a second that a server answers with success, over some connections for some time. */
export async function measure(
  { port, request, connections, seconds }: Load,
  counter: { n: number },
): Promise<number> {
  const open = Array.from({ length: connections }, () => new Connection(port))
  const until = performance.now() + seconds * 1000
  const begun = performance.now()
  let done = 0
  await Promise.all(
    open.map(async (connection) => {
      while (performance.now() < until) {
        const { status } = await connection.send(bytesOf(request(counter.n++), port))
        if (status >= 300) throw new Error(`${request(0).method} ${request(0).path} answered ${status}`)
        done++
      }
    }),
  )
  const elapsed = performance.now() - begun
  for (const connection of open) connection.close()
  return done / (elapsed / 1000)
}

export const median = (values: number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN
