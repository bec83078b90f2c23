import { recordType } from '../records/record-type.ts'
import { about } from './activities.ts'

/** A message between a member and a customer, as it was sent: from a connected mailbox, from here, or told by a program. */
export const email = recordType({
  name: 'email',
  plural: 'emails',
  label: { one: 'Email', many: 'Emails' },
  wing: 'customer',
  owner: 'owner',
  customer: { person: 'person', company: 'company' },
  columns: ['sentAt', 'direction', 'sender', 'recipients', 'owner', 'person'],
  sort: { field: 'sentAt', direction: 'desc' },
  fields: {
    subject: {
      type: 'text',
      label: 'Subject',
      personal: true,
      searched: true,
      example: 'Your offer for spring',
    },
    direction: {
      type: 'choice',
      label: 'Direction',
      required: true,
      default: 'outbound',
      options: [
        { value: 'outbound', label: 'Outbound' },
        { value: 'inbound', label: 'Inbound' },
      ],
    },
    sentAt: { type: 'moment', label: 'Sent' },
    sender: { type: 'text', label: 'From', personal: true, example: 'Rui Alves <rui@acme.example>' },
    recipients: { type: 'text', label: 'To', personal: true, example: 'Ana Duarte <ana@example.com>' },
    cc: { type: 'text', label: 'Copy to', personal: true, example: 'Inês Prata <ines@example.com>' },
    owner: { type: 'user', label: 'Mailbox of' },
    ...about({ name: 'emails', label: 'Emails' }),
    others: {
      type: 'references',
      to: 'person',
      label: 'Also with',
      inverse: { name: 'copiedEmails', label: 'Emails in copy' },
    },
    body: { type: 'longText', label: 'Message', personal: true, searched: true },
    bounce: { type: 'text', label: 'Not delivered', personal: true, readOnly: true },
    conversation: { type: 'text', label: 'Conversation', personal: true, readOnly: true },
    files: { type: 'files', label: 'Attachments', personal: true },
  },
})
