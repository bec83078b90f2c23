import type { FetchMessageObject, ImapFlow, MessageAddressObject } from 'imapflow'
import type { MailAddress } from '../../../../contract/customer/mail-address.ts'
import { messageIdOf, parentsIn } from '../messages/rules.ts'
import type { Listed } from './rules.ts'

const namedBy = (list: readonly MessageAddressObject[] | undefined): MailAddress[] =>
  (list ?? []).flatMap(({ name, address }) =>
    address
      ? [{ name: (name ?? '').replaceAll('\0', '').trim(), address: address.toLowerCase().trim() }]
      : [],
  )

const headers = ['references', 'content-type']

const header = (raw: string, name: string): string | undefined =>
  new RegExp(`^${name}:[ \\t]*((?:[^\\r\\n]*(?:\\r?\\n[ \\t])?)*)`, 'im')
    .exec(raw)?.[1]
    ?.replaceAll(/\r?\n/g, ' ')

function momentOf(...given: (Date | string | undefined)[]): string {
  const found = given.map((one) => new Date(one ?? NaN).getTime()).filter((time) => !Number.isNaN(time))
  // Clocks of senders are wrong at times; when the server took a message it had been sent.
  return new Date(found.length > 0 ? Math.min(...found, Date.now()) : Date.now()).toISOString()
}

export function listedOf(message: FetchMessageObject): Listed {
  const { envelope, uid, size = 0, flags = new Set<string>(), labels = new Set<string>() } = message
  const raw = message.headers?.toString() ?? ''
  const said = [
    String(envelope?.date ?? ''),
    envelope?.subject ?? '',
    ...namedBy(envelope?.from).map(({ address }) => address),
    String(size),
  ]
  return {
    uid,
    size,
    labels: [...flags, ...labels].filter((flag) => !flag.startsWith('\\')),
    report: /^\s*multipart\/report\b.*delivery-status/is.test(header(raw, 'content-type') ?? ''),
    head: {
      messageId: messageIdOf(envelope?.messageId, said),
      parents: parentsIn(header(raw, 'references'), envelope?.inReplyTo),
      subject: (envelope?.subject ?? '').replaceAll(/\s+/g, ' ').trim(),
      from: namedBy(envelope?.from)[0] ?? null,
      to: namedBy(envelope?.to),
      cc: namedBy(envelope?.cc),
      sentAt: momentOf(envelope?.date, message.internalDate),
    },
  }
}

/** The heads of messages, in the order of their UIDs. */
export async function headsOf(client: ImapFlow, uids: readonly number[]): Promise<Listed[]> {
  if (uids.length === 0) return []
  const listed: Listed[] = []
  const asked = {
    uid: true,
    envelope: true,
    internalDate: true,
    size: true,
    flags: true,
    headers,
    ...(client.capabilities.has('X-GM-EXT-1') ? { labels: true } : {}),
  }
  for await (const message of client.fetch(uids.join(','), asked, { uid: true }))
    listed.push(listedOf(message))
  return listed.sort((a, b) => a.uid - b.uid)
}

/** Larger messages are read up to here: their words, and no attachments. */
const largest = 35 * 1_048_576
const beginning = 1_048_576

/** A message as it lies there; null when it is gone meanwhile. */
export async function sourceOf(
  client: ImapFlow,
  { uid, size }: Pick<Listed, 'uid' | 'size'>,
): Promise<Buffer | null> {
  const source = size > largest ? { maxLength: beginning } : true
  const found = await client.fetchOne(String(uid), { source, uid: true }, { uid: true })
  return found ? (found.source ?? null) : null
}

/** UIDs of messages in the open folder, ascending. */
export async function uidsOf(client: ImapFlow, query: Parameters<ImapFlow['search']>[0]): Promise<number[]> {
  const found = await client.search(query, { uid: true })
  return Array.isArray(found) ? found.sort((a, b) => a - b) : []
}
