import { Readable } from 'node:stream'
import type { ImapFlow } from 'imapflow'
import { sql } from 'kysely'
import { domainOf } from '../../../../contract/customer/mail-address.ts'
import { usualLargest, type FileValue } from '../../../../contract/records/file.ts'
import type { Db } from '../../../db/database.ts'
import { newId } from '../../../db/id.ts'
import { atomically, type Context } from '../../../http/context.ts'
import { receiveFile } from '../../../records/files/receive.ts'
import type { Stores } from '../../../records/files/stores.ts'
import { bounceOf, contentOf } from '../content/rules.ts'
import { keepMessages, noteBounce, writerOf, type KeptMessage } from '../messages/commands.ts'
import {
  colleagueAddresses,
  companiesBy,
  leavingBy,
  messagesBy,
  openDealsBy,
  peopleBy,
} from '../messages/queries.ts'
import { settleSent } from '../sending/commands.ts'
import type { FolderRow, MailboxRow } from '../tables.ts'
import { headsOf, sourceOf, uidsOf } from './queries.ts'
import { addressesIn, decide, type Kept, type Knowledge, type Listed } from './rules.ts'

/** What reading a mailbox is given. */
export interface Reading {
  context: () => Promise<Context>
  stores: Stores
  mailbox: MailboxRow
  signal: AbortSignal
}

/** Another process has gone on from where this one was, or the mailbox is gone: what was read is thrown away. */
export class Overtaken extends Error {}

/** Heads that are asked for together, and bytes of content that are held before they are written down. */
const headsTogether = 200
const heldBytes = 4 * 1_048_576

/** Opens a folder for reading and says what it is called in its present life. */
async function openFolder(client: ImapFlow, path: string): Promise<number> {
  const open = await client.mailboxOpen(path, { readOnly: true })
  return Number(open.uidValidity)
}

/** Begins a folder anew whose numbers mean other messages than before. What was kept is known by its Message-ID. */
async function beginAnew(db: Db, folder: FolderRow, uidValidity: number): Promise<FolderRow> {
  const { rows } = await sql<FolderRow>`update mail_folders set uid_validity = ${uidValidity}, last_uid = 0,
      earlier_uid = 0, earlier_found = null, earlier_behind = null
    where id = ${folder.id} and uid_validity is not distinct from ${folder.uid_validity} returning *`.execute(
    db,
  )
  if (!rows[0]) throw new Overtaken('Another process reads this folder')
  await sql`delete from mail_places where folder_id = ${folder.id} and uid_validity <> ${uidValidity}`.execute(
    db,
  )
  return rows[0]
}

/** Reads what is new in a folder, from where it was left, piece by piece; each piece is kept whole with its position. */
export async function readFolder(reading: Reading, client: ImapFlow, given: FolderRow): Promise<void> {
  const { db } = (await reading.context()).database
  const uidValidity = await openFolder(client, given.path)
  const folder = given.uid_validity === uidValidity ? given : await beginAnew(db, given, uidValidity)
  const uids = (
    await uidsOf(client, {
      uid: `${folder.last_uid + 1}:*`,
      since: new Date(`${reading.mailbox.since}T00:00:00Z`),
    })
  ).filter((uid) => uid > folder.last_uid)
  let position = folder.last_uid
  if (uids.length !== folder.behind)
    await sql`update mail_folders set behind = ${uids.length} where id = ${folder.id}`.execute(db)
  for (let at = 0; at < uids.length && !reading.signal.aborted; at += headsTogether) {
    const some = uids.slice(at, at + headsTogether)
    const listed = await headsOf(client, some)
    const left = () => uids.length - at - some.length
    await keep(reading, client, folder, listed, {
      line: 'new',
      from: position,
      end: some.at(-1) ?? position,
      behind: left(),
    })
    position = some.at(-1) ?? position
  }
}

/** What is known of messages, all asked at once. */
async function knowledgeOf(db: Db, mailbox: MailboxRow, listed: readonly Listed[]): Promise<Knowledge> {
  const colleagues = await colleagueAddresses(db)
  const addresses = addressesIn(listed, colleagues)
  const people = await peopleBy(db, addresses)
  const always = mailbox.rules.some(({ keep }) => keep === 'always')
  const ids = listed.flatMap(({ head }) => [head.messageId, ...head.parents])
  return {
    address: mailbox.address,
    rules: mailbox.rules,
    colleagues,
    people,
    companies: always ? await companiesBy(db, [...new Set(addresses.map(domainOf))]) : new Map(),
    messages: await messagesBy(db, ids),
    deals: await openDealsBy(db, [...new Set([...people.values()].map(({ id }) => id))], mailbox.user_id),
  }
}

/** From where to where reading goes, and what is left then: of new mail, or of what lies further back. */
interface Moving {
  line: 'new' | 'earlier'
  from: number
  end: number
  behind: number
}

