/** What mailboxes, emails and templates refuse with. */
export const mail = {
  'Choose a day before {0}, from the last ten years':
    'Wählen Sie einen Tag vor dem {0}, aus den letzten zehn Jahren',
  'Use the id of an email': 'Verwenden Sie die Id einer E-Mail',
  'Say what it is about': 'Sagen Sie, worum es geht',
  'Write something': 'Schreiben Sie etwas',
  'Say to whom it goes': 'Sagen Sie, an wen es geht',
  'Name the template': 'Geben Sie der Vorlage einen Namen',
  'Use the name of the server, such as imap.example.com':
    'Verwenden Sie den Namen des Servers, etwa imap.example.com',
  'Use a port such as 993': 'Verwenden Sie einen Port wie 993',
  'Say of which': 'Sagen Sie, wovon',
  'Say how you are called in what you send': 'Sagen Sie, wie Sie in Ihren E-Mails heißen',
  'A mailbox is a member’s own. Sign in to connect yours.':
    'Ein Postfach gehört einem Mitglied. Melden Sie sich an, um Ihres zu verbinden.',
  'Choose a day from the last ten years': 'Wählen Sie einen Tag aus den letzten zehn Jahren',
  'Enter the password': 'Geben Sie das Passwort ein',
  'Another member has connected this mailbox.': 'Ein anderes Mitglied hat dieses Postfach verbunden.',
  'Already connected': 'Schon verbunden',
  'You have no mailbox here yet. Connect yours first.':
    'Sie haben hier noch kein Postfach. Verbinden Sie zuerst Ihres.',
  'An email stays as it was sent. Only whom it is about can be changed':
    'Eine E-Mail bleibt, wie sie gesendet wurde. Nur wen sie betrifft, lässt sich ändern',
  'A file is not there any more. Choose it again': 'Eine Datei ist nicht mehr da. Wählen Sie sie noch einmal',
  'All attachments together may have 25 MB. Link to where the large ones lie':
    'Alle Anhänge zusammen dürfen 25 MB haben. Verlinken Sie, wo die großen liegen',
  'There is no such record, or it is not for you to see':
    'Diesen Eintrag gibt es nicht, oder er ist nicht für Sie bestimmt',
  'Your role may not send emails. Ask an administrator.':
    'Ihre Rolle darf keine E-Mails senden. Fragen Sie eine Administratorin.',
  '{0} wants no emails. Take them out, or speak to them otherwise':
    '{0} möchte keine E-Mails. Nehmen Sie sie heraus, oder sprechen Sie sie anders an',
  'A message can wait {0} days at most': 'Eine Nachricht kann höchstens {0} Tage warten',
  'message of yours that is to leave': 'Nachricht von Ihnen, die noch gesendet wird',
  'It is too late: the message has left.': 'Es ist zu spät: Die Nachricht ist unterwegs.',
  'Sending was undone. Write the message anew.':
    'Das Senden wurde zurückgenommen. Schreiben Sie die Nachricht neu.',
  'The message has left.': 'Die Nachricht ist unterwegs.',
  'Templates are members’ own. Sign in to write some.':
    'Vorlagen gehören Mitgliedern. Melden Sie sich an, um welche zu schreiben.',
  template: 'Vorlage',
  'template of yours': 'Vorlage von Ihnen',
} as const
