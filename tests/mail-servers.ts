import { execFile, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { chmod, chown, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer, createConnection, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { ImapFlow } from 'imapflow'

const read = promisify(execFile)

/** Runs a program that leaves another one behind, which would keep its output open. */
const run = (program: string, args: string[]) =>
  new Promise<void>((done, fail) => {
    const child = spawn(program, args, { stdio: 'ignore' })
    child.on('error', fail)
    child.on('exit', (code) => (code === 0 ? done() : fail(new Error(`${program} ended with ${code}`))))
  })

/** Mail servers on this machine for one test file, on ports of their own. Every mailbox has the same password. */
export interface MailServers {
  imap: { host: string; port: number; security: 'none' }
  smtp: { host: string; port: number; security: 'none' }
  /** A mailbox that no other test has. */
  address(): string
  /** The mailbox of an address, as its owner's own program has it. */
  open(address: string): Promise<ImapFlow>
  /** Puts messages into the inbox of an address that nobody has opened yet, as if they had been there for long. */
  fill(address: string, messages: Iterable<string>): Promise<void>
  stop(): Promise<void>
}

export const mailPassword = 'secret'

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}

/** Waits until something takes connections. */
async function answers(port: number): Promise<void> {
  const until = Date.now() + 20_000
  for (;;) {
    const open = await new Promise<boolean>((resolve) => {
      const socket = createConnection(port, '127.0.0.1')
      socket.on('connect', () => (socket.destroy(), resolve(true)))
      socket.on('error', () => resolve(false))
    })
    if (open) return
    if (Date.now() > until) throw new Error(`Nothing listens at port ${port}`)
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

const programs = { dovecot: '/usr/sbin/dovecot', postfix: '/usr/sbin/postfix' }

let counter = 0

/** What is to be ended, the last begun first. */
type Ending = (() => unknown)[]

/** Why the real servers cannot be used here; null when they can. They set the user of each of their processes. */
const withoutRealServers = (): string | null =>
  process.getuid?.() !== 0
    ? 'Dovecot and Postfix need to be started as root'
    : Object.values(programs).every((path) => existsSync(path))
      ? null
      : 'Dovecot and Postfix are not installed'

const dovecotConf = (folder: string, imap: number, lmtp: number) => `base_dir=${folder}/run
state_dir=${folder}/run
log_path=${folder}/log
protocols=imap lmtp
listen=127.0.0.1
ssl=no
disable_plaintext_auth=no
auth_mechanisms=plain login
mail_location=maildir:${folder}/mail/%u
first_valid_uid=1
mail_max_userip_connections=50
passdb {
  driver = static
  args = password=${mailPassword}
}
userdb {
  driver = static
  args = uid=65534 gid=65534 home=${folder}/mail/%u allow_all_users=yes
}
service imap-login {
  inet_listener imap {
    port = ${imap}
  }
  inet_listener imaps {
    port = 0
  }
}
service lmtp {
  inet_listener lmtp {
    address = 127.0.0.1
    port = ${lmtp}
  }
}
namespace inbox {
  inbox = yes
  mailbox Sent {
    auto = subscribe
    special_use = \\Sent
  }
}
`

const postfixConf = (folder: string, lmtp: number) => `compatibility_level=3.6
queue_directory=${folder}/queue
data_directory=${folder}/data
maillog_file=${folder}/maillog
maillog_file_prefixes=${folder}
myhostname=mx.test.local
mydestination=
inet_interfaces=127.0.0.1
inet_protocols=ipv4
mynetworks=127.0.0.0/8
virtual_mailbox_domains=crm.test
virtual_transport=lmtp:inet:127.0.0.1:${lmtp}
default_transport=error:no outside mail
smtpd_relay_restrictions=permit_mynetworks,reject
smtpd_sasl_auth_enable=yes
smtpd_sasl_type=dovecot
smtpd_sasl_path=inet:127.0.0.1:AUTHPORT
alias_maps=
`

async function startDovecot(
  ending: Ending,
  folder: string,
  auth: number,
): Promise<{ imap: number; lmtp: number }> {
  const [imap, lmtp] = [await freePort(), await freePort()]
  const conf = join(folder, 'dovecot.conf')
  await mkdir(join(folder, 'mail'), { recursive: true })
  await chown(join(folder, 'mail'), 65534, 65534)
  const service = `service auth {
  inet_listener {
    address = 127.0.0.1
    port = ${auth}
  }
}
`
  await writeFile(conf, dovecotConf(folder, imap, lmtp) + service)
  await run(programs.dovecot, ['-c', conf])
  ending.push(() => run('/usr/bin/doveadm', ['-c', conf, 'stop']))
  await answers(imap)
  return { imap, lmtp }
}

async function startPostfix(ending: Ending, folder: string, lmtp: number, auth: number): Promise<number> {
  const port = await freePort()
  const conf = join(folder, 'postfix')
  for (const name of ['postfix', 'queue', 'data']) await mkdir(join(folder, name), { recursive: true })
  const owner = Number((await read('/usr/bin/id', ['-u', 'postfix'])).stdout)
  await chown(join(folder, 'data'), owner, owner)
  await writeFile(join(conf, 'main.cf'), postfixConf(folder, lmtp).replace('AUTHPORT', String(auth)))
  const master = await readFile('/usr/share/postfix/master.cf.dist', 'utf8')
  await writeFile(join(conf, 'master.cf'), master.replace(/^smtp(\s+)inet/m, `127.0.0.1:${port}$1inet`))
  await run(programs.postfix, ['-c', conf, 'start'])
  ending.push(() => run(programs.postfix, ['-c', conf, 'stop']))
  await answers(port)
  return port
}

function opener(ending: Ending, port: number): MailServers['open'] {
  return async (address) => {
    const auth = { user: address, pass: mailPassword }
    const client = new ImapFlow({
      host: '127.0.0.1',
      port,
      secure: false,
      doSTARTTLS: false,
      auth,
      logger: false,
    })
    client.on('error', () => undefined)
    await client.connect()
    ending.push(() => client.close())
    return client
  }
}

function filler(folder: string): MailServers['fill'] {
  return async (address, messages) => {
    const inbox = join(folder, address)
    const folders = [inbox, ...['cur', 'new', 'tmp'].map((name) => join(inbox, name))]
    for (const path of folders) await mkdir(path, { recursive: true })
    let n = 0
    for (const message of messages) {
      const name = `${String(1_000_000_000 + n++)}.M${n}.local,S=${Buffer.byteLength(message)}:2,S`
      await writeFile(join(inbox, 'cur', name), message)
    }
    for (const path of folders) await chown(path, 65534, 65534)
  }
}

/** A private Dovecot that a private Postfix delivers to. */
async function realServers(): Promise<MailServers> {
  const ending: Ending = []
  const folder = await mkdtemp(join(tmpdir(), 'mail-servers-'))
  // Their processes are other users' and walk through here.
  await chmod(folder, 0o755)
  ending.push(() => rm(folder, { recursive: true, force: true }))
  const auth = await freePort()
  const { imap, lmtp } = await startDovecot(ending, folder, auth)
  const smtp = await startPostfix(ending, folder, lmtp, auth)
  return {
    imap: { host: '127.0.0.1', port: imap, security: 'none' },
    smtp: { host: '127.0.0.1', port: smtp, security: 'none' },
    address: () => `rui${++counter}@crm.test`,
    open: opener(ending, imap),
    fill: filler(join(folder, 'mail')),
    async stop() {
      for (const end of ending.reverse()) await end()
    },
  }
}

/** The servers that tests of mail run with, or why they do not. */
export const mailServersFor = () => [
  { name: 'Dovecot and Postfix', skipped: withoutRealServers(), start: realServers },
]
