/** Meetings and whom not to contact, as they are declared. */
export const declaredDays = {
  'field.person.doNotContact': 'Não contactar',
  'help.person.doNotContact': 'Por estas vias não querem ouvir-nos',
  'choice.person.doNotContact.phone': 'Telefone',
  'choice.person.doNotContact.email': 'E-mail',
  'choice.person.doNotContact.post': 'Correio',
  'field.meeting.kind': 'Tipo',
  'choice.meeting.kind.meeting': 'Reunião',
  'choice.meeting.kind.demo': 'Demonstração',
  'field.meeting.timeZone': 'Fuso horário',
  'help.meeting.timeZone': 'Por exemplo Europe/Lisbon',
  'field.meeting.link': 'Ligação para entrar',
  'field.meeting.colleagues': 'Colegas',
  'field.meeting.lead': 'Lead',
  'inverse.meeting.lead': 'Reuniões',
  'field.meeting.movedTo': 'Mudada para',
  'field.meeting.agenda': 'Agenda',
}
