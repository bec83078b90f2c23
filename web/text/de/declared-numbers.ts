/** What the metrics of quotas, forecast and revenue call themselves and their parts. */
export const declaredNumbers = {
  'metric.sales.quota.name': 'Vorgabe',
  'metric.sales.quota.definition':
    'Was Personen und Teams im Zeitraum gewinnen sollen. Die Vorgabe eines Teams ist ihre eigene Zahl; die des Unternehmens ist die Summe dessen, was oben steht. Monate, Quartale und Jahre addieren sich und werden nie aufgeteilt, eine Woche hat also keine.',
  'metric.sales.quota-attainment.name': 'Erfüllung der Vorgabe',
  'metric.sales.quota-attainment.definition':
    'Im Zeitraum gewonnener Betrag ÷ dessen Vorgabe. Ohne Vorgabe, oder mit einer von 0, gibt es keine. Ein Team hat, was seine Leute gewonnen haben und die der Teams darunter.',
  'metric.sales.pipeline-coverage.name': 'Pipeline-Abdeckung',
  'metric.sales.pipeline-coverage.definition':
    'Offener Betrag, dessen Abschluss im Zeitraum erwartet wird, ÷ was von der Vorgabe noch fehlt (Vorgabe − gewonnen). Ist die Vorgabe erfüllt, gibt es keine. Daneben, was sie sein sollte: 1 ÷ Abschlussquote der letzten 12 Monate.',
  'metric.sales.forecast.name': 'Prognose',
  'metric.sales.forecast.definition':
    'Was der Zeitraum bringen wird: darin gewonnene Deals und offene der Kategorie Zugesagt, deren Abschluss darin erwartet wird. Daneben die anderen Spalten, jede mit denen davor: Abgeschlossen, Zugesagt, Bestenfalls, Pipeline. Ausgelassene Deals zählen nirgends.',
  'phrase.Quota’s period': 'Zeitraum der Vorgabe',
  'phrase.Expected to close on': 'Erwarteter Abschluss am',
  'phrase.Closed, or expected to close on': 'Abgeschlossen oder erwartet am',
  'phrase.quotas': 'Vorgaben',
  'phrase.quota': 'Vorgabe',
  'phrase.open': 'offen',
  'phrase.still to be won': 'noch zu gewinnen',
  'phrase.deals': 'Deals',
  'phrase.Closed': 'Abgeschlossen',
  'phrase.Best case': 'Bestenfalls',
  'phrase.Pipeline': 'Pipeline',
  'phrase.Won': 'Gewonnen',
  'phrase.Quota': 'Vorgabe',
  'phrase.Quota met': 'Vorgabe erfüllt',
  'phrase.No quota': 'Keine Vorgabe',
  'phrase.Coverage required': 'Nötige Abdeckung',
  'phrase.Of its members together': 'Der Mitglieder zusammen',
  'phrase.Competitor': 'Wettbewerber',
  'phrase.Winning competitor': 'Siegreicher Wettbewerber',
  'phrase.A deal with several competitors counts under each, so that these do not add up to the whole.':
    'Ein Deal mit mehreren Wettbewerbern zählt bei jedem; zusammen ergeben sie also nicht das Ganze.',
  'phrase.The one competitor that a deal was lost to.':
    'Der eine Wettbewerber, an den ein Deal verloren ging.',
  'phrase.Product': 'Produkt',
  'phrase.Product family': 'Produktfamilie',
  'phrase.Each product has the share of its lines, exact to the cent; an order counts under each of its products.':
    'Jedes Produkt hat den Anteil seiner Positionen, auf den Cent genau; ein Auftrag zählt bei jedem seiner Produkte.',
  'phrase.Each family has the share of its lines, exact to the cent; an order counts under each of its families.':
    'Jede Familie hat den Anteil ihrer Positionen, auf den Cent genau; ein Auftrag zählt bei jeder seiner Familien.',
  'phrase.New customers without an order or contract': 'Neukunden ohne Auftrag oder Vertrag',
  'phrase.Order lines without a cost': 'Auftragspositionen ohne Kosten',
  'phrase.Without the cost of a product': 'Ohne Kosten eines Produkts',
  'phrase.Won or ordered without a company or person': 'Ohne Firma oder Person gewonnen oder bestellt',
  'phrase.First won deal or order on': 'Erster gewonnener Deal oder Auftrag am',
  'phrase.Emails sent per deal won': 'Gesendete E-Mails je gewonnenem Deal',
  'phrase.Emails sent per deal lost': 'Gesendete E-Mails je verlorenem Deal',
  'phrase.Emails received per deal won': 'Empfangene E-Mails je gewonnenem Deal',
  'phrase.Emails received per deal lost': 'Empfangene E-Mails je verlorenem Deal',
}
