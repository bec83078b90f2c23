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
  'Name the list': 'Dê um nome à lista',
  'Say what the next step is': 'Diga qual é o próximo passo',
  'Say when to call back, at a moment to come.': 'Diga quando voltar a ligar, num momento futuro.',
  'Nobody is found by it. Choose or filter otherwise.':
    'Não se encontra ninguém assim. Escolha ou filtre de outra forma.',
  'Only its owner or an administrator may change this call list. Ask one of them.':
    'Só o dono ou um administrador pode alterar esta lista de chamadas. Peça a um deles.',
  'Only a member can call. Sign in instead of using a key.':
    'Só um membro pode chamar. Inicie sessão em vez de usar uma chave.',
  'Choose an active member of the team.': 'Escolha um membro ativo da equipa.',
  'This call list is paused. Whoever made it can go on with it.':
    'Esta lista de chamadas está em pausa. Quem a criou pode continuá-la.',
  'This person is not yours to call any more. Take the next one.':
    'Esta pessoa já não está consigo para chamar. Passe à seguinte.',
  'Somebody has called this person since. Open them and decide there.':
    'Entretanto alguém chamou esta pessoa. Abra-a e decida lá.',
  'call list': 'lista de chamadas',
}