/** Moves a folder's position if it is still where reading began; whether it was. */
async function advance(
  db: Db,
  mailbox: MailboxRow,
  folder: FolderRow,
  moving: Moving | null,
  leftOut: number,
): Promise<boolean> {
  const same = sql`f.id = ${folder.id} and f.uid_validity = ${folder.uid_validity}`
  const moved = !moving
    ? sql`select from mail_folders f where ${same} for share`
    : moving.line === 'new'
      ? sql`update mail_folders f set last_uid = ${moving.end}, behind = ${moving.behind}, left_out = left_out + ${leftOut}
          where ${same} and last_uid = ${moving.from} returning id`
      : sql`update mail_folders f set earlier_uid = ${moving.end}, earlier_behind = ${moving.behind},
            left_out = left_out + ${leftOut}
          from mailboxes b where ${same} and earlier_uid = ${moving.from} and b.id = f.mailbox_id
            and b.earlier_since = ${mailbox.earlier_since} returning f.id`
  return (await moved.execute(db)).rows.length > 0
}

/**
 * Keeps what is to be kept of some messages and moves the folder's position behind them, if it is to move. Content is fetched message by
 * message and written down before much of it is held, so that a mailbox of any size takes the same memory.
 */
async function keep(
  reading: Reading,
  client: ImapFlow,
  folder: FolderRow,
  listed: readonly Listed[],
  moving: Moving | null,
): Promise<void> {
  const { mailbox, stores } = reading
  const context = await reading.context()
  const { db } = context.database
  const knowledge = await knowledgeOf(db, mailbox, listed)
  const leaving = await leavingBy(
    db,
    listed.map(({ head }) => head.messageId),
  )
  let piece: Piece = { kept: [], known: [], leftOut: 0 }
  let held = 0
  let from = moving?.from ?? 0
  const write = async (end: number, behind: number) => {
    await writeDown(context, mailbox, folder, piece, moving && { ...moving, from, end, behind })
    from = end
    piece = { kept: [], known: [], leftOut: 0 }
    held = 0
  }
  for (const [i, one] of listed.entries()) {
    if (reading.signal.aborted) throw new Overtaken('Stopped')
    const outgoing = leaving.get(one.head.messageId)
    if (outgoing) await settleSent(context, outgoing)
    if (outgoing || knowledge.messages.has(one.head.messageId)) {
      piece.known.push({ uid: one.uid, messageId: one.head.messageId })
      continue
    }
    if (one.report) await readReport(context, client, mailbox, one)
    const decided = decide(one, folder, knowledge)
    const source = decided && (await sourceOf(client, one))
    if (!decided || !source) {
      piece.leftOut++
      continue
    }
    const content = await contentOf(source)
    const writer = writerOf(decided.direction, one.head.sentAt, mailbox.user_id, context.now)
    const files: FileValue[] = []
    for (const { name, content: bytes } of content.files)
      if (bytes.length <= usualLargest)
        files.push(
          await receiveFile(db, stores, writer, {
            name,
            body: Readable.from([Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)]),
            limits: { largest: usualLargest },
          }),
        )
    const message = { ...withHead(decided), ...content, files }
    piece.kept.push({ uid: one.uid, message })
    // What follows in the same piece may answer it, or be the same once more.
    knowledge.messages.set(one.head.messageId, message)
    held += (content.body?.length ?? 0) + (content.html?.length ?? 0)
    if (held >= heldBytes) await write(one.uid, (moving?.behind ?? 0) + listed.length - i - 1)
  }
  await write(moving?.end ?? 0, moving?.behind ?? 0)
}

const withHead = ({ listed, ...kept }: Kept) => ({ id: newId(), head: listed.head, ...kept })

async function readReport(
  context: Context,
  client: ImapFlow,
  mailbox: MailboxRow,
  one: Listed,
): Promise<void> {
  const source = await sourceOf(client, one)
  const bounce = source && (await bounceOf(source))
  if (bounce) await noteBounce(context, mailbox.id, bounce)
}

interface Piece {
  kept: { uid: number; message: KeptMessage }[]
  /** Messages that are kept already: from another folder, a colleague's mailbox, or sent from here. */
  known: { uid: number; messageId: string }[]
  leftOut: number
}

