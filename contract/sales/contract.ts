import { recordType } from '../records/record-type.ts'

export const contractStatuses = [
  { value: 'active', label: 'Active' },
  { value: 'cancelled', label: 'Cancelled' },
  { value: 'ended', label: 'Ended' },
] as const

/** What a customer pays again and again. */
export const contract = recordType({
  name: 'contract',
  plural: 'contracts',
  label: { one: 'Contract', many: 'Contracts' },
  wing: 'sales',
  owner: 'owner',
  customer: { person: 'person', company: 'company' },
  columns: ['status', 'company', 'monthly', 'renewsOn', 'noticeBy', 'owner'],
  fields: {
    name: { type: 'text', label: 'Name', required: true, searched: true, example: 'Service plan' },
    company: {
      type: 'reference',
      to: 'company',
      label: 'Company',
      inverse: { name: 'contracts', label: 'Contracts' },
    },
    person: {
      type: 'reference',
      to: 'person',
      label: 'Person',
      inverse: { name: 'contracts', label: 'Contracts' },
    },
    order: {
      type: 'reference',
      to: 'order',
      label: 'Order',
      readOnly: true,
      inverse: { name: 'contracts', label: 'Contracts' },
    },
    product: {
      type: 'reference',
      to: 'product',
      label: 'Product',
      inverse: { name: 'contracts', label: 'Contracts' },
    },
    owner: { type: 'user', label: 'Owner' },
    status: { type: 'choice', label: 'Status', options: contractStatuses, readOnly: true },
    monthly: { type: 'money', label: 'Value a month', required: true, help: 'Without tax' },
    startsOn: { type: 'date', label: 'Starts on', required: true },
    term: { type: 'number', label: 'Term in months', default: 12 },
    noticeDays: { type: 'number', label: 'Notice in days', default: 30 },
    renews: { type: 'yesNo', label: 'Renews by itself', default: true },
    renewsOn: { type: 'date', label: 'Renews on', readOnly: true, help: 'Or ends, if it does not renew' },
    noticeBy: { type: 'date', label: 'Notice by', readOnly: true },
    endsOn: { type: 'date', label: 'Ends on', readOnly: true },
  },
})
