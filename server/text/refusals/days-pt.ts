/** Refusals that days, meetings and call lists give. */
export const days: Readonly<Record<string, string>> = {
  calendar: 'calendário',
  'This meeting was moved. Invite to the new one.': 'Esta reunião foi mudada. Convide para a nova.',
  'Whoever invites needs an e-mail address. Choose a host who has one.':
    'Quem convida precisa de um e-mail. Escolha um anfitrião que o tenha.',
  'This meeting is in the bin. Restore it first.': 'Esta reunião está no lixo. Restaure-a primeiro.',
  'This meeting is over. Plan another one.': 'Esta reunião já passou. Planeie outra.',
  'Only a member has a calendar. Sign in instead of using a key.':
    'Só um membro tem calendário. Inicie sessão em vez de usar uma chave.',
}
