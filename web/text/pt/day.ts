import type { Catalogue } from '../catalogue.ts'

/** What is done with an item of My day. */
export const day: Catalogue['texts'] = {
  'day.logCall': 'Registar uma chamada',
  'day.writeNote': 'Escrever uma nota',
  'day.planNext': 'Planear o próximo passo',
  'day.postponeTo': 'Adiar',
  'day.on': 'Em',
  'day.tomorrow': 'Amanhã',
  'day.inThreeDays': 'Daqui a três dias',
  'day.nextMonday': 'Próxima segunda-feira',
  'day.inTwoWeeks': 'Daqui a duas semanas',
  'day.taskIsDone': 'A tarefa está concluída',
  'day.meetingWasHeld': 'A reunião realizou-se',
  'day.logged': 'Chamada registada: {title}',
  'day.noted': 'Nota escrita: {title}',
  'day.planned': 'Próximo passo planeado: {title}',
  'day.postponed': 'Adiado: {title}',
  'day.followUp': 'Retomar: {title}',
}
