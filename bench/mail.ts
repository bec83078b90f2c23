import { fork, type ChildProcess } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { setTimeout as rest } from 'node:timers/promises'
import { sql } from 'kysely'
import type { PoolConfig } from 'pg'
import { person } from '../contract/customer/person.ts'
import { newId } from '../server/db/id.ts'
import { sealer } from '../server/db/sealed.ts'
import { connect } from '../server/customer/mail/mailboxes/commands.ts'
import { system } from '../server/http/caller.ts'
import { atomically, type Context } from '../server/http/context.ts'
import { createRecords } from '../server/records/write.ts'
import { allowAddress } from '../server/team/outgoing-addresses/commands.ts'
import { mailPassword, mailServersFor, type MailServers } from '../tests/mail-servers.ts'
import { temporaryFolder } from '../tests/postgres.ts'
import type { Result } from './records.ts'

const server = mailServersFor()[0]!

/** Why mail cannot be measured here; null when it can. */
export const withoutMail = server.skipped

const people = 500
const addressOf = (n: number) => `buyer${n}@mail-bench.example`
const sentence = 'We would like to know whether the frames that we spoke about can be delivered in May. '

/** Three of four are from somebody known; they come in conversations of five, and one in twenty brings a file. */
function* letters(to: string, count: number): Generator<string> {
  for (let n = 0; n < count; n++) {
    const first = n - (n % 5)
    const begun = `<bench${first}@mail-bench.example>`
    const from = first % 20 === 0 ? `stranger${n}@elsewhere.example` : addressOf(first % people)
    const file = n % 20 === 7
    const text = `${sentence.repeat(5 + (n % 30))}\r\n\r\nYours, No. ${n}\r\n`
    yield [
      `From: Somebody <${from}>`,
      `To: <${to}>`,
      `Subject: ${n === first ? '' : 'Re: '}Order ${first}`,
      `Date: ${new Date(Date.UTC(2026, 0, 1) + n * 60_000).toUTCString()}`,
      `Message-ID: <bench${n}@mail-bench.example>`,
      ...(n === first ? [] : [`In-Reply-To: ${begun}`, `References: ${begun}`]),
      'MIME-Version: 1.0',
      ...(file
        ? [
            'Content-Type: multipart/mixed; boundary="part"',
            '',
            '--part',
            'Content-Type: text/plain; charset=utf-8',
            '',
            text,
            '--part',
            'Content-Type: application/pdf; name="order.pdf"',
            'Content-Transfer-Encoding: base64',
            '',
            ...(Buffer.alloc(30_000, n % 251)
              .toString('base64')
              .match(/.{1,76}/g) ?? []),
            '--part--',
          ]
        : ['Content-Type: text/plain; charset=utf-8', '', text]),
      '',
    ].join('\r\n')
  }
}

/** A member whose mailbox holds the letters, and people who have written them; what connects it. */
async function beginMailbox(context: Context, servers: MailServers, key: Buffer, count: number) {
  const caller = system('web', newId())
  await sql`insert into users (id, name, role) values (${caller.userId}, 'Mail bench', 'seller')`.execute(
    context.database.db,
  )
  await atomically(context, (inner) =>
    createRecords(
      inner,
      person,
      Array.from({ length: people }, (_, n) => ({ values: { lastName: `Buyer ${n}`, email: addressOf(n) } })),
    ),
  )
  await allowAddress(context, '127.0.0.1')
  const address = servers.address()
  await servers.fill(address, letters(address, count))
  const { imap, smtp } = servers
  const signIn = { username: address, password: mailPassword }
  return () =>
    connect({ ...context, caller }, sealer(key), {
      address,
      name: 'Rui Alves',
      imap,
      smtp,
      ...signIn,
      since: '2020-01-01',
    })
}

/** What a process cannot do without at present, in MB: of the heap, and of the machine. */
async function memoryOf(process: ChildProcess): Promise<{ heap: number; rss: number }> {
  const answer = once(process, 'message')
  process.send('memory')
  const [{ heapUsed, rss }] = (await answer) as [NodeJS.MemoryUsage]
  return { heap: heapUsed / 1_048_576, rss: rss / 1_048_576 }
}

/**
 * Reads a mailbox of so many messages in a process of its own, and looks at its memory after a tenth, half and all of
 * them.
 */
export async function benchMail(context: Context, connection: PoolConfig, count: number): Promise<Result[]> {
  const { db } = context.database
  const servers = await server.start()
  const dataFolder = await temporaryFolder()
  const key = randomBytes(32)
  let reader: ChildProcess | undefined
  try {
    const connectMailbox = await beginMailbox(context, servers, key, count)
    reader = fork(join(import.meta.dirname, '../tests/programs/mail-holder.ts'), {
      execArgv: ['--expose-gc'],
      env: {
        ...process.env,
        CONNECTION: JSON.stringify(connection),
        DATA: dataFolder,
        KEY: key.toString('hex'),
      },
    })
    await connectMailbox()
    const begun = performance.now()
    const marks = [count / 10, count / 2, count].map(Math.round)
    const seen: { at: number; heap: number; rss: number }[] = []
    for (const mark of marks) {
      let at = 0
      while (at < mark) {
        await rest(100)
        const { rows } = await sql<{ at: number; error: string | null }>`
          select f.last_uid::int as at, b.error from mail_folders f join mailboxes b on b.id = f.mailbox_id
          where f.kind = 'inbox'`.execute(db)
        if (rows[0]?.error) throw new Error(rows[0].error)
        at = rows[0]?.at ?? 0
      }
      seen.push({ at, ...(await memoryOf(reader)) })
    }
    const seconds = (performance.now() - begun) / 1000
    const { rows } = await sql<{ kept: number }>`select count(*)::int as kept from mail_messages`.execute(db)
    if (rows[0]?.kept !== (count * 3) / 4)
      throw new Error(`${rows[0]?.kept} of ${(count * 3) / 4} messages were kept`)
    const [tenth, , all] = seen as [(typeof seen)[0], (typeof seen)[0], (typeof seen)[0]]
    const list = (of: 'heap' | 'rss') => seen.map((one) => one[of].toFixed(0)).join(', ')
    const after = marks.map((mark) => mark.toLocaleString('en')).join(', ')
    const speed = `${Math.round(count / seconds).toLocaleString('en')} messages a second`
    return [
      {
        what: 'mail sync, 10 × the messages: times the heap',
        ratio: all.heap / tenth.heap,
        bound: { atMost: 1.5 },
        note: `${list('heap')} MB after ${after}; ${speed}`,
      },
      {
        what: 'mail sync, 10 × the messages: times the memory',
        ratio: all.rss / tenth.rss,
        bound: { atMost: 1.5 },
        note: `${list('rss')} MB`,
      },
    ]
  } finally {
    reader?.kill('SIGKILL')
    await servers.stop()
    await rm(dataFolder, { recursive: true, force: true })
  }
}
