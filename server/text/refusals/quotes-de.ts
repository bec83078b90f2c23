/** What quotes, prices and taxes refuse with. */
export const quotes = {
  'There is no such deal. Choose another.': 'Diesen Deal gibt es nicht. Wählen Sie einen anderen.',
  'There is no such product. Choose another.': 'Dieses Produkt gibt es nicht. Wählen Sie ein anderes.',
  'There is no such tax class. Choose another.': 'Diese Steuerklasse gibt es nicht. Wählen Sie eine andere.',
  'A quote stays with its deal. Make one for the other deal.':
    'Ein Angebot bleibt bei seinem Deal. Legen Sie für den anderen Deal eines an.',
  'A quote stays in its currency. Make another one.':
    'Ein Angebot bleibt in seiner Währung. Legen Sie ein anderes an.',
  'A quote that was sent stays, so that no number is missing. It ends when its deal does.':
    'Ein gesendetes Angebot bleibt, damit keine Nummer fehlt. Es endet mit seinem Deal.',
  'This quote has been accepted already.': 'Dieses Angebot ist schon angenommen.',
  'This quote has been declined. Ask for a new one.':
    'Dieses Angebot wurde abgelehnt. Bitten Sie um ein neues.',
  'Another quote has taken the place of this one. Ask for its link.':
    'Ein anderes Angebot ist an die Stelle von diesem getreten. Bitten Sie um dessen Link.',
  'This quote has expired. Ask for a new one.': 'Dieses Angebot ist abgelaufen. Bitten Sie um ein neues.',
  'This quote is in the bin. Restore it first.':
    'Dieses Angebot ist im Papierkorb. Stellen Sie es zuerst wieder her.',
  'This quote has no draft. Begin its next version first.':
    'Dieses Angebot hat keinen Entwurf. Beginnen Sie zuerst seine nächste Version.',
  'This has more decimal places than {0}': 'Das hat mehr Nachkommastellen als {0}',
  'In all this amount is too large': 'Insgesamt ist dieser Betrag zu groß',
  'An accepted quote stays as it is. Make another one for the deal.':
    'Ein angenommenes Angebot bleibt, wie es ist. Legen Sie für den Deal ein weiteres an.',
  'The next version has been begun already.': 'Die nächste Version ist schon begonnen.',
  'This is all there is of the quote. Delete the quote instead.':
    'Mehr gibt es von dem Angebot nicht. Löschen Sie stattdessen das Angebot.',
  'There is nothing on it yet. Add a line first.':
    'Es steht noch nichts darauf. Fügen Sie zuerst eine Position hinzu.',
  'Say until when it is valid.': 'Sagen Sie, bis wann es gilt.',
  'This day is past. Choose a later one.': 'Dieser Tag ist vorbei. Wählen Sie einen späteren.',
  'This quote is beyond the company’s limits. Ask for approval first.':
    'Dieses Angebot überschreitet die Grenzen der Firma. Fragen Sie zuerst die Freigabe an.',
  'Only a quote that was sent has a link. Send it first.':
    'Nur ein gesendetes Angebot hat einen Link. Senden Sie es zuerst.',
  'This quote is within the limits. Send it.': 'Dieses Angebot liegt in den Grenzen. Senden Sie es.',
  'This quote is approved already. Send it.': 'Dieses Angebot ist schon freigegeben. Senden Sie es.',
  'Approval has been asked for already.': 'Die Freigabe ist schon angefragt.',
  'This member does not approve quotes. Ask a manager.':
    'Dieses Mitglied gibt keine Angebote frei. Fragen Sie eine Führungskraft.',
  'Nobody here approves quotes. Ask an administrator to make somebody a manager.':
    'Niemand gibt hier Angebote frei. Bitten Sie die Administration, jemanden zur Führungskraft zu machen.',
  'Nobody has asked for approval of this version.': 'Für diese Version hat niemand eine Freigabe angefragt.',
  'A manager decides this, and nobody their own request.':
    'Das entscheidet eine Führungskraft, und niemand die eigene Anfrage.',
  'Say why not': 'Sagen Sie, warum nicht',
  'A newer version of this quote was sent meanwhile. Open the link again and read that.':
    'Inzwischen wurde eine neuere Version dieses Angebots gesendet. Öffnen Sie den Link erneut und lesen Sie diese.',
  'This product is no bundle. Say first how it is priced as one.':
    'Dieses Produkt ist kein Paket. Sagen Sie zuerst, wie sein Preis gebildet wird.',
  'A bundle is not part of another. Take the products that it is made of.':
    'Ein Paket ist nicht Teil eines anderen. Nehmen Sie die Produkte, aus denen es besteht.',
  'A product is here twice. Add up how many there are.':
    'Ein Produkt steht hier zweimal. Zählen Sie zusammen, wie viele es sind.',
  'Use a quantity above zero, such as 2 or 1.5': 'Geben Sie eine Menge über null an, etwa 2 oder 1.5',
  'Use an amount such as 1200.50': 'Geben Sie einen Betrag wie 1200.50 an',
  'Say what it is': 'Sagen Sie, was es ist',
  'A quote has up to 300 lines': 'Ein Angebot hat bis zu 300 Positionen',
  'Say why it should be approved': 'Sagen Sie, warum es freigegeben werden soll',
  'Send the hash of what was read': 'Senden Sie den Hash dessen, was gelesen wurde',
  'Say who is asking': 'Sagen Sie, wer fragt',
  'Write your question': 'Schreiben Sie Ihre Frage',
  'Enter your full name': 'Geben Sie Ihren vollen Namen ein',
  'Type your name to sign': 'Tippen Sie zum Unterschreiben Ihren Namen ein',
  'Say in a few words why': 'Sagen Sie in wenigen Worten, warum',
  quote: 'Angebot',
  quotes: 'Angebote',
  'tax class': 'Steuerklasse',
  'tax classes': 'Steuerklassen',
  'price list': 'Preisliste',
  'price lists': 'Preislisten',
  price: 'Preis',
  prices: 'Preise',
  'quote: its link is not complete, or it was withdrawn':
    'Angebot: Sein Link ist unvollständig, oder es wurde zurückgezogen',
  'version: it was not sent, or there is none of this number':
    'Version: sie wurde nicht verschickt, oder es gibt keine mit dieser Nummer',
}
