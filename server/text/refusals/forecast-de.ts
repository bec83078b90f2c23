/** What quotas and the forecast refuse with. */
export const forecast = {
  'Say it in at most 1,000 characters': 'Sagen Sie es in höchstens 1.000 Zeichen',
  'Say either whose it is, or which team’s': 'Nennen Sie entweder die Person oder das Team',
  'Name a product family with the measure “family”, and only there':
    'Nennen Sie eine Produktfamilie beim Maß „family“, und nur dort',
  'Use a number such as 120000': 'Verwenden Sie eine Zahl wie 120000',
  'Use the id of a snapshot, or a moment such as 2026-03-31T09:30:00Z':
    'Verwenden Sie die Kennung eines Stands oder einen Zeitpunkt wie 2026-03-31T09:30:00Z',
  'There is no such snapshot. Choose another.': 'Diesen Stand gibt es nicht. Wählen Sie einen anderen.',
  'Between two moments both are snapshots.': 'Zwischen zwei Zeitpunkten sind beide festgehaltene Stände.',
  'What changed since is asked of an earlier moment.':
    'Was sich geändert hat, wird von einem früheren Zeitpunkt an gefragt.',
  'Your role hides a field that the forecast tells of. Ask an administrator.':
    'Ihre Rolle verbirgt ein Feld, von dem die Prognose erzählt. Fragen Sie eine Administratorin oder einen Administrator.',
  'This moment has not come yet. Leave “asOf” out for now.':
    'Dieser Zeitpunkt ist noch nicht gekommen. Lassen Sie „asOf“ für jetzt weg.',
  'Only who may change everybody’s deals takes snapshots. Ask a manager or an administrator.':
    'Stände hält nur fest, wer alle Deals ändern darf. Fragen Sie eine Führungskraft oder die Administration.',
  'There is nobody of this id. Choose another.':
    'Mit dieser Kennung gibt es niemanden. Wählen Sie eine andere.',
  'Only they themselves and who leads them say their forecast. Ask one of them.':
    'Eine Prognose geben nur die Person selbst und ihre Führungskräfte ab. Fragen Sie jemanden von ihnen.',
  'A forecast is in {0}. Convert the amount.': 'Eine Prognose ist in {0}. Rechnen Sie den Betrag um.',
  'Copy to another period than the one copied from.': 'Kopieren Sie in einen anderen Zeitraum.',
  'Only who may change everybody’s deals sets quotas. Ask a manager or an administrator.':
    'Vorgaben setzt nur, wer alle Deals ändern darf. Fragen Sie eine Führungskraft oder die Administration.',
  'This is no first day of a {0}': 'Das ist kein erster Tag eines Zeitraums ({0})',
  'This cell is there twice': 'Diese Zelle kommt zweimal vor',
  'Deals are counted in whole numbers': 'Deals werden in ganzen Zahlen gezählt',
  'This has more decimals than {0}': 'Das hat mehr Nachkommastellen als {0}',
}
