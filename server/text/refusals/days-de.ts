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
}