/** Writes a piece down and moves the position, both or neither: who had read on meanwhile is not overtaken. */
async function writeDown(
  context: Context,
  mailbox: MailboxRow,
  folder: FolderRow,
  piece: Piece,
  moving: Moving | null,
): Promise<void> {
  await atomically(context, async (inner) => {
    const { db } = inner.database
    // One writer at a time: two mailboxes may hold the same message.
    await sql`select pg_advisory_xact_lock(hashtext('mail_messages'))`.execute(db)
    if (!(await advance(db, mailbox, folder, moving, piece.leftOut)))
      throw new Overtaken('Another process has read on')
    const { known, kept } = piece
    const there = await messagesBy(
      db,
      kept.map(({ message }) => message.head.messageId),
    )
    const fresh = new Map(
      kept.flatMap(({ message }) =>
        there.has(message.head.messageId) ? [] : [[message.head.messageId, message]],
      ),
    )
    if (fresh.size > 0) await keepMessages(inner, mailbox, [...fresh.values()])
    const places = [...known, ...kept.map(({ uid, message }) => ({ uid, messageId: message.head.messageId }))]
    await sql`insert into mail_places (folder_id, uid_validity, uid, email_id)
      select ${folder.id}, ${folder.uid_validity}, p.uid, m.email_id
      from json_to_recordset(${JSON.stringify(places)}) as p (uid bigint, "messageId" text)
        join mail_messages m on m.message_id = p."messageId"
      on conflict do nothing`.execute(db)
  })
}

/** Brings the mail of people that was there before they were known, from every folder that is read. */
export async function bringEarlier(
  reading: Reading,
  client: ImapFlow,
  folders: readonly FolderRow[],
): Promise<void> {
  const context = await reading.context()
  const { db } = context.database
  const { rows } = await sql<{ person: string; asked: string; addresses: string[] | null }>`
    select w.person_id as person, w.created_at as asked, (select array_agg(i.value) from identities i
      where i.kind = 'email' and i.person_id = w.person_id) as addresses
    from mail_wanted w where w.mailbox_id = ${reading.mailbox.id} order by w.created_at`.execute(db)
  for (const { person, asked, addresses } of rows) {
    for (const folder of folders) {
      const uidValidity = await openFolder(client, folder.path)
      if (uidValidity !== folder.uid_validity) continue
      const found = new Set<number>()
      for (const address of addresses ?? [])
        for (const by of ['from', 'to', 'cc'] as const)
          for (const uid of await uidsOf(client, { [by]: address }))
            if (uid <= folder.last_uid) found.add(uid)
      const uids = [...found].sort((a, b) => a - b)
      for (let at = 0; at < uids.length && !reading.signal.aborted; at += headsTogether)
        await keep(reading, client, folder, await headsOf(client, uids.slice(at, at + headsTogether)), null)
    }
    if (reading.signal.aborted) return
    await sql`delete from mail_wanted where mailbox_id = ${reading.mailbox.id} and person_id = ${person}
      and created_at = ${asked}`.execute(db)
  }
}

/** Messages further back that are read before it is looked again for new ones. */
const earlierTogether = 5 * headsTogether

/**
 * Reads some of what lies further back, to the day that was asked for, in folder after folder, each from where it was left.
 * Whether there is more.
 */
export async function readEarlier(
  reading: Reading,
  client: ImapFlow,
  folders: readonly FolderRow[],
): Promise<boolean> {
  const { mailbox } = reading
  const { db } = (await reading.context()).database
  if (mailbox.earlier_since === null) return false
  const range = {
    since: new Date(`${mailbox.earlier_since}T00:00:00Z`),
    before: new Date(`${mailbox.since}T00:00:00Z`),
  }
  for (const folder of folders) {
    if (folder.earlier_behind === 0) continue
    // Whose numbers mean other messages by now is begun anew with the next look for new ones.
    if ((await openFolder(client, folder.path)) !== folder.uid_validity) return true
    const uids = (await uidsOf(client, { uid: `${folder.earlier_uid + 1}:*`, ...range })).filter(
      (uid) => uid > folder.earlier_uid,
    )
    await sql`update mail_folders set earlier_found = coalesce(earlier_found, 0) + ${uids.length} - coalesce(earlier_behind, 0),
        earlier_behind = ${uids.length}
      where id = ${folder.id} and earlier_uid = ${folder.earlier_uid}`.execute(db)
    if (folder.earlier_behind === null) continue
    let from = folder.earlier_uid
    for (
      let at = 0;
      at < Math.min(uids.length, earlierTogether) && !reading.signal.aborted;
      at += headsTogether
    ) {
      const some = uids.slice(at, at + headsTogether)
      const end = some.at(-1) ?? from
      await keep(reading, client, folder, await headsOf(client, some), {
        line: 'earlier',
        from,
        end,
        behind: uids.length - at - some.length,
      })
      from = end
    }
    return true
  }
  // They were only looked for in this turn, or all of them have been read.
  if (folders.some(({ earlier_behind }) => earlier_behind !== 0)) return true
  await sql`update mailboxes set since = earlier_since, earlier_since = null
    where id = ${mailbox.id} and earlier_since = ${mailbox.earlier_since}`.execute(db)
  return false
}
