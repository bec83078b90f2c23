/** Refusals that leads and their settings give. */
export const leads: Readonly<Record<string, string>> = {
  'Name the rule': 'Geben Sie der Regel einen Namen',
  'Use letters, digits and hyphens': 'Verwenden Sie Buchstaben, Ziffern und Bindestriche',
  'Name the criterion': 'Geben Sie dem Kriterium einen Namen',
  'Two criteria have the same key': 'Zwei Kriterien haben denselben Schlüssel',
  'Add at least one criterion': 'Fügen Sie mindestens ein Kriterium hinzu',
  'Say why': 'Sagen Sie, warum',
  'Use a time such as 09:00': 'Verwenden Sie eine Uhrzeit wie 09:00',
  'It ends after it begins': 'Das Ende liegt nach dem Beginn',
  'Give seven days, from Monday on': 'Geben Sie sieben Tage an, ab Montag',
  'The last day is not before the first': 'Der letzte Tag liegt nicht vor dem ersten',
  'Another rule here has this id': 'Eine andere Regel hat hier diese Id',
  'Name at least one member, or a team': 'Nennen Sie mindestens ein Mitglied oder ein Team',
  'There is no such member. Choose another.': 'Dieses Mitglied gibt es nicht. Wählen Sie ein anderes.',
  'There is no such team. Choose another.': 'Dieses Team gibt es nicht. Wählen Sie ein anderes.',
  'This lead is in the bin. Restore it first.':
    'Dieser Lead ist im Papierkorb. Stellen Sie ihn zuerst wieder her.',
  'Its deal was deleted for good. Make a new lead, or a deal.':
    'Sein Deal wurde endgültig gelöscht. Legen Sie einen neuen Lead oder einen Deal an.',
  'It was converted to a deal. Go on with the deal, or make a new lead.':
    'Er wurde in einen Deal umgewandelt. Machen Sie mit dem Deal weiter oder legen Sie einen neuen Lead an.',
  'Say why it comes to nothing, such as “No budget this year”.':
    'Sagen Sie, warum nichts daraus wird, etwa „Kein Budget in diesem Jahr“.',
  'Choose the day on which it comes back.': 'Wählen Sie den Tag, an dem er zurückkommt.',
  'Choose a day to come.': 'Wählen Sie einen Tag in der Zukunft.',
  'Only a recycled lead comes back on a day. Recycle it instead.':
    'Nur ein zurückgestellter Lead kommt an einem Tag zurück. Stellen Sie ihn zurück.',
  lead: 'Lead',
  criterion: 'Kriterium',
}
