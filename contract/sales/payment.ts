import { recordType } from '../records/record-type.ts'

/** Money that came in, or went back. What is not matched yet belongs to no order. */
export const payment = recordType({
  name: 'payment',
  plural: 'payments',
  label: { one: 'Payment', many: 'Payments' },
  wing: 'sales',
  owner: 'owner',
  customer: { person: 'person', company: 'company' },
  columns: ['paidOn', 'amount', 'order', 'reference', 'method', 'company'],
  fields: {
    amount: {
      type: 'money',
      label: 'Amount',
      required: true,
      help: 'Below zero, what was paid back',
    },
    paidOn: { type: 'date', label: 'Paid on', required: true, alsoKnownAs: ['value date', 'booking date'] },
    method: {
      type: 'choice',
      label: 'Method',
      default: 'transfer',
      options: [
        { value: 'transfer', label: 'Bank transfer' },
        { value: 'card', label: 'Card' },
        { value: 'debit', label: 'Direct debit' },
        { value: 'cash', label: 'Cash' },
        { value: 'other', label: 'Other' },
      ],
    },
    reference: {
      type: 'text',
      label: 'Reference',
      searched: true,
      personal: true,
      help: 'As it stands on the bank’s statement',
      alsoKnownAs: ['purpose', 'description'],
    },
    order: {
      type: 'reference',
      to: 'order',
      label: 'Order',
      inverse: { name: 'payments', label: 'Payments' },
    },
    invoice: {
      type: 'reference',
      to: 'invoice',
      label: 'Invoice',
      inverse: { name: 'payments', label: 'Payments' },
    },
    company: {
      type: 'reference',
      to: 'company',
      label: 'Company',
      inverse: { name: 'payments', label: 'Payments' },
    },
    person: {
      type: 'reference',
      to: 'person',
      label: 'Person',
      inverse: { name: 'payments', label: 'Payments' },
    },
    owner: { type: 'user', label: 'Owner' },
  },
})
