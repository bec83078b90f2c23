import type { Catalogue } from '../catalogue.ts'

/** What is done with an item of My day. */
export const day: Catalogue['texts'] = {
  'day.logCall': 'Anruf festhalten',
  'day.writeNote': 'Notiz schreiben',
  'day.planNext': 'Nächsten Schritt planen',
  'day.postponeTo': 'Verschieben',
  'day.on': 'Am',
  'day.tomorrow': 'Morgen',
  'day.inThreeDays': 'In drei Tagen',
  'day.nextMonday': 'Nächsten Montag',
  'day.inTwoWeeks': 'In zwei Wochen',
  'day.taskIsDone': 'Die Aufgabe ist erledigt',
  'day.meetingWasHeld': 'Die Besprechung hat stattgefunden',
  'day.logged': 'Anruf festgehalten: {title}',
  'day.noted': 'Notiz geschrieben: {title}',
  'day.planned': 'Nächster Schritt geplant: {title}',
  'day.postponed': 'Verschoben: {title}',
  'day.followUp': 'Nachfassen: {title}',
}
