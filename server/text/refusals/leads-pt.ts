/** Refusals that leads and their settings give. */
export const leads: Readonly<Record<string, string>> = {
  'Name the rule': 'Dê um nome à regra',
  'Use letters, digits and hyphens': 'Use letras, algarismos e hífenes',
  'Name the criterion': 'Dê um nome ao critério',
  'Two criteria have the same key': 'Dois critérios têm a mesma chave',
  'Add at least one criterion': 'Adicione pelo menos um critério',
  'Say why': 'Diga porquê',
  'Use a time such as 09:00': 'Use uma hora como 09:00',
  'It ends after it begins': 'O fim é depois do início',
  'Give seven days, from Monday on': 'Indique sete dias, a partir de segunda-feira',
  'The last day is not before the first': 'O último dia não é anterior ao primeiro',
  'Another rule here has this id': 'Outra regra aqui tem este id',
  'Name at least one member, or a team': 'Indique pelo menos um membro ou uma equipa',
  'There is no such member. Choose another.': 'Este membro não existe. Escolha outro.',
  'There is no such team. Choose another.': 'Esta equipa não existe. Escolha outra.',
  'This lead is in the bin. Restore it first.': 'Este lead está no lixo. Restaure-o primeiro.',
  'Its deal was deleted for good. Make a new lead, or a deal.':
    'O seu negócio foi eliminado de vez. Crie um novo lead, ou um negócio.',
  'It was converted to a deal. Go on with the deal, or make a new lead.':
    'Foi convertido em negócio. Continue com o negócio, ou crie um novo lead.',
  'Say why it comes to nothing, such as “No budget this year”.':
    'Diga porque não resulta, por exemplo “Sem orçamento este ano”.',
  'Choose the day on which it comes back.': 'Escolha o dia em que volta.',
  'Choose a day to come.': 'Escolha um dia futuro.',
  'Only a recycled lead comes back on a day. Recycle it instead.': 'Só um lead adiado volta num dia. Adie-o.',
  lead: 'lead',
  criterion: 'critério',
}
