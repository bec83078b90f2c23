import { recordType } from '../records/record-type.ts'
import { channels } from './channel.ts'
import { lifecycleStages } from './lifecycle.ts'

export const person = recordType({
  name: 'person',
  plural: 'people',
  label: { one: 'Person', many: 'People' },
  wing: 'customer',
  owner: 'owner',
  customer: 'self',
  columns: ['email', 'company', 'lifecycleStage', 'owner', 'source'],
  board: 'lifecycleStage',
  fields: {
    firstName: { type: 'text', label: 'First name', personal: true, searched: true, alsoKnownAs: ['given name', 'vorname', 'forename'] },
    lastName: { type: 'text', label: 'Last name', personal: true, searched: true, alsoKnownAs: ['family name', 'surname', 'nachname'] },
    email: { type: 'email', label: 'E-mail', unique: true, personal: true, searched: true, alsoKnownAs: ['mail', 'e-mail address'] },
    phone: { type: 'phone', label: 'Phone', personal: true, searched: true, alsoKnownAs: ['telephone', 'mobile', 'tel'] },
    company: {
      type: 'reference',
      to: 'company',
      label: 'Company',
      inverse: { name: 'people', label: 'People' },
      alsoKnownAs: ['account', 'organisation', 'organization', 'employer'],
    },
    jobTitle: { type: 'text', label: 'Job title', searched: true, alsoKnownAs: ['title', 'position', 'role'] },
    lifecycleStage: { type: 'choice', label: 'Lifecycle stage', options: lifecycleStages },
    owner: { type: 'user', label: 'Owner', alsoKnownAs: ['sales rep', 'assigned to'] },
    source: { type: 'text', label: 'Source', dimension: true, help: 'How they found us, in our own words', alsoKnownAs: ['origin', 'lead source'] },
    channel: { type: 'choice', label: 'Channel', options: channels, readOnly: true, help: 'Follows from the source' },
    segment: { type: 'text', label: 'Segment', dimension: true },
    landingPage: { type: 'text', label: 'Landing page', dimension: true, alsoKnownAs: ['landing page id'] },
    timeZone: { type: 'text', label: 'Time zone', help: 'Such as Europe/Lisbon' },
    language: { type: 'text', label: 'Language', help: 'Such as pt or en-GB' },
    address: { type: 'address', label: 'Address', personal: true },
    website: { type: 'link', label: 'Website' },
    birthday: { type: 'date', label: 'Birthday', personal: true },
    tags: { type: 'tags', label: 'Tags' },
    description: { type: 'longText', label: 'Description', personal: true, searched: true },
  },
})
