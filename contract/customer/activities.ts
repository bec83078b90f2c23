import { recordType } from '../records/record-type.ts'

/** The records an activity may be about. Deleting one for good takes its activities along. */
export const about = (inverse: { name: string; label: string }) =>
  ({
    person: { type: 'reference', to: 'person', label: 'Person', inverse, onDelete: 'delete' },
    company: { type: 'reference', to: 'company', label: 'Company', inverse, onDelete: 'delete' },
    deal: { type: 'reference', to: 'deal', label: 'Deal', inverse, onDelete: 'delete' },
  }) as const

const customer = { person: 'person', company: 'company' } as const

export const task = recordType({
  name: 'task',
  plural: 'tasks',
  label: { one: 'Task', many: 'Tasks' },
  wing: 'customer',
  owner: 'owner',
  customer,
  columns: ['dueAt', 'status', 'priority', 'owner', 'person', 'company'],
  board: 'status',
  sort: { field: 'dueAt', direction: 'asc' },
  fields: {
    subject: {
      type: 'text',
      label: 'Subject',
      required: true,
      searched: true,
      example: 'Send the offer',
    },
    status: {
      type: 'choice',
      label: 'Status',
      required: true,
      default: 'open',
      options: [
        { value: 'open', label: 'Open' },
        { value: 'done', label: 'Done' },
      ],
    },
    dueAt: { type: 'moment', label: 'Due' },
    priority: {
      type: 'choice',
      label: 'Priority',
      default: 'normal',
      options: [
        { value: 'low', label: 'Low' },
        { value: 'normal', label: 'Normal' },
        { value: 'high', label: 'High' },
      ],
    },
    owner: { type: 'user', label: 'Assigned to', alsoKnownAs: ['assignee'] },
    ...about({ name: 'tasks', label: 'Tasks' }),
    body: { type: 'longText', label: 'Details', searched: true },
    doneAt: { type: 'moment', label: 'Done', readOnly: true },
    files: { type: 'files', label: 'Files' },
  },
})

export const note = recordType({
  name: 'note',
  plural: 'notes',
  label: { one: 'Note', many: 'Notes' },
  wing: 'customer',
  owner: 'owner',
  customer,
  columns: ['owner', 'person', 'company', 'deal'],
  fields: {
    body: { type: 'longText', label: 'Note', required: true, personal: true, searched: true },
    owner: { type: 'user', label: 'Written by' },
    ...about({ name: 'notes', label: 'Notes' }),
    pinned: { type: 'yesNo', label: 'Pinned', default: false },
    files: { type: 'files', label: 'Files', personal: true },
  },
})

export const call = recordType({
  name: 'call',
  plural: 'calls',
  label: { one: 'Call', many: 'Calls' },
  wing: 'customer',
  owner: 'owner',
  customer,
  columns: ['startedAt', 'direction', 'outcome', 'duration', 'owner', 'person'],
  sort: { field: 'startedAt', direction: 'desc' },
  fields: {
    subject: { type: 'text', label: 'Subject', searched: true, example: 'About the offer' },
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
    outcome: {
      type: 'choice',
      label: 'Outcome',
      options: [
        { value: 'reached', label: 'Reached' },
        { value: 'left_message', label: 'Left a message' },
        { value: 'no_answer', label: 'No answer' },
        { value: 'busy', label: 'Busy' },
        { value: 'wrong_number', label: 'Wrong number' },
        { value: 'not_interested', label: 'Not interested' },
        { value: 'call_back', label: 'To be called back' },
      ],
    },
    startedAt: { type: 'moment', label: 'Started' },
    duration: { type: 'duration', label: 'Duration' },
    owner: { type: 'user', label: 'Caller' },
    ...about({ name: 'calls', label: 'Calls' }),
    body: { type: 'longText', label: 'What was said', personal: true, searched: true },
  },
})

export const meeting = recordType({
  name: 'meeting',
  plural: 'meetings',
  label: { one: 'Meeting', many: 'Meetings' },
  wing: 'customer',
  owner: 'owner',
  customer,
  columns: ['startsAt', 'endsAt', 'outcome', 'owner', 'person', 'company'],
  sort: { field: 'startsAt', direction: 'desc' },
  fields: {
    subject: {
      type: 'text',
      label: 'Subject',
      required: true,
      searched: true,
      example: 'First visit',
    },
    startsAt: { type: 'moment', label: 'Starts', required: true },
    endsAt: { type: 'moment', label: 'Ends', example: '2026-03-02T10:30:00.000Z' },
    kind: {
      type: 'choice',
      label: 'Kind',
      default: 'meeting',
      options: [
        { value: 'meeting', label: 'Meeting' },
        { value: 'demo', label: 'Demo' },
      ],
    },
    timeZone: { type: 'text', label: 'Time zone', example: 'Europe/Lisbon', help: 'Such as Europe/Lisbon' },
    location: { type: 'text', label: 'Place', example: 'Rua das Flores 12, Porto' },
    link: { type: 'link', label: 'Link to join', example: 'https://meet.example/spring' },
    outcome: {
      type: 'choice',
      label: 'Outcome',
      options: [
        { value: 'held', label: 'Held' },
        { value: 'rescheduled', label: 'Rescheduled' },
        { value: 'no_show', label: 'No show' },
        { value: 'cancelled', label: 'Cancelled' },
      ],
    },
    owner: { type: 'user', label: 'Host' },
    ...about({ name: 'meetings', label: 'Meetings' }),
    attendees: {
      type: 'references',
      to: 'person',
      label: 'Attendees',
      inverse: { name: 'attendedMeetings', label: 'Meetings attended' },
    },
    colleagues: { type: 'references', to: 'user', label: 'Colleagues' },
    lead: {
      type: 'reference',
      to: 'lead',
      label: 'Lead',
      inverse: { name: 'meetings', label: 'Meetings' },
    },
    movedTo: { type: 'reference', to: 'meeting', label: 'Moved to', readOnly: true },
    agenda: { type: 'longText', label: 'Agenda', personal: true, searched: true },
    body: { type: 'longText', label: 'Notes', personal: true, searched: true },
    files: { type: 'files', label: 'Files', personal: true },
  },
})
