import type { MailTexts } from './texts.ts'

export const de: MailTexts = {
  greeting: 'Guten Tag {name},',
  'greeting.nobody': 'Guten Tag,',

  'reset.subject': 'Ein neues Passwort für Throughline',
  'reset.body':
    'jemand, vermutlich Sie, hat ein neues Passwort angefordert. Wählen Sie es innerhalb einer Stunde hier:\n{link}\n\nWaren Sie es nicht, brauchen Sie nichts zu tun.',

  'invitation.subject': '{by} lädt Sie zu {organisation} auf Throughline ein',
  'invitation.body':
    '{by} lädt Sie ein, mit {organisation} auf Throughline zu arbeiten. Wählen Sie hier bis zum {day} Ihren Namen und Ihr Passwort:\n{link}\n\nErwarten Sie keine Einladung, brauchen Sie nichts zu tun.',

  'notice.backup.failed': 'Datensicherung fehlgeschlagen',
  'notice.webhook.disabled': 'Webhook abgeschaltet',
  'notice.other': 'Etwas ist fehlgeschlagen',
  'notice.named': '{what}: {subject}',
  'notice.body': 'In den Einstellungen von Throughline sehen Sie, warum, und was zu tun ist.',

  'told.mention': '{actor} hat Sie erwähnt: {subject}',
  'told.assignment': '{actor} hat Ihnen etwas übergeben: {subject}',
  'told.assignments': '{actor} hat Ihnen {count} Datensätze übergeben, darunter {subject}',
  'told.due': '{subject} ist fällig',
  'told.dueAt': '{subject}, fällig {when}',
  'told.somebody': 'Jemand',

  'task.approveQuote': '{quote} freigeben',
  'task.answerQuote': 'Frage zu {quote} beantworten',

  'meeting.invited.subject': 'Einladung: {subject}, {when}',
  'meeting.invited.body': '{by} lädt Sie zu „{subject}“ ein, am {when}.',
  'meeting.changed.subject': 'Geändert: {subject}, {when}',
  'meeting.changed.body': '{by} hat „{subject}“ geändert. Der Termin ist am {when}.',
  'meeting.cancelled.subject': 'Abgesagt: {subject}, {when}',
  'meeting.cancelled.body': '{by} hat „{subject}“ am {when} abgesagt oder rechnet nicht mehr mit Ihnen.',

  'digest.subject': {
    one: '{count} Neuigkeit auf Throughline',
    other: '{count} Neuigkeiten auf Throughline',
  },
  'digest.since': 'seit {when} ist dies für Sie eingegangen und noch ungelesen.',
  'digest.mention': 'Erwähnungen',
  'digest.assignment': 'Ihnen übergeben',
  'digest.due': 'Fällig',
  'digest.notice': 'Zur Installation',
  'digest.more': { one: 'Und {count} weitere.', other: 'Und {count} weitere.' },

  'foot.open': 'Öffnen: {link}',
  'foot.settings': 'Worüber Sie wie benachrichtigt werden: {link}',
  'foot.end': 'Keine solchen Mails mehr: {link}',
}
