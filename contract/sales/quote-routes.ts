import { z } from 'zod'
import { idParams, route } from '../http/route.ts'
import { daySchema } from '../values/dates.ts'
import { idSchema } from '../values/id.ts'
import { discountSchema, lineSchema, shownDiscountSchema, taxRoundings } from './line.ts'
import { quoteDocumentSchema } from './quote-document.ts'
import { quoteStatuses } from './quote.ts'

const text = (most: number) => z.string().trim().max(most)
const statusSchema = z.enum(quoteStatuses.map(({ value }) => value))

/** What is typed of a draft. */
export const draftInput = z.strictObject({
  lines: z.array(lineSchema).max(300, 'A quote has up to 300 lines'),
  discount: discountSchema.nullable().default(null),
  validUntil: daySchema.nullable().default(null),
  intro: text(4_000).default(''),
  terms: text(10_000).default(''),
  /** How often the draft had been saved when it was read: another number is refused with 412. */
  saves: z.number().int().optional(),
})
export type DraftInput = z.infer<typeof draftInput>

/** An edition while it is written. */
export const draftSchema = z.object({
  edition: z.number().int(),
  saves: z.number().int(),
  currency: z.string(),
  inclusive: z.boolean(),
  rounding: z.enum(taxRoundings),
  lines: z.array(
    z.object({
      ...lineSchema.shape,
      discount: shownDiscountSchema.nullable(),
      /** Basis points: of the tax class today. */
      taxRate: z.number().int(),
    }),
  ),
  discount: shownDiscountSchema.nullable(),
  validUntil: z.string().nullable(),
  intro: z.string(),
  terms: z.string(),
  /** Why somebody has to approve it. */
  causes: z.array(z.enum(['discount', 'margin'])),
})
export type Draft = z.infer<typeof draftSchema>

/** An edition that was sent. */
export const editionSchema = z.object({
  edition: z.number().int(),
  status: statusSchema,
  sentAt: z.string(),
  sentBy: z.string().nullable(),
  document: quoteDocumentSchema,
  /** SHA-256 of the document's canonical form, in hexadecimal. */
  hash: z.string(),
  /** What the customer said, with the hash of what they saw. */
  answer: z
    .object({
      kind: z.enum(['accepted', 'declined']),
      at: z.string(),
      name: z.string().nullable(),
      signature: z.string().nullable(),
      reason: z.string().nullable(),
      address: z.string().nullable(),
      hash: z.string(),
    })
    .nullable(),
})
export type Edition = z.infer<typeof editionSchema>

export const approvalSchema = z.object({
  edition: z.number().int(),
  askedBy: z.string().nullable(),
  askedAt: z.string(),
  reason: z.string(),
  /** Who was asked. */
  approver: z.string().nullable(),
  outcome: z.enum(['approved', 'refused', 'lapsed']).nullable(),
  decidedBy: z.string().nullable(),
  decidedAt: z.string().nullable(),
  answer: z.string().nullable(),
})
export type Approval = z.infer<typeof approvalSchema>

/** A quote's content: its draft, if it has one, what was sent, and who approved. */
export const contentSchema = z.object({
  draft: draftSchema.nullable(),
  /** The newest first. */
  editions: z.array(editionSchema),
  approvals: z.array(approvalSchema),
  /** Whether who asks may approve it now. */
  mayDecide: z.boolean(),
})
export type QuoteContent = z.infer<typeof contentSchema>

const tag = 'Quotes'
const edit = { type: 'quote', action: 'edit' } as const
const sentSchema = z.object({ number: z.string(), link: z.string() })

const pdf = 'application/pdf'

const line = { name: 'Starter kit', quantity: '2', price: '1200.50', discount: { percent: 500 } }

