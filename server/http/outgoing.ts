import { lookup as resolve } from 'node:dns'
import { request as plain, type IncomingMessage, type RequestOptions } from 'node:http'
import { request as secure } from 'node:https'
import { BlockList, isIP, type LookupFunction } from 'node:net'

/**
 * Requests to addresses that users name: a webhook's receiver, a sign-in provider. They reach the public internet only;
 * what stands in the company's own network answers when the owner has allowed it. The address is checked when the
 * connection is made, after its name has been looked up, so that no name can lead inside. Redirects are not followed.
 */
export interface Outgoing {
  method: 'GET' | 'POST'
  url: string
  headers?: Record<string, string>
  body?: string
  /** Milliseconds from the first byte sent to the last received; 15 seconds unless said. */
  timeout?: number
  /** Bytes of the answer that are kept; what follows is not read. 64 KB unless said. */
  atMost?: number
  signal?: AbortSignal | undefined
}

export interface OutgoingAnswer {
  status: number
  headers: IncomingMessage['headers']
  body: string
}

/** An address that may not be reached, with what to do about it. */
export class AddressRefused extends Error {}

/** Networks that are not the public internet (IANA's special-purpose registries). */
const inside = new BlockList()
for (const [network, bits] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
] as const)
  inside.addSubnet(network, bits, 'ipv4')
// Of IPv6 only 2000::/3 is the internet; within it, what carries an IPv4 address or is set apart.
const internet = new BlockList()
internet.addSubnet('2000::', 3, 'ipv6')
for (const [network, bits] of [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
] as const)
  inside.addSubnet(network, bits, 'ipv6')

/** Whether an address is of the public internet. */
export function isPublic(address: string): boolean {
  const version = isIP(address)
  if (version === 0) return false
  if (version === 4) return !inside.check(address, 'ipv4')
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1]
  if (mapped) return isPublic(mapped)
  return internet.check(address, 'ipv6') && !inside.check(address, 'ipv6')
}

/** Whether the owner's list, of host names, addresses and networks such as `10.0.0.0/8`, has this host or address. */
export function isAllowed(allowed: readonly string[], host: string, address: string): boolean {
  const list = new BlockList()
  for (const entry of allowed) {
    const [network = '', bits] = entry.split('/')
    const version = isIP(network)
    if (version === 0) {
      if (entry.toLowerCase() === host.toLowerCase()) return true
    } else
      list.addSubnet(network, Number(bits ?? (version === 4 ? 32 : 128)), version === 4 ? 'ipv4' : 'ipv6')
  }
  return list.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4')
}

const hostOf = (url: URL) => url.hostname.replace(/^\[(.*)\]$/, '$1')

function refuseInside(allowed: readonly string[], host: string, address: string): void {
  if (isPublic(address) || isAllowed(allowed, host, address)) return
  throw new AddressRefused(
    `${host} is not on the public internet. If it is yours, let the owner add it to the addresses that may be reached.`,
  )
}

/** Looks a name up and gives only addresses that may be reached. */
const guarded =
  (allowed: readonly string[], host: string): LookupFunction =>
  (name, options, done) =>
    resolve(name, { ...options, all: true }, (error, found) => {
      if (error) return done(error, [])
      try {
        for (const { address } of found) refuseInside(allowed, host, address)
      } catch (refused) {
        return done(refused as Error, [])
      }
      const [first] = found
      if (options.all) return done(null, found)
      return done(null, first?.address ?? '', first?.family)
    })

/**
 * The address of a host that may be reached, for connections that are no requests. Connect to it and to nothing else: the
 * name is not looked up a second time. Throws AddressRefused, or that there is no such host.
 */
export async function reachableAddress(host: string, allowed: readonly string[]): Promise<string> {
  if (isIP(host)) {
    refuseInside(allowed, host, host)
    return host
  }
  return new Promise((found, fail) =>
    guarded(allowed, host)(host, {}, (error, address) => (error ? fail(error) : found(String(address)))),
  )
}

/** Sends one request. Throws AddressRefused, or an error that says why there was no answer. */
export async function sendOutgoing(outgoing: Outgoing, allowed: readonly string[]): Promise<OutgoingAnswer> {
  const url = new URL(outgoing.url)
  const host = hostOf(url)
  if (isIP(host)) refuseInside(allowed, host, host)
  const send = url.protocol === 'https:' ? secure : plain
  const signals = [
    AbortSignal.timeout(outgoing.timeout ?? 15_000),
    ...(outgoing.signal ? [outgoing.signal] : []),
  ]
  const options: RequestOptions = {
    method: outgoing.method,
    headers: {
      'user-agent': 'Throughline',
      ...outgoing.headers,
      ...(outgoing.body === undefined ? {} : { 'content-length': Buffer.byteLength(outgoing.body) }),
    },
    lookup: guarded(allowed, host),
    agent: false,
    signal: AbortSignal.any(signals),
  }
  return new Promise((answer, fail) => {
    const request = send(url, options, (response) => {
      const chunks: Buffer[] = []
      let size = 0
      const atMost = outgoing.atMost ?? 65_536
      const finish = () =>
        answer({
          status: response.statusCode ?? 0,
          headers: response.headers,
          body: Buffer.concat(chunks).subarray(0, atMost).toString(),
        })
      response.on('data', (chunk: Buffer) => {
        chunks.push(chunk)
        size += chunk.length
        if (size < atMost) return
        finish()
        response.destroy()
      })
      response.on('end', finish)
      response.on('error', fail)
    })
    request.on('error', (error) =>
      fail(signals[0]?.aborted ? new Error('There was no answer in time', { cause: error }) : error),
    )
    request.end(outgoing.body)
  })
}
