/** What deals and what stands around them refuse with. */
export const deals = {
  'Two roles have the same key': 'Zwei Rollen haben denselben Schlüssel',
  'Say what is to be done': 'Sagen Sie, was zu tun ist',
  'Say the answer': 'Sagen Sie die Antwort',
  'This deal is in the bin. Restore it first.':
    'Dieser Deal ist im Papierkorb. Stellen Sie ihn zuerst wieder her.',
  'There is no such answer. Leave the id out for a new one.':
    'Diese Antwort gibt es nicht. Lassen Sie die Kennung für eine neue weg.',
  'objection on this deal': 'Einwand bei diesem Deal',
  'This is no answer to this objection. Choose another.':
    'Das ist keine Antwort auf diesen Einwand. Wählen Sie eine andere.',
  'Use whole days, from 1 to 3650.': 'Verwenden Sie ganze Tage, von 1 bis 3650.',
  'Only a deal that is lost is lost to somebody. Move it there first.':
    'Nur ein verlorener Deal ist an jemanden verloren. Verschieben Sie ihn zuerst dorthin.',
  'Only an open deal can be split. Re-open it first.':
    'Nur ein offener Deal lässt sich teilen. Eröffnen Sie ihn zuerst wieder.',
  'This deal has no amount to divide. Give it one first.':
    'Dieser Deal hat keinen Betrag zum Teilen. Geben Sie ihm zuerst einen.',
  'The deal is in {0}. Give the part in the same currency.':
    'Der Deal ist in {0}. Geben Sie den Teil in derselben Währung an.',
  'Something must be left of the deal, and something split off.':
    'Vom Deal muss etwas übrig bleiben und etwas abgeteilt werden.',
  'A deal that is won or lost moves on no further. Ask for it in the stages before.':
    'Ein gewonnener oder verlorener Deal geht nicht weiter. Verlangen Sie es in den Phasen davor.',
  'There is no such field that can be filled in': 'Dieses Feld gibt es nicht zum Ausfüllen',
  'The same is asked for twice. Leave one of them out.':
    'Dasselbe wird zweimal verlangt. Lassen Sie eines weg.',
  'There is no such item on a checklist any more.': 'Diesen Punkt gibt es auf keiner Checkliste mehr.',
  '“{0}” is not done yet; “{1}” asks for it.': '„{0}“ ist noch nicht erledigt; „{1}“ verlangt es.',
  'This is still missing; “{0}” asks for it.': 'Das fehlt noch; „{0}“ verlangt es.',
  'Not ready to move on': 'Noch nicht so weit',
  'Before it moves on, this is still missing: {0}.': 'Bevor er weitergeht, fehlt noch: {0}.',
  'The company has no such part in buying. Choose another.':
    'Diese Rolle beim Kauf gibt es in der Firma nicht. Wählen Sie eine andere.',
  'Only a quote that is with the customer can be withdrawn.':
    'Nur ein Angebot, das beim Kunden liegt, lässt sich zurückziehen.',
  'This quote was withdrawn. Ask for a new one.':
    'Dieses Angebot wurde zurückgezogen. Bitten Sie um ein neues.',
}
