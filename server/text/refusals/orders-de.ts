/** What orders, invoices, payments and contracts refuse with. */
export const orders = {
  'Name a line': 'Nennen Sie eine Position',
  'An order has up to 300 lines': 'Ein Auftrag hat bis zu 300 Positionen',
  'Give an amount or lines, not both': 'Geben Sie einen Betrag oder Positionen an, nicht beides',
  'Use a short name in lower case, such as shop':
    'Verwenden Sie einen kurzen Namen in Kleinbuchstaben, etwa shop',
  'Use a short name in lower case, such as bank':
    'Verwenden Sie einen kurzen Namen in Kleinbuchstaben, etwa bank',
  'Name at least one line': 'Nennen Sie mindestens eine Position',
  'This order is in the bin. Restore it first.':
    'Dieser Auftrag ist im Papierkorb. Stellen Sie ihn zuerst wieder her.',
  'This is a sale of others. They deliver and invoice it themselves.':
    'Das ist ein Verkauf anderer. Sie liefern und berechnen ihn selbst.',
  'This order is a draft. Confirm it first.': 'Dieser Auftrag ist ein Entwurf. Bestätigen Sie ihn zuerst.',
  'This order was cancelled.': 'Dieser Auftrag wurde storniert.',
  'Choose today, or a day that was.': 'Wählen Sie heute oder einen vergangenen Tag.',
  'That is before it was ordered. Choose a later day.':
    'Das ist vor der Bestellung. Wählen Sie einen späteren Tag.',
  'This order was confirmed already.': 'Dieser Auftrag wurde schon bestätigt.',
  'Not enough in stock: {0}. Take in stock, or change the order.':
    'Nicht genug auf Lager: {0}. Füllen Sie das Lager auf, oder ändern Sie den Auftrag.',
  'Name each line of the order once.': 'Nennen Sie jede Position des Auftrags einmal.',
  'Of {0} only {1} are left.': 'Von {0} sind nur {1} übrig.',
  'All of this order has been delivered.': 'Dieser Auftrag wurde ganz geliefert.',
  'An order stays in its currency. Make another one.':
    'Ein Auftrag bleibt in seiner Währung. Legen Sie einen anderen an.',
  'Who sold it stays as it is. Make another order.':
    'Wer ihn verkauft hat, bleibt. Legen Sie einen anderen Auftrag an.',
  'Nothing is ordered on a day to come.': 'An einem kommenden Tag wird nichts bestellt.',
  'A confirmed order has the day on which it was ordered.':
    'Ein bestätigter Auftrag hat den Tag, an dem bestellt wurde.',
  'A confirmed order stays, so that no number is missing. Cancel it instead.':
    'Ein bestätigter Auftrag bleibt, damit keine Nummer fehlt. Stornieren Sie ihn stattdessen.',
  'This contract is in the bin. Restore it first.':
    'Dieser Vertrag ist im Papierkorb. Stellen Sie ihn zuerst wieder her.',
  'This contract was cancelled or has ended.': 'Dieser Vertrag wurde gekündigt oder ist beendet.',
  'That is before it started. Choose a later day.':
    'Das ist vor seinem Beginn. Wählen Sie einen späteren Tag.',
  'A later change is known already. Choose a day after that.':
    'Eine spätere Änderung ist schon bekannt. Wählen Sie einen Tag danach.',
  'Numbers go by the day: the last was given on {0}. Choose that day, or a later one.':
    'Nummern folgen dem Tag: Die letzte wurde am {0} vergeben. Wählen Sie diesen Tag oder einen späteren.',
  'It cannot be due before it is issued.': 'Sie kann nicht fällig sein, bevor sie ausgestellt ist.',
  'Nothing was delivered that is not invoiced yet.':
    'Es wurde nichts geliefert, das nicht schon berechnet ist.',
  'All of this order was invoiced.': 'Dieser Auftrag wurde ganz berechnet.',
  'An invoice is issued from its order. Open the order, and invoice it there.':
    'Eine Rechnung wird aus ihrem Auftrag ausgestellt. Öffnen Sie den Auftrag, und berechnen Sie ihn dort.',
  'What was issued stays, so that no number is missing. Refund the order to credit it.':
    'Was ausgestellt ist, bleibt, damit keine Nummer fehlt. Erstatten Sie den Auftrag, um es gutzuschreiben.',
  'A confirmed order stays as it was ordered. Cancel it, or make another one.':
    'Ein bestätigter Auftrag bleibt, wie er bestellt wurde. Stornieren Sie ihn, oder legen Sie einen anderen an.',
  'There is no such order. Choose another.': 'Diesen Auftrag gibt es nicht. Wählen Sie einen anderen.',
  'A line stays with its order. Make another one.':
    'Eine Position bleibt bei ihrem Auftrag. Legen Sie eine andere an.',
  'Only what others sell has a seller. Say so on the order.':
    'Nur was andere verkaufen, hat einen Verkäufer. Geben Sie das beim Auftrag an.',
  'Use a quantity above zero, with up to three decimals.':
    'Verwenden Sie eine Menge über null mit bis zu drei Nachkommastellen.',
  'This order is in {0}. Give the amount in that currency.':
    'Dieser Auftrag ist in {0}. Geben Sie den Betrag in dieser Währung an.',
  'Use an amount of zero or more.': 'Verwenden Sie einen Betrag von null oder mehr.',
  'Enter what was paid.': 'Geben Sie ein, was bezahlt wurde.',
  'Nothing is paid on a day to come.': 'An einem kommenden Tag wird nichts bezahlt.',
  'There is no such invoice. Choose another.': 'Diese Rechnung gibt es nicht. Wählen Sie eine andere.',
  'Only a confirmed order of ours is paid for. Confirm it first.':
    'Bezahlt wird nur ein bestätigter Auftrag von uns. Bestätigen Sie ihn zuerst.',
  'This order is in {0}. Enter what arrived in that currency.':
    'Dieser Auftrag ist in {0}. Geben Sie ein, was in dieser Währung eingegangen ist.',
  'All of this order was delivered, so nothing is left to cancel. Refund it instead.':
    'Dieser Auftrag wurde ganz geliefert, es gibt nichts zu stornieren. Erstatten Sie ihn stattdessen.',
  'All of this order was cancelled or refunded.': 'Dieser Auftrag wurde ganz storniert oder erstattet.',
  'Use an amount above zero.': 'Verwenden Sie einen Betrag über null.',
  'No more than {0} {1} is left to refund.': 'Zu erstatten sind höchstens noch {0} {1}.',
  'Nothing of these lines is left to refund.': 'Von diesen Positionen ist nichts mehr zu erstatten.',
  'The lines of our own orders are written with the order. Open it and change them there.':
    'Die Positionen unserer eigenen Aufträge werden mit dem Auftrag geschrieben. Öffnen Sie ihn, und ändern Sie sie dort.',
  'An order gets its number when it is confirmed.':
    'Ein Auftrag bekommt seine Nummer, wenn er bestätigt wird.',
  'Deliver the order: whole, or in part.': 'Liefern Sie den Auftrag: ganz oder teilweise.',
  'Cancel the order, and say why.': 'Stornieren Sie den Auftrag, und geben Sie den Grund an.',
  'Change the price from a day on, so that what it was before stays known.':
    'Ändern Sie den Preis ab einem Tag, damit bekannt bleibt, was vorher galt.',
  'A contract starts when it started. Make another one.':
    'Ein Vertrag beginnt, wann er begonnen hat. Legen Sie einen anderen an.',
}
