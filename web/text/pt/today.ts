import type { Catalogue } from '../catalogue.ts'

export const today: Catalogue['texts'] = {
  'today.title': 'Hoje',
  'today.due': 'No prazo',
  'today.late': 'Em atraso',
  'today.today': 'Hoje',
  'today.soon': 'Próximos 7 dias',
  'today.noTasks': 'Nada no prazo',
  'today.noTasksText': 'As tarefas que lhe são atribuídas com um dia aparecem aqui a tempo.',
  'today.newTask': 'Nova tarefa',
  'today.mentions': 'Para si',
  'today.noMentions': 'Menções e atribuições aparecem aqui.',
  'today.recent': 'Alterados recentemente',
  'today.noRecent': 'Pessoas e empresas em que trabalha, ou outros, aparecem aqui.',
  'today.deals': 'Os seus negócios a fechar este mês',
  'today.noDeals': 'Nenhum fecha este mês.',
  'today.complete': 'Concluída: {task}',
  'today.leads': 'Leads à espera',
  'today.nextLead': 'Lead seguinte',
  'today.noLeads': 'Nenhum lead espera por si. Os novos aparecem aqui com o seu relógio.',
  'today.nobodysLeads': {
    one: '{count} lead aberto não tem responsável',
    other: '{count} leads abertos não têm responsável',
  },
}
