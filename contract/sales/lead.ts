import { channels } from '../customer/channel.ts'
import { recordType } from '../records/record-type.ts'

export const leadStatuses = [
  { value: 'new', label: 'New' },
  { value: 'working', label: 'Working' },
  { value: 'qualified', label: 'Qualified' },
  { value: 'disqualified', label: 'Disqualified' },
  { value: 'recycled', label: 'Recycled' },
] as const
export type LeadStatus = (typeof leadStatuses)[number]['value']

/** A lead that somebody still has to decide about. */
export const openLeadStatuses = ['new', 'working'] as const satisfies LeadStatus[]

/** One occasion on which a person may buy: the work item of whoever finds out. A person can come back as a new one. */
export const lead = recordType({
  name: 'lead',
  plural: 'leads',
  label: { one: 'Lead', many: 'Leads' },
  wing: 'sales',
  owner: 'owner',
  customer: { person: 'person', company: 'company' },
  columns: ['respondBy', 'status', 'person', 'company', 'source', 'score', 'owner'],
  board: 'status',
  ownerChosen: true,
  opens: {
    and: [
      { field: 'owner', op: 'is', value: 'me' },
      { field: 'status', op: 'anyOf', value: [...openLeadStatuses] },
    ],
  },
  fields: {
    name: {
      type: 'text',
      label: 'Name',
      example: 'Asked for a price, 12 e-bikes',
      required: true,
      searched: true,
      alsoKnownAs: ['lead name', 'title'],
    },
    person: {
      type: 'reference',
      to: 'person',
      label: 'Person',
      required: true,
      inverse: { name: 'leads', label: 'Leads' },
      onDelete: 'delete',
      alsoKnownAs: ['contact'],
    },
    company: {
      type: 'reference',
      to: 'company',
      label: 'Company',
      help: 'The person’s, unless another is named',
      inverse: { name: 'leads', label: 'Leads' },
      alsoKnownAs: ['account', 'organisation'],
    },
    status: {
      type: 'choice',
      label: 'Status',
      options: leadStatuses,
      required: true,
      default: 'new',
      alsoKnownAs: ['lead status'],
    },
    source: {
      type: 'text',
      label: 'Source',
      example: 'Fair',
      dimension: true,
      help: 'The person’s, unless another is named',
      alsoKnownAs: ['origin', 'lead source'],
    },
    channel: {
      type: 'choice',
      label: 'Channel',
      options: channels,
      readOnly: true,
      help: 'Follows from the source',
    },
    campaign: {
      type: 'text',
      label: 'Campaign',
      example: 'Spring offer',
      dimension: true,
      alsoKnownAs: ['utm campaign'],
    },
    interest: {
      type: 'text',
      label: 'Interest',
      example: 'Fleet of 12 e-bikes',
      searched: true,
      help: 'What they asked for, in their words',
      alsoKnownAs: ['message', 'request'],
    },
    product: {
      type: 'reference',
      to: 'product',
      label: 'Product',
      inverse: { name: 'leads', label: 'Leads' },
    },
    owner: {
      type: 'user',
      label: 'Owner',
      help: 'Left open, the assignment rules choose',
      alsoKnownAs: ['sales agent', 'sales rep', 'assigned to'],
    },
    respondBy: {
      type: 'moment',
      label: 'Respond by',
      readOnly: true,
      help: 'In business hours from its arrival',
    },
    warnAt: {
      type: 'moment',
      label: 'Urgent from',
      readOnly: true,
      help: 'When less than a quarter of the time to respond is left',
    },
    firstTouchedAt: {
      type: 'moment',
      label: 'First touch',
      readOnly: true,
      help: 'The owner’s first call, note, meeting or email to the person',
    },
    assignedAt: { type: 'moment', label: 'Assigned', readOnly: true },
    score: {
      type: 'number',
      label: 'Score',
      readOnly: true,
      help: 'How far it qualifies, from 0 to 100',
    },
    reason: {
      type: 'text',
      label: 'Reason',
      example: 'No budget this year',
      dimension: true,
      help: 'Why it was disqualified or recycled',
      alsoKnownAs: ['disqualified reason'],
    },
    recycleOn: {
      type: 'date',
      label: 'Comes back on',
      alsoKnownAs: ['recycle date'],
    },
    deal: {
      type: 'reference',
      to: 'deal',
      label: 'Deal',
      readOnly: true,
      inverse: { name: 'leads', label: 'Leads' },
    },
    convertedAt: { type: 'moment', label: 'Converted', readOnly: true },
    tags: { type: 'tags', label: 'Tags' },
    description: { type: 'longText', label: 'Description', searched: true, personal: true },
  },
})
