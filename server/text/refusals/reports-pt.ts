/** What reports and sales costs refuse with. */
export const reports = {
  'Give the first day of a month': 'Indique o primeiro dia de um mês',
  'A cost is not below zero. Give what was paid.': 'Um custo não é inferior a zero. Indique o que foi pago.',
  'Only marketing spend has a channel': 'Só a despesa de marketing tem canal',
  'Costs are for owners, administrators and managers. Ask one of them.':
    'Os custos são para proprietários, administradores e gestores. Peça a um deles.',
  'Only who leads the company or manages this team may do this. Ask one of them.':
    'Só quem dirige a empresa ou gere esta equipa o pode fazer. Peça-lhe.',
  'Costs are in {0}, the company’s currency': 'Os custos são em {0}, a moeda da empresa',
  'This figure is told of persons and teams alone. Ask without “{0}”.':
    'Este valor só existe por pessoa e equipa. Pergunte sem “{0}”.',
  'This figure has no such part that opens onto records of its own.':
    'Este valor não tem tal parte com registos próprios.',
}
