import { z } from 'zod'
import { idParams, route } from '../http/route.ts'
import { quoteDocumentSchema } from './quote-document.ts'

/** What was issued, as the customer sees it: drawn like a quote. Of an invoice, `validUntil` is the day it is due. */
export const issuedSchema = z.object({
  kind: z.enum(['invoice', 'credit']),
  document: quoteDocumentSchema,
  /** SHA-256 of the document's canonical form, in hexadecimal. */
  hash: z.string(),
})
export type Issued = z.infer<typeof issuedSchema>

export const invoiceRoutes = {
  document: route({
    method: 'GET',
    path: '/invoices/{id}/document',
    who: { type: 'invoice', action: 'see' },
    summary: 'An invoice or credit note as it was issued',
    tag: 'Orders',
    params: idParams,
    output: issuedSchema,
  }),
  pdf: route({
    method: 'GET',
    path: '/invoices/{id}/pdf',
    who: { type: 'invoice', action: 'see' },
    summary: 'An invoice or credit note as PDF, in the company’s look and the language it was issued in',
    tag: 'Orders',
    params: idParams,
    status: 200,
    sends: 'application/pdf',
  }),
}
