import { days } from './days-de.ts'
import { deals } from './deals-de.ts'
import { forecast } from './forecast-de.ts'
import { leads } from './leads-de.ts'
import { orders } from './orders-de.ts'
import { mail } from './mail-de.ts'
import { quotes } from './quotes-de.ts'
import { reports } from './reports-de.ts'

export const de: Readonly<Record<string, string>> = {
  ...days,
  ...deals,
  ...leads,
  ...orders,
  ...mail,
  ...quotes,
  ...reports,
  ...forecast,
  // What a request is answered with
  'Invalid values': 'Ungültige Werte',
  'Some values do not fit. Mend the fields named and send it again.':
    'Einige Werte passen nicht. Korrigieren Sie die genannten Felder und senden Sie es noch einmal.',
  'Not found': 'Nicht gefunden',
  'There is no such {0}, or it is not for you to see.':
    'Das gibt es nicht, oder Sie dürfen es nicht sehen: {0}.',
  'There is no {0} {1}.': '{0} {1} gibt es nicht.',
  'Not allowed': 'Nicht erlaubt',
  'Sign in first': 'Melden Sie sich zuerst an',
  'Send a session cookie or “Authorization: Bearer KEY”.':
    'Senden Sie ein Sitzungs-Cookie oder „Authorization: Bearer KEY“.',
  Conflict: 'Konflikt',
  'Changed meanwhile': 'Inzwischen geändert',
  'Somebody changed this record after you read it. Compare, and save again.':
    'Jemand hat diesen Datensatz geändert, nachdem Sie ihn gelesen haben. Vergleichen Sie, und speichern Sie noch einmal.',
  'The server cannot be reached': 'Der Server ist nicht erreichbar',
  'The database cannot be reached': 'Die Datenbank ist nicht erreichbar',
  'Nothing was changed. Try again in a few seconds.':
    'Es wurde nichts geändert. Versuchen Sie es in einigen Sekunden noch einmal.',
  'Too many requests': 'Zu viele Anfragen',
  'Wait {0} seconds and try again.': 'Warten Sie {0} Sekunden und versuchen Sie es noch einmal.',
  'Not understood': 'Nicht verstanden',
  'Too large': 'Zu groß',
  'This is more than one request may carry. Send it in parts.':
    'Das ist mehr, als eine Anfrage enthalten darf. Senden Sie es in Teilen.',
  'Two changes met': 'Zwei Änderungen trafen aufeinander',
  'Nothing was changed. Try again.': 'Es wurde nichts geändert. Versuchen Sie es noch einmal.',
  'A value is too large, or not of the kind that is asked for.':
    'Ein Wert ist zu groß oder nicht von der verlangten Art.',
  'Something failed here': 'Hier ist etwas fehlgeschlagen',
  'It has been logged. Try again; if it fails again, tell an administrator.':
    'Es wurde protokolliert. Versuchen Sie es noch einmal; schlägt es wieder fehl, sagen Sie es einem Administrator.',
  'Not set up': 'Nicht eingerichtet',
  'Open the address in a browser and create the owner’s account first.':
    'Öffnen Sie die Adresse in einem Browser und legen Sie zuerst das Konto des Inhabers an.',
  'This is nested too deeply': 'Das ist zu tief verschachtelt',
  'This is not valid JSON': 'Das ist kein gültiges JSON',
  'Use a key of 1 to 255 characters': 'Verwenden Sie einen Schlüssel von 1 bis 255 Zeichen',
  'This key was used with another request. Use a new one.':
    'Dieser Schlüssel wurde mit einer anderen Anfrage verwendet. Verwenden Sie einen neuen.',
  'There is no such field': 'Dieses Feld gibt es nicht',
  'This request came from another site and was not carried out.':
    'Diese Anfrage kam von einer anderen Website und wurde nicht ausgeführt.',

  // Who may
  'Only an owner or an administrator may do this. Ask one of them.':
    'Das dürfen nur Inhaber und Administratoren. Fragen Sie einen von ihnen.',
  'Only an owner who has signed in may do this. Ask the owner.':
    'Das darf nur ein angemeldeter Inhaber. Fragen Sie den Inhaber.',
  'Your role may not {0} {1}. Ask an administrator.':
    'Ihre Rolle darf das nicht: {1} {0}. Fragen Sie einen Administrator.',
  'Your role may not {0}. Ask an administrator.':
    'Ihre Rolle darf das nicht: {0}. Fragen Sie einen Administrator.',
  'Your role may not {0} this {1}. Ask its owner or an administrator.':
    'Ihre Rolle darf das hier nicht: {1} {0}. Fragen Sie den Zuständigen oder einen Administrator.',
  'Your role may not {0} this of {1}. Ask an administrator.':
    'Ihre Rolle darf dies nicht {0}: {1}. Fragen Sie einen Administrator.',
  'Your role may only read this field': 'Ihre Rolle darf dieses Feld nur lesen',
  'Your role hides a field that this figure tells of. Ask an administrator.':
    'Ihre Rolle verbirgt ein Feld, von dem diese Zahl erzählt. Fragen Sie einen Administrator.',
  'Your role may not import {0}. Ask an administrator.':
    'Ihre Rolle darf nicht importieren: {0}. Fragen Sie einen Administrator.',
  'Your role may not undo an import of {0}. Ask an administrator.':
    'Ihre Rolle darf einen Import hiervon nicht rückgängig machen: {0}. Fragen Sie einen Administrator.',
  'Your role may not add files to anything. Ask an administrator.':
    'Ihre Rolle darf nirgends Dateien hinzufügen. Fragen Sie einen Administrator.',
  'Your role asks for a second factor. An administrator can reset it.':
    'Ihre Rolle verlangt einen zweiten Faktor. Ein Administrator kann ihn zurücksetzen.',
  'Your role asks for a second factor. Set it up in your account first.':
    'Ihre Rolle verlangt einen zweiten Faktor. Richten Sie ihn zuerst in Ihrem Konto ein.',
  'Agents need an API key: “Authorization: Bearer KEY”.':
    'Agenten brauchen einen API-Schlüssel: „Authorization: Bearer KEY“.',
  'Only programs on the server’s own machine may read this. Set METRICS_TOKEN to let others.':
    'Das dürfen nur Programme auf dem Rechner des Servers lesen. Setzen Sie METRICS_TOKEN, um andere zuzulassen.',
  'Send “Authorization: Bearer” with what METRICS_TOKEN says.':
    'Senden Sie „Authorization: Bearer“ mit dem Wert von METRICS_TOKEN.',

  // What values look like
  'Use the id of a record': 'Verwenden Sie die Id eines Datensatzes',
  'Use the id of an import': 'Verwenden Sie die Id eines Imports',
  'Use the id of a pair': 'Verwenden Sie die Id eines Paares',
  'Use the id of a company': 'Verwenden Sie die Id einer Firma',
  'Use the id of an entry': 'Verwenden Sie die Id eines Eintrags',
  'Use the id of a team member': 'Verwenden Sie die Id eines Teammitglieds',
  'Use the id of a team member, or “me”': 'Verwenden Sie die Id eines Teammitglieds oder „me“',
  'Use the id of a merge': 'Verwenden Sie die Id einer Zusammenführung',
  'Use the id of a key': 'Verwenden Sie die Id eines Schlüssels',
  'Use the id of a job': 'Verwenden Sie die Id eines Auftrags',
  'Use the id of a session': 'Verwenden Sie die Id einer Sitzung',
  'Use an address such as https://example.com/hook':
    'Verwenden Sie eine Adresse wie https://example.com/hook',
  'Use an e-mail address such as ana@example.com': 'Verwenden Sie eine E-Mail-Adresse wie ana@example.com',
  'Use a web address such as https://example.com': 'Verwenden Sie eine Web-Adresse wie https://example.com',
  'Use a web address such as https://login.example.com':
    'Verwenden Sie eine Web-Adresse wie https://login.example.com',
  'Use a domain such as example.com': 'Verwenden Sie eine Domain wie example.com',
  'Use a host name, an address or a network such as 10.0.0.0/8':
    'Verwenden Sie einen Hostnamen, eine Adresse oder ein Netz wie 10.0.0.0/8',
  'Use a time of day such as 02:00': 'Verwenden Sie eine Uhrzeit wie 02:00',
  'Use a day such as 2026-03-31': 'Verwenden Sie einen Tag wie 2026-03-31',
  'Use a moment such as 2026-03-31T09:30:00Z': 'Verwenden Sie einen Zeitpunkt wie 2026-03-31T09:30:00Z',
  'Use a time zone such as Europe/Lisbon': 'Verwenden Sie eine Zeitzone wie Europe/Berlin',
  'Use a three-letter currency code, such as EUR':
    'Verwenden Sie einen Währungscode aus drei Buchstaben wie EUR',
  'Use a two-letter country code, such as BR': 'Verwenden Sie einen Ländercode aus zwei Buchstaben wie DE',
  'Use a decimal number, such as 1200.50': 'Verwenden Sie eine Dezimalzahl wie 1200.50',
  'Use a positive decimal number, such as 0.92': 'Verwenden Sie eine positive Dezimalzahl wie 0.92',
  'Use a short name in lower case, such as maven':
    'Verwenden Sie einen kurzen Namen in Kleinbuchstaben wie maven',
  'Use lower-case letters, digits and underscores': 'Verwenden Sie Kleinbuchstaben, Ziffern und Unterstriche',
  'Use at most 128 characters': 'Verwenden Sie höchstens 128 Zeichen',
  'Use at least {0} characters': 'Verwenden Sie mindestens {0} Zeichen',
  'Use all, TYPE:read or TYPE:write': 'Verwenden Sie all, TYPE:read oder TYPE:write',
  'Use an event type, TYPE.* or *': 'Verwenden Sie einen Ereignistyp, TYPE.* oder *',
  'Use a key such as j, or two such as g d': 'Verwenden Sie eine Taste wie j oder zwei wie g d',
  'Two actions have the same key. Give one of them another.':
    'Zwei Aktionen haben dieselbe Taste. Geben Sie einer davon eine andere.',
  'These are too many keys': 'Das sind zu viele Tasten',
  'Choose at least one day': 'Wählen Sie mindestens einen Tag',
  'Choose at least one event': 'Wählen Sie mindestens ein Ereignis',
  'Choose a field to change': 'Wählen Sie ein Feld, das geändert werden soll',
  'Keep at least one day': 'Behalten Sie mindestens einen Tag',
  'Give it a name': 'Geben Sie einen Namen ein',
  'Name the receiver': 'Benennen Sie den Empfänger',
  'Name the view': 'Benennen Sie die Ansicht',
  'Name the role': 'Benennen Sie die Rolle',
  'Name the company': 'Nennen Sie das Unternehmen',
  'Name the provider': 'Benennen Sie den Anbieter',
  'Name two records': 'Nennen Sie zwei Datensätze',
  'Name what is to be merged': 'Nennen Sie, was zusammengeführt werden soll',
  'Say what to call you': 'Geben Sie Ihren Namen ein',
  'Enter the secret that the provider gave':
    'Geben Sie das Geheimnis ein, das der Anbieter Ihnen gegeben hat',
  'Name exactly one of column, constant, template and copyOf':
    'Nennen Sie genau eines von column, constant, template und copyOf',
  'Give either is or isNot': 'Geben Sie entweder is oder isNot an',
  'A file is here twice': 'Eine Datei ist zweimal angegeben',
  'This text holds a character that cannot be kept':
    'Dieser Text enthält ein Zeichen, das nicht gespeichert werden kann',
  '{0} has {1} decimal places': '{0} hat {1} Dezimalstellen',
  'This amount is too large': 'Dieser Betrag ist zu groß',
  'In {0} this amount is too large': 'In {0} ist dieser Betrag zu groß',
  '{0}: this value is not possible': '{0}: dieser Wert ist nicht möglich',
  '{0}: this number is too large': '{0}: diese Zahl ist zu groß',
  'One of the dates is not possible': 'Eines der Daten ist nicht möglich',
  '{0} is needed': '{0} fehlt',
  'This field is named twice': 'Dieses Feld ist zweimal genannt',

  // Passwords
  'It repeats a few characters. Use a few words that do not belong together.':
    'Es wiederholt wenige Zeichen. Verwenden Sie einige Wörter, die nicht zusammengehören.',
  'It is a row of keys or digits, which is tried first. Use a few words that do not belong together.':
    'Es ist eine Reihe von Tasten oder Ziffern, die zuerst probiert wird. Verwenden Sie einige Wörter, die nicht zusammengehören.',
  'It is your name, your address or the company’s. Use a few words that do not belong together.':
    'Es ist Ihr Name, Ihre Adresse oder die des Unternehmens. Verwenden Sie einige Wörter, die nicht zusammengehören.',
  'It is one of the commonest passwords. Use a few words that do not belong together.':
    'Es ist eines der häufigsten Passwörter. Verwenden Sie einige Wörter, die nicht zusammengehören.',

  // Records
  'Another {0} already has this {1}; it may be in the bin. Open that one, or use another value.':
    'Diesen Wert hat schon ein anderer Datensatz ({0}, {1}); er kann im Papierkorb liegen. Öffnen Sie jenen, oder verwenden Sie einen anderen Wert.',
  'Already taken': 'Schon vergeben',
  'Other records still use this {0}. Move them first.':
    'Andere Datensätze verwenden dies noch ({0}). Verschieben Sie sie zuerst.',
  '{0} still use this {1}. Move them first.':
    'Dies wird noch verwendet ({1}): {0}. Verschieben Sie sie zuerst.',
  '{0}: there is no such record. Choose another.':
    '{0}: diesen Datensatz gibt es nicht. Wählen Sie einen anderen.',
  'This {0} was erased for privacy and stays anonymous. Make a new one instead.':
    'Dieser Datensatz ({0}) wurde aus Datenschutzgründen gelöscht und bleibt anonym. Legen Sie stattdessen einen neuen an.',
  'The {0} with this {1} is in the bin. Restore it first.':
    'Der Datensatz ({0}) mit diesem Wert ({1}) liegt im Papierkorb. Stellen Sie ihn zuerst wieder her.',
  '{0} have no unique field “{1}”': '{0} haben kein eindeutiges Feld „{1}“',
  '{0} is needed to find the record': '{0} wird gebraucht, um den Datensatz zu finden',
  '{0} have no field “{1}”': '{0} haben kein Feld „{1}“',
  '{0} have no {1}': '{0} haben das nicht: {1}',
  '{0} have no relation “{1}”': '{0} haben keine Beziehung „{1}“',
  '{0} have no such field to choose': '{0} haben kein solches Feld zur Wahl',
  '{0} cannot be sorted by “{1}”': '{0} lassen sich nicht nach „{1}“ sortieren',
  '{0} cannot be grouped by “{1}”': '{0} lassen sich nicht nach „{1}“ gruppieren',
  '{0} cannot be broken down by “{1}”': '{0} lässt sich nicht nach „{1}“ aufgliedern',
  '{0} cannot {1} “{2}”': '{0}: „{2}“ ist hier nicht möglich ({1})',
  '“{0}” cannot be compared with “{1}”': '„{0}“ lässt sich nicht mit „{1}“ vergleichen',
  '“{0}” cannot be compared with {1}': '„{0}“ lässt sich nicht mit {1} vergleichen',
  '“{0}” refers to no record': '„{0}“ verweist auf keinen Datensatz',
  '“{0}” is not money': '„{0}“ ist kein Geldbetrag',
  'A filter has at most {0} conditions, nested {1} deep':
    'Ein Filter hat höchstens {0} Bedingungen, {1} Ebenen tief',
  'This period reaches too far': 'Dieser Zeitraum reicht zu weit',
  'This is no cursor of this list. Begin again without “after”.':
    'Das ist kein Cursor dieser Liste. Beginnen Sie noch einmal ohne „after“.',
  'This is no cursor of these records. Begin again without “after”.':
    'Das ist kein Cursor dieser Datensätze. Beginnen Sie noch einmal ohne „after“.',
  'This is no id of an event of this stream. Begin again without it.':
    'Das ist keine Id eines Ereignisses dieses Stroms. Beginnen Sie noch einmal ohne sie.',
  'Say which records the filter is of': 'Sagen Sie, für welche Datensätze der Filter gilt',
  'Send the ETag of the record as you read it, such as "3"':
    'Senden Sie das ETag des Datensatzes, wie Sie ihn gelesen haben, etwa "3"',
  '{0} stay in the bin, because history and figures refer to them.':
    '{0} bleiben im Papierkorb, weil Verlauf und Zahlen sich auf sie beziehen.',
  '“{0}” is in the bin. Restore it first.': '„{0}“ liegt im Papierkorb. Stellen Sie es zuerst wieder her.',
  '“{0}” is not in the bin any more. Nothing was deleted.':
    '„{0}“ liegt nicht mehr im Papierkorb. Es wurde nichts gelöscht.',
  'Somebody else has changed “{0}” since. Open it and decide there.':
    'Jemand anderes hat „{0}“ seither geändert. Öffnen Sie es und entscheiden Sie dort.',
  'It was changed again since': 'Es wurde seither noch einmal geändert',
  'Choose one of the records compared': 'Wählen Sie einen der verglichenen Datensätze',
  'Choose one of the records that are merged': 'Wählen Sie einen der zusammengeführten Datensätze',
  '{0} holds one value. Name the record to take it from.':
    '{0} enthält einen Wert. Nennen Sie den Datensatz, von dem er kommt.',
  'One of these has been merged with another meanwhile. Open it and look again.':
    'Einer davon wurde inzwischen mit einem anderen zusammengeführt. Öffnen Sie ihn und sehen Sie noch einmal nach.',
  'A record is not merged with itself': 'Ein Datensatz wird nicht mit sich selbst zusammengeführt',
  'Merge the two again, if they are one after all.':
    'Führen Sie die beiden wieder zusammen, wenn sie doch derselbe sind.',
  '{0} of “{1}” changed again since. Open it and decide there.':
    '{0} von „{1}“ wurde seither wieder geändert. Öffnen Sie es und entscheiden Sie dort.',
  'This merge has been taken apart already.': 'Diese Zusammenführung wurde schon getrennt.',
  'One of the two is no longer there.': 'Einer der beiden ist nicht mehr da.',
  'This bulk edit is under way. Stop it first, or wait for it.':
    'Diese Massenbearbeitung läuft. Halten Sie sie zuerst an, oder warten Sie.',
  'Whoever asked for this may not change records any more.':
    'Wer das veranlasst hat, darf keine Datensätze mehr ändern.',
  'Nothing of this bulk edit is left to undo.':
    'Von dieser Massenbearbeitung ist nichts mehr rückgängig zu machen.',

  // Files
  'A file here may have {0}. Make it smaller, or link to where it lies.':
    'Eine Datei darf hier {0} haben. Verkleinern Sie sie, oder verlinken Sie, wo sie liegt.',
  'A file here may have {0} bytes.': 'Eine Datei darf hier {0} Byte haben.',
  'The file has {0} bytes.': 'Die Datei hat {0} Byte.',
  'Too many of your files wait for a record. Save the records that they are for, or try again tomorrow.':
    'Zu viele Ihrer Dateien warten auf einen Datensatz. Speichern Sie die Datensätze, für die sie bestimmt sind, oder versuchen Sie es morgen noch einmal.',
  'There is no such field of files, or your role may not fill it':
    'Ein solches Feld für Dateien gibt es nicht, oder Ihre Rolle darf es nicht ausfüllen',
  'Send the file itself, as application/octet-stream':
    'Senden Sie die Datei selbst, als application/octet-stream',
  'No such part': 'Diesen Teil gibt es nicht',
  'The file store is missing': 'Der Dateispeicher fehlt',
  'This file lies in an object store that is not configured any more. Set S3_ENDPOINT and what belongs to it again.':
    'Diese Datei liegt in einem Objektspeicher, der nicht mehr konfiguriert ist. Setzen Sie S3_ENDPOINT und was dazugehört wieder.',
  'The file is empty': 'Die Datei ist leer',
  'A file may have {0} GB. Split it.': 'Eine Datei darf {0} GB haben. Teilen Sie sie.',

  // Imports
  'No file given is called {0}': 'Keine der Dateien heißt {0}',
  'The mapping says nothing of {0}': 'Die Zuordnung sagt nichts über {0}',
  'This import is {0}. {1}': 'Dieser Import ist {0}. {1}',
  'This import has begun. Make a new one to change what it does.':
    'Dieser Import hat begonnen. Legen Sie einen neuen an, um zu ändern, was er tut.',
  'This import has begun, so it stays on record. Undo it, if it is to be as before.':
    'Dieser Import hat begonnen und bleibt deshalb verzeichnet. Machen Sie ihn rückgängig, wenn es wie zuvor sein soll.',
  'This import is {0}; only one that has ended and has written something is undone.':
    'Dieser Import ist {0}; rückgängig gemacht wird nur einer, der beendet ist und etwas geschrieben hat.',
  'This import is done. Start a new one to import again.':
    'Dieser Import ist fertig. Beginnen Sie einen neuen, um noch einmal zu importieren.',
  'is a {0} in the bin: restore it first': 'liegt im Papierkorb ({0}): stellen Sie es zuerst wieder her',
  'It was changed since': 'Es wurde seither geändert',
  'It is used by {0} that stay': 'Es wird von {0} verwendet, die bleiben',
  'It is in the bin': 'Es liegt im Papierkorb',

  // Own fields
  'Two records already have the same {0}: “{1}”. Change one of them first.':
    'Zwei Datensätze haben schon denselben Wert ({0}): „{1}“. Ändern Sie zuerst einen davon.',
  '“{0}” is there twice': '„{0}“ gibt es zweimal',
  'Two options are called “{0}”': 'Zwei Optionen heißen „{0}“',
  'Two options have the same value': 'Zwei Optionen haben denselben Wert',
  '{0} have a field called “{1}” already. Use another name.':
    '{0} haben schon ein Feld „{1}“. Verwenden Sie einen anderen Namen.',
  '{0} have {1} own fields; retire one first': '{0} haben {1} eigene Felder; legen Sie zuerst eines still',
  'No record type “{0}” takes fields of your own': 'Kein Datensatztyp „{0}“ nimmt eigene Felder auf',
  'Say which records it refers to': 'Sagen Sie, auf welche Datensätze es verweist',

  // Formulas and groups
  'At most {0} fields are added up at once': 'Höchstens {0} Felder werden auf einmal summiert',
  'Part of this address is longer than anything here is called.':
    'Ein Teil dieser Adresse ist länger als alles, was hier einen Namen hat.',
  'The table is being written to without a pause, as by an import. Try again in a minute.':
    'In die Tabelle wird pausenlos geschrieben, etwa durch einen Import. Versuchen Sie es in einer Minute noch einmal.',
  'record type with fields of your own': 'Datensatztyp mit eigenen Feldern',
  'Formulas use “{0}”: {1}. Change or retire them first.':
    'Formeln verwenden „{0}“: {1}. Ändern Sie sie zuerst, oder legen Sie sie still.',
  '{0} would no longer make sense: {1}': '{0} ergäbe keinen Sinn mehr: {1}',

  // Customers
  'It cannot have ended before it began': 'Es kann nicht geendet haben, bevor es begann',
  'This employment has ended. Remove its end first.':
    'Diese Beschäftigung ist beendet. Entfernen Sie zuerst ihr Ende.',
  'This one stands on the record itself. Change it there, or make another the first.':
    'Diese steht im Datensatz selbst. Ändern Sie sie dort, oder machen Sie eine andere zur ersten.',
  'A {0} is known by {1}': 'Hierfür ({0}) wird verwendet: {1}',
  'It cannot be entered on a day to come': 'Es kann nicht an einem künftigen Tag erreicht worden sein',
  'This person has been erased already.': 'Diese Person wurde schon endgültig gelöscht.',
  'Type the name as it stands on the page: {0}': 'Geben Sie den Namen ein, wie er auf der Seite steht: {0}',
  'An import is running. Wait for it or cancel it, then erase the person.':
    'Ein Import läuft. Warten Sie oder brechen Sie ihn ab, und löschen Sie dann die Person.',

  // Deals
  'There is no such stage. Choose another.': 'Diese Phase gibt es nicht. Wählen Sie eine andere.',
  'This stage belongs to another pipeline. Choose one of the deal’s.':
    'Diese Phase gehört zu einer anderen Pipeline. Wählen Sie eine von der des Deals.',
  'This pipeline has no open stage yet. Make one first.':
    'Diese Pipeline hat noch keine offene Phase. Legen Sie zuerst eine an.',
  'It cannot have closed before it was opened, on {0}. Correct one of the two.':
    'Er kann nicht abgeschlossen worden sein, bevor er am {0} eröffnet wurde. Korrigieren Sie eines von beiden.',
  'It cannot close on a day to come. Use the expected close instead.':
    'Er kann nicht an einem künftigen Tag abgeschlossen werden. Verwenden Sie stattdessen den erwarteten Abschluss.',
  'Only a won or lost deal has a closing day. Move it to such a stage.':
    'Nur ein gewonnener oder verlorener Deal hat einen Abschlusstag. Verschieben Sie ihn in eine solche Phase.',
  'Only what is won is closed. Choose another.':
    'Nur Gewonnenes ist abgeschlossen. Wählen Sie etwas anderes.',
  'Deals are in this stage. Move them first, then change its kind.':
    'In dieser Phase sind Deals. Verschieben Sie sie zuerst, und ändern Sie dann die Art.',
  'Deals are in this stage. Move them first, then move it.':
    'In dieser Phase sind Deals. Verschieben Sie zuerst die Deals, dann die Phase.',

  // Metrics
  'A group is one of a dimension. Say which with “by”.':
    'Eine Gruppe gehört zu einer Dimension. Sagen Sie mit „by“, zu welcher.',
  'This period has {0} {1}s; a series has at most {2} points. Use a larger grain.':
    'Dieser Zeitraum hat {0} Einheiten ({1}); eine Reihe hat höchstens {2} Punkte. Verwenden Sie eine gröbere Einteilung.',
  'The period ends before it begins. “to” is the first day that no longer counts.':
    'Der Zeitraum endet, bevor er beginnt. „to“ ist der erste Tag, der nicht mehr zählt.',
  'This figure is known as of now only. Ask without “asOf”.':
    'Diese Zahl ist nur für jetzt bekannt. Fragen Sie ohne „asOf“.',

  // The team
  'Choose an active member who is not leaving': 'Wählen Sie ein aktives Mitglied, das nicht geht',
  'This team has no active member who is not leaving': 'Dieses Team hat kein aktives Mitglied, das bleibt',
  'Records of this type are not handed over': 'Datensätze dieses Typs werden nicht übergeben',
  'This has been taken back already.': 'Das wurde schon zurückgenommen.',
  'Somebody signs in with this e-mail already.': 'Mit dieser E-Mail-Adresse meldet sich schon jemand an.',
  'Already a member': 'Schon Mitglied',
  'There is no such role': 'Diese Rolle gibt es nicht',
  'There is no such team': 'Dieses Team gibt es nicht',
  'There is no such record type': 'Diesen Datensatztyp gibt es nicht',
  'Only an owner makes an owner.': 'Nur ein Inhaber macht jemanden zum Inhaber.',
  'An owner is invited by name: a link alone may go anywhere.':
    'Ein Inhaber wird namentlich eingeladen: ein Link allein kann überallhin gelangen.',
  'This e-mail has been invited already. Send that invitation again, or revoke it.':
    'Diese E-Mail-Adresse wurde schon eingeladen. Senden Sie die Einladung noch einmal, oder widerrufen Sie sie.',
  'Invited already': 'Schon eingeladen',
  'Enter the e-mail to sign in with': 'Geben Sie die E-Mail-Adresse zum Anmelden ein',
  'A member has this e-mail already. Ask for an invitation to that address.':
    'Ein Mitglied hat diese E-Mail-Adresse schon. Bitten Sie um eine Einladung an diese Adresse.',
  'Only an owner changes the account of an owner.': 'Nur ein Inhaber ändert das Konto eines Inhabers.',
  'Only an owner or administrator changes the account of an administrator.':
    'Nur Inhaber und Administratoren ändern das Konto eines Administrators.',
  'Only an owner or administrator hands out this role.':
    'Nur Inhaber und Administratoren vergeben diese Rolle.',
  'The company needs an owner. Make somebody else one first.':
    'Das Unternehmen braucht einen Inhaber. Machen Sie zuerst jemand anderen dazu.',
  'This company has been set up already. Sign in instead.':
    'Dieses Unternehmen ist schon eingerichtet. Melden Sie sich stattdessen an.',
  'Set the company up first.': 'Richten Sie zuerst das Unternehmen ein.',
  'Closed deals, orders or payments are counted in the present currency, so it stays.':
    'Abgeschlossene Deals, Aufträge oder Zahlungen zählen in der jetzigen Währung; deshalb bleibt sie.',
  '{0} is allowed already.': '{0} ist schon erlaubt.',
  'Another role has this name.': 'Eine andere Rolle heißt schon so.',
  'This role came along. Copy it, and change the copy.':
    'Diese Rolle ist mitgeliefert. Kopieren Sie sie, und ändern Sie die Kopie.',
  'This role came along and stays.': 'Diese Rolle ist mitgeliefert und bleibt.',
  'Members still have this role. Give them another one first.':
    'Mitglieder haben diese Rolle noch. Geben Sie ihnen zuerst eine andere.',
  '{0} is what a record is called, so it cannot be hidden':
    'Nach {0} heißt ein Datensatz; es kann nicht verborgen werden',
  '{0} decides who sees a record and where, so it cannot be hidden':
    '{0} entscheidet, wer einen Datensatz wo sieht, und kann nicht verborgen werden',
  'Who creates {0} has to give {1}': 'Wer dies anlegt ({0}), muss {1} angeben',
  'Only who runs the company’s settings changes {0}':
    'Dies ändert nur, wer die Einstellungen des Unternehmens verwaltet: {0}',
  'This member has set no second factor up.': 'Dieses Mitglied hat keinen zweiten Faktor eingerichtet.',
  'Sessions belong to team members; a key has none.':
    'Sitzungen gehören Teammitgliedern; ein Schlüssel hat keine.',
  'A key has no settings of its own. Sign in as a member.':
    'Ein Schlüssel hat keine eigenen Einstellungen. Melden Sie sich als Mitglied an.',
  'Views belong to team members; a key has none.':
    'Ansichten gehören Teammitgliedern; ein Schlüssel hat keine.',
  'Only its owner renames or shares this view. Save it as a view of yours.':
    'Nur der Besitzer benennt diese Ansicht um oder gibt sie frei. Speichern Sie sie als eigene Ansicht.',
  'Give the team member an e-mail address first.': 'Geben Sie dem Teammitglied zuerst eine E-Mail-Adresse.',
  'Needed to sign in': 'Zum Anmelden nötig',
  'The provider cannot be asked: {0}': 'Der Anbieter lässt sich nicht fragen: {0}',
  'There is no OpenID provider at this address ({0}). Use the issuer as the provider writes it.':
    'Unter dieser Adresse ({0}) ist kein OpenID-Anbieter. Verwenden Sie den Aussteller, wie der Anbieter ihn schreibt.',
  'The receiver answered {0}': 'Der Empfänger antwortete {0}',
  'A backup is being made. Wait for it.': 'Eine Datensicherung läuft. Warten Sie, bis sie fertig ist.',
  'The file is not here any more. It was {0} in the backup folder of the worker.':
    'Die Datei ist nicht mehr hier. Sie hieß {0} und lag im Sicherungsordner des Workers.',

  // What is not there
  record: 'Datensatz',
  backup: 'Datensicherung',
  person: 'Person',
  company: 'Firma',
  deal: 'Deal',
  task: 'Aufgabe',
  note: 'Notiz',
  call: 'Anruf',
  meeting: 'Termin',
  product: 'Produkt',
  pipeline: 'Pipeline',
  stage: 'Phase',
  team: 'Team',
  metric: 'Kennzahl',
  'event of yours': 'Ihr Ereignis',
  merge: 'Zusammenführung',
  employment: 'Beschäftigung',
  'address or number': 'Adresse oder Nummer',
  entry: 'Eintrag',
  webhook: 'Webhook',
  delivery: 'Zustellung',
  'bulk edit': 'Massenbearbeitung',
  'file of yours that waits for a record': 'Ihre Datei, die auf einen Datensatz wartet',
  file: 'Datei',
  thumbnail: 'Vorschaubild',
  import: 'Import',
  mapping: 'Zuordnung',
  pass: 'Durchgang',
  field: 'Feld',
  rate: 'Kurs',
  'handing over': 'Übergabe',
  'team member': 'Teammitglied',
  'open invitation': 'offene Einladung',
  'invitation: its link has been used, revoked or is too old. Ask for another one':
    'Einladung; der Link wurde benutzt, widerrufen oder ist zu alt. Bitten Sie um einen neuen',
  key: 'Schlüssel',
  job: 'Auftrag',
  address: 'Adresse',
  role: 'Rolle',
  session: 'Sitzung',
  subscription: 'Abonnement',
  provider: 'Anbieter',
  view: 'Ansicht',
  'view of yours': 'Ihre Ansicht',
  pair: 'Paar',

  // What a role may do, and with what
  see: 'sehen',
  create: 'anlegen',
  edit: 'ändern',
  delete: 'löschen',
  export: 'exportieren',
  people: 'Personen',
  companies: 'Firmen',
  deals: 'Deals',
  tasks: 'Aufgaben',
  notes: 'Notizen',
  calls: 'Anrufe',
  meetings: 'Termine',
  products: 'Produkte',
  pipelines: 'Pipelines',
  stages: 'Phasen',
  users: 'Teammitglieder',
  teams: 'Teams',
}
