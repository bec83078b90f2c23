import { channels } from '../customer/channel.ts'
import { recordType } from '../records/record-type.ts'

export const dealStatuses = [
  { value: 'open', label: 'Open' },
  { value: 'won', label: 'Won' },
  { value: 'lost', label: 'Lost' },
] as const
export type DealStatus = (typeof dealStatuses)[number]['value']

export const deal = recordType({
  name: 'deal',
  plural: 'deals',
  label: { one: 'Deal', many: 'Deals' },
  wing: 'sales',
  owner: 'owner',
  customer: { person: 'person', company: 'company' },
  columns: ['stage', 'amount', 'company', 'owner', 'expectedCloseOn', 'status'],
  board: 'stage',
  fields: {
    name: { type: 'text', label: 'Name', required: true, searched: true, alsoKnownAs: ['deal name', 'opportunity'] },
    company: {
      type: 'reference',
      to: 'company',
      label: 'Company',
      inverse: { name: 'deals', label: 'Deals' },
      alsoKnownAs: ['account', 'organisation'],
    },
    person: { type: 'reference', to: 'person', label: 'Person', inverse: { name: 'deals', label: 'Deals' }, alsoKnownAs: ['contact'] },
    pipeline: { type: 'reference', to: 'pipeline', label: 'Pipeline', inverse: { name: 'deals', label: 'Deals' }, onDelete: 'refuse' },
    stage: {
      type: 'reference',
      to: 'stage',
      label: 'Stage',
      inverse: { name: 'deals', label: 'Deals' },
      onDelete: 'refuse',
      alsoKnownAs: ['deal stage'],
    },
    amount: { type: 'money', label: 'Amount', alsoKnownAs: ['value', 'close value', 'deal value'] },
    owner: { type: 'user', label: 'Owner', alsoKnownAs: ['sales agent', 'sales rep', 'assigned to'] },
    developer: { type: 'user', label: 'Sales development', help: 'Who qualified it', alsoKnownAs: ['sdr', 'sdr id'] },
    product: { type: 'reference', to: 'product', label: 'Product', inverse: { name: 'deals', label: 'Deals' } },
    openedOn: { type: 'date', label: 'Opened on', help: 'From when durations count', alsoKnownAs: ['engage date', 'created'] },
    expectedCloseOn: { type: 'date', label: 'Expected close', alsoKnownAs: ['expected close date'] },
    status: { type: 'choice', label: 'Status', options: dealStatuses, readOnly: true, help: 'Follows from the stage' },
    closedOn: { type: 'date', label: 'Closed on', help: 'Set when it is won or lost', alsoKnownAs: ['close date'] },
    closedAt: { type: 'moment', label: 'Closed at', help: 'The moment, where known', alsoKnownAs: ['won date', 'closed date'] },
    lossReason: { type: 'text', label: 'Loss reason', dimension: true, alsoKnownAs: ['lost reason'] },
    wonReason: { type: 'text', label: 'Reason won', dimension: true },
    probability: { type: 'percentage', label: 'Probability', help: 'Instead of the stage’s' },
    forecastCategory: {
      type: 'choice',
      label: 'Forecast category',
      help: 'Instead of the stage’s',
      options: [
        { value: 'pipeline', label: 'Pipeline' },
        { value: 'best_case', label: 'Best case' },
        { value: 'commit', label: 'Commit' },
        { value: 'omitted', label: 'Omitted' },
      ],
    },
    source: { type: 'text', label: 'Source', dimension: true, alsoKnownAs: ['origin', 'lead source'] },
    channel: { type: 'choice', label: 'Channel', options: channels, readOnly: true, help: 'Follows from the source' },
    segment: { type: 'text', label: 'Segment', dimension: true, alsoKnownAs: ['business segment'] },
    leadType: { type: 'text', label: 'Lead type', dimension: true },
    datesContradict: { type: 'yesNo', label: 'Closed before opened', readOnly: true, help: 'Counted as closed, left out of durations' },
    tags: { type: 'tags', label: 'Tags' },
    description: { type: 'longText', label: 'Description', searched: true },
  },
})
