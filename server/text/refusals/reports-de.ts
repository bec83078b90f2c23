/** What reports and sales costs refuse with. */
export const reports = {
  'Give the first day of a month': 'Geben Sie den ersten Tag eines Monats an',
  'A cost is not below zero. Give what was paid.':
    'Kosten liegen nicht unter null. Geben Sie an, was bezahlt wurde.',
  'Only marketing spend has a channel': 'Nur Marketingausgaben haben einen Kanal',
  'Costs are for owners, administrators and managers. Ask one of them.':
    'Kosten sind für Inhaber, Administratoren und die Leitung. Fragen Sie jemanden davon.',
  'Only who leads the company or manages this team may do this. Ask one of them.':
    'Das darf nur, wer das Unternehmen oder dieses Team leitet. Fragen Sie dort nach.',
  'Costs are in {0}, the company’s currency': 'Kosten sind in {0}, der Währung des Unternehmens',
  'This figure is told of persons and teams alone. Ask without “{0}”.':
    'Diese Zahl gibt es nur für Personen und Teams. Fragen Sie ohne „{0}“.',
  'This figure has no such part that opens onto records of its own.':
    'Diese Zahl hat keinen solchen Teil, der eigene Datensätze zeigt.',
}
