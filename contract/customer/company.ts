import { recordType } from '../records/record-type.ts'
import { channels } from './channel.ts'
import { lifecycleStages } from './lifecycle.ts'

export const company = recordType({
  name: 'company',
  plural: 'companies',
  label: { one: 'Company', many: 'Companies' },
  wing: 'customer',
  owner: 'owner',
  customer: 'self',
  columns: ['domain', 'industry', 'lifecycleStage', 'owner', 'employees'],
  board: 'lifecycleStage',
  fields: {
    name: {
      type: 'text',
      label: 'Name',
      required: true,
      searched: true,
      alsoKnownAs: ['account', 'company name', 'organisation'],
    },
    domain: {
      type: 'text',
      label: 'Domain',
      searched: true,
      help: 'Such as example.com; hints at duplicates',
      alsoKnownAs: ['website domain'],
    },
    industry: { type: 'text', label: 'Industry', dimension: true, alsoKnownAs: ['sector', 'branch'] },
    segment: { type: 'text', label: 'Segment', dimension: true, alsoKnownAs: ['business segment'] },
    lifecycleStage: { type: 'choice', label: 'Lifecycle stage', options: lifecycleStages },
    owner: { type: 'user', label: 'Owner', alsoKnownAs: ['account manager', 'assigned to'] },
    parent: {
      type: 'reference',
      to: 'company',
      label: 'Parent company',
      inverse: { name: 'subsidiaries', label: 'Subsidiaries' },
      alsoKnownAs: ['subsidiary of'],
    },
    employees: { type: 'number', label: 'Employees', alsoKnownAs: ['headcount', 'number of employees'] },
    annualRevenue: { type: 'money', label: 'Annual revenue', alsoKnownAs: ['revenue', 'turnover'] },
    founded: { type: 'number', label: 'Founded', help: 'The year', alsoKnownAs: ['year established'] },
    phone: { type: 'phone', label: 'Phone', alsoKnownAs: ['telephone'] },
    website: { type: 'link', label: 'Website' },
    address: { type: 'address', label: 'Address', alsoKnownAs: ['office location', 'location'] },
    source: { type: 'text', label: 'Source', dimension: true, help: 'How they found us, in our own words' },
    channel: {
      type: 'choice',
      label: 'Channel',
      options: channels,
      readOnly: true,
      help: 'Follows from the source',
    },
    timeZone: { type: 'text', label: 'Time zone', help: 'Such as Europe/Lisbon' },
    language: { type: 'text', label: 'Language', help: 'Such as pt or en-GB' },
    tags: { type: 'tags', label: 'Tags' },
    description: { type: 'longText', label: 'Description', searched: true },
  },
})
