/** What the system writes to people. `{names}` are filled; forms are chosen by `count`. */
export const en = {
  greeting: 'Hello {name},',
  'greeting.nobody': 'Hello,',

  'reset.subject': 'A new password for Throughline',
  'reset.body':
    'somebody, probably you, asked for a new password. Choose it within the hour here:\n{link}\n\nIf it was not you, nothing needs to be done.',

  'invitation.subject': '{by} invites you to {organisation} on Throughline',
  'invitation.body':
    '{by} invites you to work with {organisation} on Throughline. Choose your name and password here, until {day}:\n{link}\n\nIf you expect no invitation, nothing needs to be done.',

  'notice.backup.failed': 'Backup failed',
  'notice.webhook.disabled': 'Webhook switched off',
  'notice.other': 'Something failed',
  'notice.named': '{what}: {subject}',
  'notice.body': 'Open Throughline’s settings to see why and what to do.',

  'told.mention': '{actor} mentioned you in {subject}',
  'told.assignment': '{actor} gave you {subject}',
  'told.assignments': '{actor} gave you {count} records, among them {subject}',
  'told.due': '{subject} is due',
  'told.dueAt': '{subject}, due {when}',
  'told.somebody': 'Somebody',

  'task.approveQuote': 'Approve {quote}',
  'task.answerQuote': 'Answer a question about {quote}',

  'meeting.invited.subject': 'Invitation: {subject}, {when}',
  'meeting.invited.body': '{by} invites you to “{subject}” on {when}.',
  'meeting.changed.subject': 'Changed: {subject}, {when}',
  'meeting.changed.body': '{by} has changed “{subject}”. It is on {when}.',
  'meeting.cancelled.subject': 'Cancelled: {subject}, {when}',
  'meeting.cancelled.body': '{by} has cancelled “{subject}” on {when}, or no longer counts on you.',

  'digest.subject': {
    one: '{count} piece of news on Throughline',
    other: '{count} pieces of news on Throughline',
  },
  'digest.since': 'since {when}, this has come for you that you have not read yet.',
  'digest.mention': 'Mentions',
  'digest.assignment': 'Given to you',
  'digest.due': 'Due',
  'digest.notice': 'About the installation',
  'digest.more': { one: 'And {count} more.', other: 'And {count} more.' },

  'foot.open': 'Open it: {link}',
  'foot.settings': 'What you are told, and how: {link}',
  'foot.end': 'No more mails of this kind: {link}',
} as const
