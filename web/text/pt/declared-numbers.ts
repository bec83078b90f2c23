/** What the metrics of quotas, forecast and revenue call themselves and their parts. */
export const declaredNumbers = {
  'metric.sales.quota.name': 'Quota',
  'metric.sales.quota.definition':
    'O que pessoas e equipas devem ganhar no período. A quota de uma equipa é um valor próprio; a da empresa é a soma do que está no topo. Meses, trimestres e anos somam-se e nunca se dividem, por isso uma semana não tem nenhuma.',
  'metric.sales.quota-attainment.name': 'Cumprimento da quota',
  'metric.sales.quota-attainment.definition':
    'Montante ganho no período ÷ a sua quota. Sem quota, ou com uma de 0, não há. Uma equipa tem o que as suas pessoas ganharam, e as das equipas abaixo dela.',
  'metric.sales.pipeline-coverage.name': 'Cobertura do pipeline',
  'metric.sales.pipeline-coverage.definition':
    'Montante aberto que se espera fechar no período ÷ o que falta da quota (quota − ganho). Com a quota cumprida não há. Ao lado, o que devia ser: 1 ÷ a taxa de ganho dos últimos 12 meses.',
  'metric.sales.forecast.name': 'Previsão',
  'metric.sales.forecast.definition':
    'O que o período vai trazer: negócios nele ganhos e os abertos da categoria Compromisso que se espera fechar nele. Ao lado as outras colunas, cada uma com as anteriores: Fechado, Compromisso, Melhor caso, Pipeline. Os omitidos não contam em nenhuma.',
  'phrase.Quota’s period': 'Período da quota',
  'phrase.Expected to close on': 'Fecho esperado em',
  'phrase.Closed, or expected to close on': 'Fechado, ou esperado em',
  'phrase.quotas': 'quotas',
  'phrase.quota': 'quota',
  'phrase.open': 'aberto',
  'phrase.still to be won': 'ainda por ganhar',
  'phrase.deals': 'negócios',
  'phrase.Closed': 'Fechado',
  'phrase.Best case': 'Melhor caso',
  'phrase.Pipeline': 'Pipeline',
  'phrase.Won': 'Ganho',
  'phrase.Quota': 'Quota',
  'phrase.Quota met': 'Quota cumprida',
  'phrase.No quota': 'Sem quota',
  'phrase.Coverage required': 'Cobertura necessária',
  'phrase.Of its members together': 'Dos seus membros em conjunto',
  'phrase.Competitor': 'Concorrente',
  'phrase.Winning competitor': 'Concorrente vencedor',
  'phrase.A deal with several competitors counts under each, so that these do not add up to the whole.':
    'Um negócio com vários concorrentes conta em cada um; por isso não somam o total.',
  'phrase.The one competitor that a deal was lost to.': 'O concorrente para quem um negócio foi perdido.',
  'phrase.Product': 'Produto',
  'phrase.Product family': 'Família de produtos',
  'phrase.Each product has the share of its lines, exact to the cent; an order counts under each of its products.':
    'Cada produto tem a parte das suas linhas, exata ao cêntimo; uma encomenda conta em cada um dos seus produtos.',
  'phrase.Each family has the share of its lines, exact to the cent; an order counts under each of its families.':
    'Cada família tem a parte das suas linhas, exata ao cêntimo; uma encomenda conta em cada uma das suas famílias.',
  'phrase.New customers without an order or contract': 'Clientes novos sem encomenda nem contrato',
  'phrase.Order lines without a cost': 'Linhas de encomenda sem custo',
  'phrase.Without the cost of a product': 'Sem o custo de um produto',
  'phrase.Won or ordered without a company or person': 'Ganho ou encomendado sem empresa nem pessoa',
  'phrase.First won deal or order on': 'Primeiro negócio ganho ou encomenda em',
  'phrase.Emails sent per deal won': 'E-mails enviados por negócio ganho',
  'phrase.Emails sent per deal lost': 'E-mails enviados por negócio perdido',
  'phrase.Emails received per deal won': 'E-mails recebidos por negócio ganho',
  'phrase.Emails received per deal lost': 'E-mails recebidos por negócio perdido',
}
