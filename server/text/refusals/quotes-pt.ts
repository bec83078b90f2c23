/** What quotes, prices and taxes refuse with. */
export const quotes = {
  'There is no such deal. Choose another.': 'Esse negócio não existe. Escolha outro.',
  'There is no such product. Choose another.': 'Esse produto não existe. Escolha outro.',
  'There is no such tax class. Choose another.': 'Essa classe de imposto não existe. Escolha outra.',
  'A quote stays with its deal. Make one for the other deal.':
    'Uma proposta fica com o seu negócio. Faça uma para o outro negócio.',
  'A quote stays in its currency. Make another one.': 'Uma proposta fica na sua moeda. Faça outra.',
  'A quote that was sent stays, so that no number is missing. It ends when its deal does.':
    'Uma proposta enviada fica, para que não falte nenhum número. Termina com o seu negócio.',
  'This quote has been accepted already.': 'Esta proposta já foi aceite.',
  'This quote has been declined. Ask for a new one.': 'Esta proposta foi recusada. Peça uma nova.',
  'Another quote has taken the place of this one. Ask for its link.':
    'Outra proposta tomou o lugar desta. Peça a sua ligação.',
  'This quote has expired. Ask for a new one.': 'Esta proposta expirou. Peça uma nova.',
  'This quote is in the bin. Restore it first.': 'Esta proposta está no lixo. Restaure-a primeiro.',
  'This quote has no draft. Begin its next version first.':
    'Esta proposta não tem rascunho. Comece primeiro a versão seguinte.',
  'This has more decimal places than {0}': 'Isto tem mais casas decimais do que {0}',
  'In all this amount is too large': 'No total, este valor é demasiado grande',
  'An accepted quote stays as it is. Make another one for the deal.':
    'Uma proposta aceite fica como está. Faça outra para o negócio.',
  'The next version has been begun already.': 'A versão seguinte já foi começada.',
  'This is all there is of the quote. Delete the quote instead.':
    'Da proposta não há mais nada. Elimine antes a proposta.',
  'There is nothing on it yet. Add a line first.': 'Ainda não tem nada. Acrescente primeiro uma linha.',
  'Say until when it is valid.': 'Diga até quando é válida.',
  'This day is past. Choose a later one.': 'Esse dia já passou. Escolha um mais tarde.',
  'This quote is beyond the company’s limits. Ask for approval first.':
    'Esta proposta passa os limites da empresa. Peça primeiro a aprovação.',
  'Only a quote that was sent has a link. Send it first.':
    'Só uma proposta enviada tem ligação. Envie-a primeiro.',
  'This quote is within the limits. Send it.': 'Esta proposta está dentro dos limites. Envie-a.',
  'This quote is approved already. Send it.': 'Esta proposta já está aprovada. Envie-a.',
  'Approval has been asked for already.': 'A aprovação já foi pedida.',
  'This member does not approve quotes. Ask a manager.':
    'Este membro não aprova propostas. Peça a um gestor.',
  'Nobody here approves quotes. Ask an administrator to make somebody a manager.':
    'Aqui ninguém aprova propostas. Peça a um administrador que faça alguém gestor.',
  'Nobody has asked for approval of this version.': 'Ninguém pediu a aprovação desta versão.',
  'A manager decides this, and nobody their own request.':
    'Isto decide um gestor, e ninguém o seu próprio pedido.',
  'Say why not': 'Diga porque não',
  'A newer version of this quote was sent meanwhile. Open the link again and read that.':
    'Entretanto foi enviada uma versão mais recente desta proposta. Abra de novo a ligação e leia-a.',
  'This product is no bundle. Say first how it is priced as one.':
    'Este produto não é um conjunto. Diga primeiro como se forma o seu preço.',
  'A bundle is not part of another. Take the products that it is made of.':
    'Um conjunto não faz parte de outro. Use os produtos de que é feito.',
  'A product is here twice. Add up how many there are.': 'Há um produto repetido. Some quantos são.',
  'Use a quantity above zero, such as 2 or 1.5': 'Use uma quantidade acima de zero, como 2 ou 1.5',
  'Use an amount such as 1200.50': 'Use um valor como 1200.50',
  'Say what it is': 'Diga o que é',
  'A quote has up to 300 lines': 'Uma proposta tem até 300 linhas',
  'Say why it should be approved': 'Diga porque deve ser aprovada',
  'Send the hash of what was read': 'Envie o hash do que foi lido',
  'Say who is asking': 'Diga quem pergunta',
  'Write your question': 'Escreva a sua pergunta',
  'Enter your full name': 'Escreva o seu nome completo',
  'Type your name to sign': 'Escreva o seu nome para assinar',
  'Say in a few words why': 'Diga em poucas palavras porquê',
  quote: 'proposta',
  quotes: 'propostas',
  'tax class': 'classe de imposto',
  'tax classes': 'classes de imposto',
  'price list': 'tabela de preços',
  'price lists': 'tabelas de preços',
  price: 'preço',
  prices: 'preços',
  'quote: its link is not complete, or it was withdrawn':
    'proposta: a ligação está incompleta, ou foi retirada',
  'version: it was not sent, or there is none of this number':
    'versão: não foi enviada, ou não há nenhuma com este número',
}
