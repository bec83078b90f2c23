/** What orders, invoices, payments and contracts refuse with. */
export const orders = {
  'Name a line': 'Indique uma linha',
  'An order has up to 300 lines': 'Uma encomenda tem até 300 linhas',
  'Give an amount or lines, not both': 'Indique um montante ou linhas, não ambos',
  'Use a short name in lower case, such as shop': 'Use um nome curto em minúsculas, como shop',
  'Use a short name in lower case, such as bank': 'Use um nome curto em minúsculas, como bank',
  'Name at least one line': 'Indique pelo menos uma linha',
  'This order is in the bin. Restore it first.': 'Esta encomenda está no lixo. Restaure-a primeiro.',
  'This is a sale of others. They deliver and invoice it themselves.':
    'Esta venda é de outros. São eles que a entregam e faturam.',
  'This order is a draft. Confirm it first.': 'Esta encomenda é um rascunho. Confirme-a primeiro.',
  'This order was cancelled.': 'Esta encomenda foi cancelada.',
  'Choose today, or a day that was.': 'Escolha hoje ou um dia passado.',
  'That is before it was ordered. Choose a later day.':
    'Isso é antes de ter sido encomendada. Escolha um dia posterior.',
  'This order was confirmed already.': 'Esta encomenda já foi confirmada.',
  'Not enough in stock: {0}. Take in stock, or change the order.':
    'Não há existências suficientes: {0}. Reponha as existências ou altere a encomenda.',
  'Name each line of the order once.': 'Indique cada linha da encomenda uma vez.',
  'Of {0} only {1} are left.': 'De {0} só restam {1}.',
  'All of this order has been delivered.': 'Esta encomenda foi toda entregue.',
  'An order stays in its currency. Make another one.': 'Uma encomenda fica na sua moeda. Crie outra.',
  'Who sold it stays as it is. Make another order.': 'Quem a vendeu fica como está. Crie outra encomenda.',
  'Nothing is ordered on a day to come.': 'Nada é encomendado num dia que ainda virá.',
  'A confirmed order has the day on which it was ordered.':
    'Uma encomenda confirmada tem o dia em que foi feita.',
  'A confirmed order stays, so that no number is missing. Cancel it instead.':
    'Uma encomenda confirmada fica, para que não falte nenhum número. Cancele-a em vez disso.',
  'This contract is in the bin. Restore it first.': 'Este contrato está no lixo. Restaure-o primeiro.',
  'This contract was cancelled or has ended.': 'Este contrato foi cancelado ou terminou.',
  'That is before it started. Choose a later day.': 'Isso é antes do início. Escolha um dia posterior.',
  'A later change is known already. Choose a day after that.':
    'Já se conhece uma alteração posterior. Escolha um dia depois dessa.',
  'Numbers go by the day: the last was given on {0}. Choose that day, or a later one.':
    'Os números seguem o dia: o último foi atribuído em {0}. Escolha esse dia ou um posterior.',
  'It cannot be due before it is issued.': 'Não pode vencer antes de ser emitida.',
  'Nothing was delivered that is not invoiced yet.': 'Nada foi entregue que não esteja já faturado.',
  'All of this order was invoiced.': 'Esta encomenda foi toda faturada.',
  'An invoice is issued from its order. Open the order, and invoice it there.':
    'Uma fatura é emitida a partir da sua encomenda. Abra a encomenda e fature-a aí.',
  'What was issued stays, so that no number is missing. Refund the order to credit it.':
    'O que foi emitido fica, para que não falte nenhum número. Reembolse a encomenda para o creditar.',
  'A confirmed order stays as it was ordered. Cancel it, or make another one.':
    'Uma encomenda confirmada fica como foi feita. Cancele-a ou crie outra.',
  'There is no such order. Choose another.': 'Essa encomenda não existe. Escolha outra.',
  'A line stays with its order. Make another one.': 'Uma linha fica com a sua encomenda. Crie outra.',
  'Only what others sell has a seller. Say so on the order.':
    'Só o que outros vendem tem vendedor. Indique-o na encomenda.',
  'Use a quantity above zero, with up to three decimals.':
    'Use uma quantidade acima de zero, com até três casas decimais.',
  'This order is in {0}. Give the amount in that currency.':
    'Esta encomenda está em {0}. Indique o montante nessa moeda.',
  'Use an amount of zero or more.': 'Use um montante igual ou superior a zero.',
  'Enter what was paid.': 'Introduza o que foi pago.',
  'Nothing is paid on a day to come.': 'Nada é pago num dia que ainda virá.',
  'There is no such invoice. Choose another.': 'Essa fatura não existe. Escolha outra.',
  'Only a confirmed order of ours is paid for. Confirm it first.':
    'Só se paga uma encomenda nossa já confirmada. Confirme-a primeiro.',
  'This order is in {0}. Enter what arrived in that currency.':
    'Esta encomenda está em {0}. Introduza o que chegou nessa moeda.',
  'All of this order was delivered, so nothing is left to cancel. Refund it instead.':
    'Esta encomenda foi toda entregue, nada resta para cancelar. Reembolse-a em vez disso.',
  'All of this order was cancelled or refunded.': 'Esta encomenda foi toda cancelada ou reembolsada.',
  'Use an amount above zero.': 'Use um montante acima de zero.',
  'No more than {0} {1} is left to refund.': 'Não restam mais de {0} {1} por reembolsar.',
  'Nothing of these lines is left to refund.': 'Destas linhas nada resta por reembolsar.',
  'The lines of our own orders are written with the order. Open it and change them there.':
    'As linhas das nossas encomendas são escritas com a encomenda. Abra-a e altere-as aí.',
  'An order gets its number when it is confirmed.': 'Uma encomenda recebe o seu número quando é confirmada.',
  'Deliver the order: whole, or in part.': 'Entregue a encomenda: toda ou em parte.',
  'Cancel the order, and say why.': 'Cancele a encomenda e diga porquê.',
  'Change the price from a day on, so that what it was before stays known.':
    'Altere o preço a partir de um dia, para que se saiba o que era antes.',
  'A contract starts when it started. Make another one.': 'Um contrato começa quando começou. Crie outro.',
}
