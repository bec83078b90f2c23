import { recordType } from '../records/record-type.ts'

export const orderStatuses = [
  { value: 'draft', label: 'Draft' },
  { value: 'confirmed', label: 'Confirmed' },
  { value: 'delivered', label: 'Delivered' },
  { value: 'invoiced', label: 'Invoiced' },
  { value: 'paid', label: 'Paid' },
  { value: 'refunded', label: 'Refunded' },
  { value: 'cancelled', label: 'Cancelled' },
] as const
export type OrderStatus = (typeof orderStatuses)[number]['value']

/** What a customer has bought. Its status, its sums and what is left to do follow from what happened to it. */
export const order = recordType({
  name: 'order',
  plural: 'orders',
  label: { one: 'Order', many: 'Orders' },
  wing: 'sales',
  owner: 'owner',
  customer: { person: 'person', company: 'company' },
  columns: ['status', 'company', 'orderedOn', 'net', 'outstanding', 'owner'],
  fields: {
    name: { type: 'text', label: 'Name', searched: true, help: 'The deal’s or customer’s, unless given' },
    number: {
      type: 'text',
      label: 'Number',
      given: true,
      searched: true,
      help: 'Given when it is confirmed',
      alsoKnownAs: ['order number', 'order id'],
    },
    reference: { type: 'text', label: 'Customer’s reference', searched: true, alsoKnownAs: ['po number'] },
    company: {
      type: 'reference',
      to: 'company',
      label: 'Company',
      inverse: { name: 'orders', label: 'Orders' },
    },
    person: {
      type: 'reference',
      to: 'person',
      label: 'Person',
      inverse: { name: 'orders', label: 'Orders' },
    },
    deal: { type: 'reference', to: 'deal', label: 'Deal', inverse: { name: 'orders', label: 'Orders' } },
    quote: {
      type: 'reference',
      to: 'quote',
      label: 'Quote',
      readOnly: true,
      inverse: { name: 'orders', label: 'Orders' },
    },
    owner: { type: 'user', label: 'Owner' },
    soldBy: {
      type: 'choice',
      label: 'Sold by',
      required: true,
      default: 'us',
      options: [
        { value: 'us', label: 'Us' },
        { value: 'others', label: 'Companies themselves' },
      ],
      help: 'What companies sell themselves is not our revenue',
    },
    shop: { type: 'text', label: 'Shop', dimension: true, help: 'Where it was placed' },
    status: { type: 'choice', label: 'Status', options: orderStatuses, readOnly: true },
    currency: { type: 'text', label: 'Currency', given: true, example: 'EUR' },
    orderedOn: { type: 'date', label: 'Ordered on', alsoKnownAs: ['order date', 'purchase date'] },
    deliveredOn: { type: 'date', label: 'Delivered on' },
    cancelledOn: { type: 'date', label: 'Cancelled on' },
    confirmedAt: { type: 'moment', label: 'Confirmed', readOnly: true },
    delivered: { type: 'percentage', label: 'Delivered share', readOnly: true },
    net: { type: 'money', label: 'Without tax', readOnly: true },
    total: { type: 'money', label: 'With tax', readOnly: true },
    invoiced: { type: 'money', label: 'Invoiced', readOnly: true },
    paid: { type: 'money', label: 'Paid', readOnly: true },
    refunded: { type: 'money', label: 'Refunded', readOnly: true },
    cancelled: { type: 'money', label: 'Cancelled', readOnly: true },
    outstanding: {
      type: 'money',
      label: 'Outstanding',
      readOnly: true,
      help: 'Below zero, the customer’s credit',
    },
  },
})
