import { recordType } from '../records/record-type.ts'

export const quoteStatuses = [
  { value: 'draft', label: 'Draft' },
  { value: 'sent', label: 'Sent' },
  { value: 'viewed', label: 'Viewed' },
  { value: 'accepted', label: 'Accepted' },
  { value: 'declined', label: 'Declined' },
  { value: 'expired', label: 'Expired' },
  { value: 'superseded', label: 'Superseded' },
  { value: 'withdrawn', label: 'Withdrawn' },
] as const
export type QuoteStatus = (typeof quoteStatuses)[number]['value']

/** With the customer, who may still say yes. */
export const openQuoteStatuses = ['sent', 'viewed'] as const satisfies QuoteStatus[]

export const quoteApprovals = [
  { value: 'needed', label: 'Needed' },
  { value: 'requested', label: 'Requested' },
  { value: 'approved', label: 'Approved' },
  { value: 'refused', label: 'Refused' },
] as const
export type QuoteApproval = (typeof quoteApprovals)[number]['value']

/** What is offered to a customer for a deal. Its lines stand in its editions: the draft, and what was sent when. */
export const quote = recordType({
  name: 'quote',
  plural: 'quotes',
  label: { one: 'Quote', many: 'Quotes' },
  wing: 'sales',
  owner: 'owner',
  customer: { person: 'person', company: 'company' },
  columns: ['status', 'total', 'deal', 'company', 'owner', 'validUntil'],
  board: 'status',
  fields: {
    name: {
      type: 'text',
      label: 'Name',
      searched: true,
      example: 'Spring collection',
      help: 'The deal’s, unless another is given',
    },
    number: {
      type: 'text',
      label: 'Number',
      readOnly: true,
      given: true,
      searched: true,
      help: 'Given when it is first sent',
    },
    deal: {
      type: 'reference',
      to: 'deal',
      label: 'Deal',
      required: true,
      inverse: { name: 'quotes', label: 'Quotes' },
      onDelete: 'delete',
    },
    company: {
      type: 'reference',
      to: 'company',
      label: 'Company',
      help: 'The deal’s, unless another is named',
      inverse: { name: 'quotes', label: 'Quotes' },
    },
    person: {
      type: 'reference',
      to: 'person',
      label: 'Person',
      help: 'The deal’s, unless another is named',
      inverse: { name: 'quotes', label: 'Quotes' },
    },
    owner: { type: 'user', label: 'Owner' },
    status: { type: 'choice', label: 'Status', options: quoteStatuses, readOnly: true },
    currency: {
      type: 'text',
      label: 'Currency',
      example: 'EUR',
      given: true,
      help: 'That of the deal’s amount; it stays',
    },
    net: { type: 'money', label: 'Without tax', readOnly: true },
    total: { type: 'money', label: 'With tax', readOnly: true },
    discountRate: { type: 'percentage', label: 'Discount', readOnly: true },
    marginRate: {
      type: 'percentage',
      label: 'Margin',
      readOnly: true,
      help: 'Of the lines whose cost is known',
    },
    approval: { type: 'choice', label: 'Approval', options: quoteApprovals, readOnly: true },
    setsAmount: {
      type: 'yesNo',
      label: 'Deal’s amount follows',
      help: 'The deal’s amount is what this quote comes to without tax',
    },
    validUntil: { type: 'date', label: 'Valid until', readOnly: true, help: 'The last day' },
    sentAt: { type: 'moment', label: 'Sent', readOnly: true },
    viewedAt: { type: 'moment', label: 'Last viewed', readOnly: true },
    answeredAt: { type: 'moment', label: 'Answered', readOnly: true },
    signedBy: { type: 'text', label: 'Signed by', readOnly: true, personal: true },
    declineReason: { type: 'text', label: 'Reason declined', readOnly: true, dimension: true },
  },
})