export const quoteRoutes = {
  content: route({
    method: 'GET',
    path: '/quotes/{id}/content',
    who: { type: 'quote', action: 'see' },
    summary: 'What a quote says: its draft, the editions that were sent, approvals',
    tag,
    params: idParams,
    output: contentSchema,
  }),
  save: route({
    method: 'PUT',
    path: '/quotes/{id}/draft',
    who: edit,
    summary: 'Write the lines of a quote’s draft; its totals follow',
    detail: 'An approval that was given lapses when what it was given for changes.',
    tag,
    params: idParams,
    body: draftInput,
    example: { body: { lines: [line] } },
    output: contentSchema,
  }),
  revise: route({
    method: 'POST',
    path: '/quotes/{id}/draft',
    who: edit,
    summary: 'Begin the next edition of a quote, with the lines of the last one sent',
    tag,
    params: idParams,
    output: contentSchema,
  }),
  discard: route({
    method: 'DELETE',
    path: '/quotes/{id}/draft',
    who: edit,
    summary: 'Drop the draft of the next edition; what was sent stays',
    tag,
    params: idParams,
    output: contentSchema,
  }),
  send: route({
    method: 'POST',
    path: '/quotes/{id}/send',
    who: edit,
    summary: 'Freeze the draft and give it a number and a link for the customer',
    detail:
      'The link is answered once and kept only as a hash. Links of earlier editions lead to the new one.',
    tag,
    params: idParams,
    secret: true,
    output: sentSchema,
  }),
  link: route({
    method: 'POST',
    path: '/quotes/{id}/links',
    who: edit,
    summary: 'Make another link to a quote that was sent; those before stay good',
    tag,
    params: idParams,
    secret: true,
    output: sentSchema,
  }),
  pdf: route({
    method: 'GET',
    path: '/quotes/{id}/editions/{edition}/pdf',
    who: { type: 'quote', action: 'see' },
    summary: 'An edition that was sent, as PDF in the company’s look and the customer’s language',
    tag,
    params: idParams.extend({ edition: z.coerce.number().int().min(1).meta({ example: 1 }) }),
    status: 200,
    sends: pdf,
  }),
  withdraw: route({
    method: 'POST',
    path: '/quotes/{id}/withdraw',
    who: edit,
    summary: 'Take an offer back: nobody can accept it any more',
    tag,
    params: idParams,
    output: contentSchema,
  }),
  requestApproval: route({
    method: 'POST',
    path: '/quotes/{id}/approval',
    who: edit,
    summary: 'Ask for the approval of a draft beyond the company’s limits',
    tag,
    params: idParams,
    body: z.strictObject({
      reason: text(2_000).min(1, 'Say why it should be approved'),
      /** Who is asked; the manager of one's team unless said. */
      approver: idSchema.optional(),
    }),
    example: { body: { reason: 'They buy for five sites' } },
    output: contentSchema,
  }),
  decideApproval: route({
    method: 'PUT',
    path: '/quotes/{id}/approval',
    who: edit,
    summary: 'Approve a draft, or refuse to; never one’s own request',
    tag,
    params: idParams,
    body: z.strictObject({ approve: z.boolean(), answer: text(2_000).default('') }),
    example: { body: { approve: true, answer: 'Fine for this once' } },
    output: contentSchema,
  }),
}

const exampleToken = 'wBq3n1yJx0S4c2J9m7vT5kPq8rZ6aL1dQ0eF3hG2iUo'
const token = z.string().min(20).max(100).meta({ example: exampleToken })
const signed = z.strictObject({
  token,
  hash: z.string().regex(/^[0-9a-f]{64}$/, 'Send the hash of what was read'),
})

/** A quote as its customer sees it. */
export const publicQuoteSchema = z.object({
  status: statusSchema,
  document: quoteDocumentSchema,
  hash: z.string(),
  /** When it was accepted, and by whom. */
  answeredAt: z.string().nullable(),
  signedBy: z.string().nullable(),
})
export type PublicQuote = z.infer<typeof publicQuoteSchema>

const hash = 'a'.repeat(64)

/** What the holder of a link may do, without signing in. */
export const publicQuoteRoutes = {
  open: route({
    method: 'POST',
    path: '/public/quotes/open',
    who: 'anyone',
    perMinute: 120,
    summary: 'Read a quote by its link; needs no sign-in',
    tag,
    body: z.strictObject({ token }),
    output: publicQuoteSchema,
  }),
  pdf: route({
    method: 'POST',
    path: '/public/quotes/pdf',
    who: 'anyone',
    perMinute: 20,
    summary: 'A quote by its link, as PDF; needs no sign-in',
    tag,
    body: z.strictObject({ token }),
    status: 200,
    sends: pdf,
  }),
  ask: route({
    method: 'POST',
    path: '/public/quotes/ask',
    who: 'anyone',
    perMinute: 20,
    summary: 'Ask a question about a quote; needs no sign-in',
    tag,
    body: z.strictObject({
      token,
      name: text(200).min(1, 'Say who is asking'),
      question: text(4_000).min(1, 'Write your question'),
    }),
    example: {
      body: { token: exampleToken, name: 'Ana Duarte', question: 'Does the price include delivery?' },
    },
  }),
  accept: route({
    method: 'POST',
    path: '/public/quotes/accept',
    who: 'anyone',
    perMinute: 20,
    summary: 'Accept a quote with a name and a typed signature; needs no sign-in',
    detail: 'Accepted again by the same link it answers as before. The deal is won with it.',
    tag,
    body: signed.extend({
      name: text(200).min(2, 'Enter your full name'),
      signature: text(200).min(2, 'Type your name to sign'),
    }),
    example: { body: { token: exampleToken, hash, name: 'Ana Duarte', signature: 'Ana Duarte' } },
    output: publicQuoteSchema,
  }),
  decline: route({
    method: 'POST',
    path: '/public/quotes/decline',
    who: 'anyone',
    perMinute: 20,
    summary: 'Decline a quote with a reason; needs no sign-in',
    tag,
    body: signed.extend({ reason: text(2_000).min(1, 'Say in a few words why') }),
    example: { body: { token: exampleToken, hash, reason: 'We stay with what we have' } },
    output: publicQuoteSchema,
  }),
}
