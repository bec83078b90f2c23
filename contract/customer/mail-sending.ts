import { z } from 'zod'
import { idParams, route } from '../http/route.ts'
import { givenFileSchema, fileSchema } from '../records/file.ts'
import { momentSchema } from '../values/dates.ts'
import { idSchema } from '../values/id.ts'
import { isMailAddress, readAddresses } from './mail-address.ts'

/** So long a message waits before it leaves, in seconds: so long sending can be undone. */
export const undoSeconds = 10

/** So many days ahead a message may be scheduled. */
export const mostDaysAhead = 28

/** All attachments of a message together, in bytes: more than most servers take. */
export const mostAttached = 25 * 1_048_576

const someone = z
  .string()
  .trim()
  .max(700)
  .refine((text) => {
    const found = readAddresses(text)
    return found.length === 1 && isMailAddress(found[0]?.address ?? '')
  }, 'Use an e-mail address such as ana@example.com')

const addresses = z.array(someone).max(100)

export const messageInput = z
  .strictObject({
    /** `ana@example.com` or `Ana Duarte <ana@example.com>` */
    to: addresses.default([]),
    cc: addresses.default([]),
    bcc: addresses.default([]),
    subject: z.string().trim().min(1, 'Say what it is about').max(1_000),
    /** Rich text as HTML, without the signature. */
    body: z.string().min(1, 'Write something').max(200_000),
    files: z.array(givenFileSchema).max(50).default([]),
    person: idSchema.nullish(),
    company: idSchema.nullish(),
    deal: idSchema.nullish(),
    /** The email that it answers. */
    replyTo: idSchema.nullish(),
    /** When it is to leave; in a few seconds unless said. */
    sendAt: momentSchema.nullish(),
  })
  .refine(({ to, cc, bcc }) => to.length + cc.length + bcc.length > 0, {
    path: ['to'],
    message: 'Say to whom it goes',
  })
export type MessageInput = z.infer<typeof messageInput>

/** `restored`: it waited when a backup was made that has been restored since, and may have left in between. */
export const outgoingStates = [
  'waiting',
  'sending',
  'sent',
  'undone',
  'failed',
  'unsure',
  'restored',
] as const

export const outgoingSchema = z.object({
  /** Of the email that it becomes. */
  id: z.string(),
  state: z.enum(outgoingStates),
  to: z.array(z.string()),
  cc: z.array(z.string()),
  bcc: z.array(z.string()),
  subject: z.string(),
  body: z.string(),
  files: z.array(fileSchema),
  person: z.string().nullable(),
  company: z.string().nullable(),
  deal: z.string().nullable(),
  replyTo: z.string().nullable(),
  sendAt: z.string(),
  /** Why it has not left, and what to do. */
  error: z.string().nullable(),
})
export type OutgoingMessage = z.infer<typeof outgoingSchema>

const templateInput = z.strictObject({
  name: z.string().trim().min(1, 'Name the template').max(200),
  subject: z.string().trim().max(1_000),
  body: z.string().min(1, 'Write something').max(200_000),
  /** Whether everybody may use it; only its owner changes it. */
  shared: z.boolean().optional(),
})
export type TemplateInput = z.infer<typeof templateInput>

export const templateSchema = z.object({
  id: z.string(),
  name: z.string(),
  subject: z.string(),
  body: z.string(),
  shared: z.boolean(),
  /** Whose it is, and whether that is the caller. */
  owner: z.object({ id: z.string(), title: z.string() }),
  mine: z.boolean(),
  updatedAt: z.string(),
})
export type MailTemplate = z.infer<typeof templateSchema>

const tag = 'Mail'
const who = 'caller'

export const sendingRoutes = {
  send: route({
    method: 'POST',
    path: '/mailbox/messages',
    who,
    summary: 'Send a message from your mailbox, at once or later',
    detail: `It leaves ${undoSeconds} seconds later at the earliest; until then it can be undone.`,
    tag,
    body: messageInput,
    status: 201,
    output: outgoingSchema,
  }),
  outgoing: route({
    method: 'GET',
    path: '/mailbox/messages',
    who,
    summary: 'Your messages that have not left, the next first',
    tag,
    output: z.object({ data: z.array(outgoingSchema) }),
  }),
  undo: route({
    method: 'POST',
    path: '/mailbox/messages/{id}/undo',
    who,
    summary: 'Undo sending: it does not leave, or the answer says that it is too late',
    tag,
    params: idParams,
    output: outgoingSchema,
  }),
  again: route({
    method: 'POST',
    path: '/mailbox/messages/{id}/again',
    who,
    summary: 'Send a message that has not left once more, or now rather than later',
    tag,
    params: idParams,
    output: outgoingSchema,
  }),
}

export const templateRoutes = {
  list: route({
    method: 'GET',
    path: '/mail-templates',
    who,
    summary: 'Your templates and those that are shared, by name',
    tag,
    output: z.object({ data: z.array(templateSchema) }),
  }),
  create: route({
    method: 'POST',
    path: '/mail-templates',
    who,
    summary: 'Make a template',
    tag,
    body: templateInput,
    example: {
      body: { name: 'First words', subject: 'Hello', body: '<p>Hello {{person.firstName|there}},</p>' },
    },
    status: 201,
    output: templateSchema,
  }),
  update: route({
    method: 'PATCH',
    path: '/mail-templates/{id}',
    who,
    summary: 'Change a template of yours',
    tag,
    params: idParams,
    body: templateInput.partial(),
    example: { body: { shared: true } },
    output: templateSchema,
  }),
  remove: route({
    method: 'DELETE',
    path: '/mail-templates/{id}',
    who,
    summary: 'Delete a template of yours',
    tag,
    params: idParams,
  }),
  fill: route({
    method: 'POST',
    path: '/mail-templates/fill',
    who,
    summary: 'What a template says to somebody',
    tag,
    body: z.strictObject({
      subject: z.string().max(1_000),
      body: z.string().max(200_000),
      person: idSchema.nullish(),
      company: idSchema.nullish(),
      deal: idSchema.nullish(),
      /** It will go with a document: the fields of that stay until then. */
      document: z.boolean().optional(),
    }),
    output: z.object({ subject: z.string(), body: z.string() }),
  }),
}
