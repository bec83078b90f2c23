/** What deals and what stands around them refuse with. */
export const deals = {
  'Two roles have the same key': 'Dois papéis têm a mesma chave',
  'Say what is to be done': 'Diga o que há a fazer',
  'Say the answer': 'Diga a resposta',
  'This deal is in the bin. Restore it first.': 'Este negócio está no lixo. Restaure-o primeiro.',
  'There is no such answer. Leave the id out for a new one.':
    'Essa resposta não existe. Deixe o identificador de fora para uma nova.',
  'objection on this deal': 'objeção neste negócio',
  'This is no answer to this objection. Choose another.': 'Isto não responde a esta objeção. Escolha outra.',
  'Use whole days, from 1 to 3650.': 'Use dias inteiros, de 1 a 3650.',
  'Only a deal that is lost is lost to somebody. Move it there first.':
    'Só um negócio perdido é perdido para alguém. Mova-o primeiro para lá.',
  'Only an open deal can be split. Re-open it first.':
    'Só um negócio aberto pode ser dividido. Reabra-o primeiro.',
  'This deal has no amount to divide. Give it one first.':
    'Este negócio não tem montante para dividir. Dê-lhe um primeiro.',
  'The deal is in {0}. Give the part in the same currency.':
    'O negócio está em {0}. Indique a parte na mesma moeda.',
  'Something must be left of the deal, and something split off.':
    'Algo tem de ficar no negócio, e algo ser separado.',
  'A deal that is won or lost moves on no further. Ask for it in the stages before.':
    'Um negócio ganho ou perdido não avança mais. Exija-o nas fases anteriores.',
  'There is no such field that can be filled in': 'Não existe esse campo para preencher',
  'The same is asked for twice. Leave one of them out.': 'O mesmo é exigido duas vezes. Deixe um de fora.',
  'There is no such item on a checklist any more.': 'Esse ponto já não está em nenhuma lista.',
  '“{0}” is not done yet; “{1}” asks for it.': '«{0}» ainda não está feito; «{1}» exige-o.',
  'This is still missing; “{0}” asks for it.': 'Isto ainda falta; «{0}» exige-o.',
  'Not ready to move on': 'Ainda não pode avançar',
  'Before it moves on, this is still missing: {0}.': 'Antes de avançar, ainda falta: {0}.',
  'The company has no such part in buying. Choose another.':
    'A empresa não tem esse papel na compra. Escolha outro.',
  'Only a quote that is with the customer can be withdrawn.':
    'Só uma proposta que está com o cliente pode ser retirada.',
  'This quote was withdrawn. Ask for a new one.': 'Esta proposta foi retirada. Peça uma nova.',
}
