/** Refusals that days, meetings and call lists give. */
export const days: Readonly<Record<string, string>> = {
  calendar: 'Kalender',
  'This meeting was moved. Invite to the new one.': 'Dieser Termin wurde verlegt. Laden Sie zum neuen ein.',
  'Whoever invites needs an e-mail address. Choose a host who has one.':
    'Wer einlädt, braucht eine E-Mail-Adresse. Wählen Sie jemanden, der eine hat.',
  'This meeting is in the bin. Restore it first.':
    'Dieser Termin liegt im Papierkorb. Stellen Sie ihn zuerst wieder her.',
  'This meeting is over. Plan another one.': 'Dieser Termin ist vorbei. Planen Sie einen neuen.',
  'Only a member has a calendar. Sign in instead of using a key.':
    'Nur ein Mitglied hat einen Kalender. Melden Sie sich an, statt einen Schlüssel zu verwenden.',
  'Name the list': 'Geben Sie der Liste einen Namen',
  'Say what the next step is': 'Sagen Sie, was der nächste Schritt ist',
  'Say when to call back, at a moment to come.':
    'Sagen Sie, wann zurückgerufen wird: zu einem Zeitpunkt, der noch kommt.',
  'Nobody is found by it. Choose or filter otherwise.':
    'Damit wird niemand gefunden. Wählen oder filtern Sie anders.',
  'Only its owner or an administrator may change this call list. Ask one of them.':
    'Nur wer sie angelegt hat oder die Verwaltung darf diese Anrufliste ändern. Fragen Sie dort nach.',
  'Only a member can call. Sign in instead of using a key.':
    'Nur ein Mitglied kann anrufen. Melden Sie sich an, statt einen Schlüssel zu verwenden.',
  'Choose an active member of the team.': 'Wählen Sie ein aktives Mitglied des Teams.',
  'This call list is paused. Whoever made it can go on with it.':
    'Diese Anrufliste ist pausiert. Wer sie angelegt hat, kann sie fortsetzen.',
  'This person is not yours to call any more. Take the next one.':
    'Diese Person gehört nicht mehr zu Ihren Anrufen. Nehmen Sie die nächste.',
  'Somebody has called this person since. Open them and decide there.':
    'Inzwischen hat jemand diese Person angerufen. Öffnen Sie sie und entscheiden Sie dort.',
  'call list': 'Anrufliste',
}
