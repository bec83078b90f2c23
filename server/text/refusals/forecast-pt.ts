/** What quotas and the forecast refuse with. */
export const forecast = {
  'Say it in at most 1,000 characters': 'Diga-o em 1000 caracteres, no máximo',
  'Say either whose it is, or which team’s': 'Indique a pessoa ou a equipa, uma das duas',
  'Name a product family with the measure “family”, and only there':
    'Indique uma família de produtos com a medida “family”, e só com ela',
  'Use a number such as 120000': 'Use um número como 120000',
  'Use the id of a snapshot, or a moment such as 2026-03-31T09:30:00Z':
    'Use o identificador de um registo, ou um momento como 2026-03-31T09:30:00Z',
  'There is no such snapshot. Choose another.': 'Este registo não existe. Escolha outro.',
  'Between two moments both are snapshots.': 'Entre dois momentos, ambos são registos guardados.',
  'What changed since is asked of an earlier moment.':
    'O que mudou pergunta-se a partir de um momento anterior.',
  'Your role hides a field that the forecast tells of. Ask an administrator.':
    'O seu papel esconde um campo de que a previsão fala. Peça a um administrador.',
  'This moment has not come yet. Leave “asOf” out for now.':
    'Este momento ainda não chegou. Deixe “asOf” de fora para ver agora.',
  'Only who may change everybody’s deals takes snapshots. Ask a manager or an administrator.':
    'Só quem pode alterar os negócios de todos guarda a previsão. Peça a um gestor ou administrador.',
  'There is nobody of this id. Choose another.': 'Não há ninguém com este identificador. Escolha outro.',
  'Only they themselves and who leads them say their forecast. Ask one of them.':
    'Só a própria pessoa e quem a dirige dizem a sua previsão. Peça a um deles.',
  'A forecast is in {0}. Convert the amount.': 'Uma previsão é em {0}. Converta o montante.',
  'Copy to another period than the one copied from.':
    'Copie para um período diferente daquele de onde copia.',
  'Only who may change everybody’s deals sets quotas. Ask a manager or an administrator.':
    'Só quem pode alterar os negócios de todos define quotas. Peça a um gestor ou administrador.',
  'This is no first day of a {0}': 'Este não é o primeiro dia de um período ({0})',
  'This cell is there twice': 'Esta célula aparece duas vezes',
  'Deals are counted in whole numbers': 'Os negócios contam-se em números inteiros',
  'This has more decimals than {0}': 'Isto tem mais casas decimais do que {0}',
}
