import { recordType } from '../records/record-type.ts'

export const invoiceStatuses = [
  { value: 'open', label: 'Open' },
  { value: 'paid', label: 'Paid' },
  { value: 'credited', label: 'Credited' },
] as const

/** A document that was issued for an order, and never changes: what is to be paid, or what is credited. */
export const invoice = recordType({
  name: 'invoice',
  plural: 'invoices',
  label: { one: 'Invoice', many: 'Invoices' },
  wing: 'sales',
  issued: true,
  owner: 'owner',
  customer: { person: 'person', company: 'company' },
  columns: ['kind', 'status', 'company', 'issuedOn', 'dueOn', 'total', 'owner'],
  fields: {
    number: { type: 'text', label: 'Number', readOnly: true, given: true, searched: true },
    kind: {
      type: 'choice',
      label: 'Kind',
      readOnly: true,
      options: [
        { value: 'invoice', label: 'Invoice' },
        { value: 'credit', label: 'Credit note' },
      ],
    },
    order: {
      type: 'reference',
      to: 'order',
      label: 'Order',
      readOnly: true,
      inverse: { name: 'invoices', label: 'Invoices' },
      onDelete: 'refuse',
    },
    company: {
      type: 'reference',
      to: 'company',
      label: 'Company',
      readOnly: true,
      inverse: { name: 'invoices', label: 'Invoices' },
    },
    person: {
      type: 'reference',
      to: 'person',
      label: 'Person',
      readOnly: true,
      inverse: { name: 'invoices', label: 'Invoices' },
    },
    owner: { type: 'user', label: 'Owner', readOnly: true },
    status: { type: 'choice', label: 'Status', options: invoiceStatuses, readOnly: true },
    issuedOn: { type: 'date', label: 'Issued on', readOnly: true },
    dueOn: { type: 'date', label: 'Due on', readOnly: true },
    net: { type: 'money', label: 'Without tax', readOnly: true },
    total: { type: 'money', label: 'With tax', readOnly: true },
    paid: { type: 'money', label: 'Paid', readOnly: true },
    credited: { type: 'money', label: 'Credited', readOnly: true },
  },
})
