import { z } from 'zod'
import { idParams, route } from '../http/route.ts'
import { daySchema } from '../values/dates.ts'
import { idSchema } from '../values/id.ts'
import { isMailAddress } from './mail-address.ts'

/** How a connection is kept from listeners: from its first byte, once the server has agreed, or not at all. */
export const securities = ['tls', 'starttls', 'none'] as const

const hostPattern = /^(?=.{1,253}$)[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?(\.[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?)*$/

const serverSchema = z.strictObject({
  host: z
    .string()
    .trim()
    .toLowerCase()
    .regex(hostPattern, 'Use the name of the server, such as imap.example.com'),
  port: z.number().int().min(1, 'Use a port such as 993').max(65_535, 'Use a port such as 993'),
  security: z.enum(securities),
})
export type MailServer = z.infer<typeof serverSchema>

const serverShown = z.object({ host: z.string(), port: z.number().int(), security: z.enum(securities) })

/** What a rule looks at, and whether such messages are never kept, or also when nobody in them is known. */
export const ruleSchema = z.strictObject({
  of: z.enum(['domain', 'address', 'folder', 'label']),
  value: z.string().trim().min(1, 'Say of which').max(320),
  keep: z.enum(['never', 'always']),
})
export type MailRule = z.infer<typeof ruleSchema>

/** How far back a mailbox may be read, in days. */
export const mostDaysBack = 3_650

const address = z
  .string()
  .trim()
  .toLowerCase()
  .refine(isMailAddress, 'Use an e-mail address such as ana@example.com')

const name = z.string().trim().min(1, 'Say how you are called in what you send').max(200)
const signature = z.string().max(20_000)

const connectInput = z.strictObject({
  address,
  name,
  imap: serverSchema,
  smtp: serverSchema,
  /** Who signs in; the address, unless the provider asks for another name. */
  username: z.string().trim().min(1).max(320),
  /** Left out, the one that was given before stays. */
  password: z.string().min(1).max(1_000).optional(),
  /** Of the outgoing server, where it asks for others. */
  smtpUsername: z.string().trim().min(1).max(320).optional(),
  smtpPassword: z.string().min(1).max(1_000).optional(),
  /** The first day that is read. */
  since: daySchema,
})
export type ConnectInput = z.infer<typeof connectInput>

const folderSchema = z.object({
  path: z.string(),
  kind: z.enum(['inbox', 'sent', 'other']),
  chosen: z.boolean(),
  /** Messages still to be read. */
  behind: z.number().int(),
  /** Messages that were looked at and kept nowhere. */
  leftOut: z.number().int(),
})
export type MailFolder = z.infer<typeof folderSchema>

export const mailboxSchema = z.object({
  id: z.string(),
  address: z.string(),
  name: z.string(),
  imap: serverShown,
  smtp: serverShown,
  username: z.string(),
  smtpUsername: z.string().nullable(),
  since: z.string(),
  signature: z.string().nullable(),
  rules: z.array(ruleSchema),
  paused: z.boolean(),
  folders: z.array(folderSchema),
  /** To which day it is being read further back, and how far that is; null while it is not. */
  earlier: z
    .object({
      since: z.string(),
      /** Messages that were found, and those of them still to be read; null until all were looked for. */
      found: z.number().int().nullable(),
      behind: z.number().int().nullable(),
    })
    .nullable(),
  /** Messages that were kept. */
  kept: z.number().int(),
  /** When everything that was there had been read. */
  seenAt: z.string().nullable(),
  /** Whether a worker reads it at present. */
  held: z.boolean(),
  /** Why it cannot be read and what to do, and since when. */
  error: z.string().nullable(),
  failingSince: z.string().nullable(),
})
export type Mailbox = z.infer<typeof mailboxSchema>

const changeInput = z.strictObject({
  name: name.optional(),
  signature: signature.nullish(),
  rules: z.array(ruleSchema).max(200).optional(),
  paused: z.boolean().optional(),
  /** Paths of the folders to read, besides the inbox and what was sent. */
  folders: z.array(z.string().max(1_000)).max(200).optional(),
})
export type MailboxChange = z.infer<typeof changeInput>

const tag = 'Mail'
const who = 'caller'
const own = z.object({ mailbox: mailboxSchema.nullable() })

/** A member's own mailbox. Nobody else sees its settings, whatever their role. */
export const mailboxRoutes = {
  read: route({ method: 'GET', path: '/mailbox', who, summary: 'Your mailbox', tag, output: own }),
  guess: route({
    method: 'GET',
    path: '/mailbox/servers',
    who,
    summary: 'The servers of a well-known provider, by the address',
    tag,
    query: z.object({ address }),
    example: { query: { address: 'ana@gmail.com' } },
    output: z.object({
      imap: serverShown,
      smtp: serverShown,
      /** Whether the provider is known; otherwise it is a guess from the domain. */
      known: z.boolean(),
      /** What to do at the provider first, if anything. */
      hint: z.enum(['app-password']).nullable(),
    }),
  }),
  connect: route({
    method: 'PUT',
    path: '/mailbox',
    who,
    summary: 'Connect your mailbox, once both its servers have let you in',
    detail: 'Passwords are sealed before they are kept, and never answered.',
    tag,
    body: connectInput,
    output: mailboxSchema,
    secret: true,
    perMinute: 20,
  }),
  change: route({
    method: 'PATCH',
    path: '/mailbox',
    who,
    summary: 'Change your signature, what is kept, or pause',
    tag,
    body: changeInput,
    example: { body: { paused: true } },
    output: mailboxSchema,
  }),
  remove: route({
    method: 'DELETE',
    path: '/mailbox',
    who,
    summary: 'Disconnect your mailbox; the emails on timelines stay',
    tag,
  }),
  sync: route({
    method: 'POST',
    path: '/mailbox/sync',
    who,
    summary: 'Read your mailbox at once',
    tag,
    output: mailboxSchema,
  }),
  extend: route({
    method: 'POST',
    path: '/mailbox/history',
    who,
    summary: 'Read your mailbox further back, to a day',
    detail: 'It goes on in the background; the answer of `GET /mailbox` says how far it is.',
    tag,
    body: z.strictObject({ since: daySchema }),
    output: mailboxSchema,
  }),
  cancelExtending: route({
    method: 'DELETE',
    path: '/mailbox/history',
    who,
    summary: 'Stop reading your mailbox further back; what was kept stays',
    tag,
    output: mailboxSchema,
    status: 200,
  }),
  earlier: route({
    method: 'POST',
    path: '/mailbox/earlier',
    who,
    summary: 'Bring the mail of a person from before they were known here',
    tag,
    body: z.strictObject({ person: idSchema }),
    output: mailboxSchema,
  }),
}

/** What an email says, as it came; beside the record's plain words. */
export const emailContentRoute = route({
  method: 'GET',
  path: '/emails/{id}/content',
  who: { type: 'email', action: 'see' },
  summary: 'An email as it was written, made harmless',
  tag: 'Emails',
  params: idParams,
  query: z.object({
    /** Whether images are fetched from elsewhere, which tells the sender that it was read. */
    images: z.stringbool().optional(),
  }),
  sends: 'text/html',
  status: 200,
})
