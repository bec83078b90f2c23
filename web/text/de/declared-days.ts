/** Meetings and whom not to contact, as they are declared. */
export const declaredDays = {
  'field.person.doNotContact': 'Nicht kontaktieren',
  'help.person.doNotContact': 'Auf diesen Wegen möchten sie nichts von uns hören',
  'choice.person.doNotContact.phone': 'Telefon',
  'choice.person.doNotContact.email': 'E-Mail',
  'choice.person.doNotContact.post': 'Post',
  'field.meeting.kind': 'Art',
  'choice.meeting.kind.meeting': 'Besprechung',
  'choice.meeting.kind.demo': 'Vorführung',
  'field.meeting.timeZone': 'Zeitzone',
  'help.meeting.timeZone': 'Etwa Europe/Berlin',
  'field.meeting.link': 'Link zur Teilnahme',
  'field.meeting.colleagues': 'Kollegen',
  'field.meeting.lead': 'Lead',
  'inverse.meeting.lead': 'Besprechungen',
  'field.meeting.movedTo': 'Verlegt auf',
  'field.meeting.agenda': 'Agenda',
}
