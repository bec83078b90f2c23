import type { Catalogue } from '../catalogue.ts'

export const today: Catalogue['texts'] = {
  'today.title': 'Heute',
  'today.due': 'Fällig',
  'today.late': 'Überfällig',
  'today.today': 'Heute',
  'today.soon': 'Nächste 7 Tage',
  'today.noTasks': 'Nichts ist fällig',
  'today.noTasksText': 'Aufgaben, die Ihnen mit einem Tag übergeben werden, erscheinen hier rechtzeitig.',
  'today.newTask': 'Neue Aufgabe',
  'today.mentions': 'Für Sie',
  'today.noMentions': 'Erwähnungen und Übergaben erscheinen hier.',
  'today.recent': 'Zuletzt geändert',
  'today.noRecent': 'Personen und Firmen, an denen Sie oder andere arbeiten, erscheinen hier.',
  'today.deals': 'Ihre Deals mit Abschluss in diesem Monat',
  'today.noDeals': 'In diesem Monat schließt keiner ab.',
  'today.complete': 'Erledigt: {task}',
  'today.leads': 'Wartende Leads',
  'today.nextLead': 'Nächster Lead',
  'today.noLeads': 'Kein Lead wartet auf Sie. Neue erscheinen hier mit ihrer Uhr.',
  'today.nobodysLeads': {
    one: '{count} offener Lead hat niemanden',
    other: '{count} offene Leads haben niemanden',
  },
}
