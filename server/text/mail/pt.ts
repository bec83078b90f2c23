import type { MailTexts } from './texts.ts'

export const pt: MailTexts = {
  greeting: 'Olá {name},',
  'greeting.nobody': 'Olá,',

  'reset.subject': 'Uma nova palavra-passe para o Throughline',
  'reset.body':
    'alguém, provavelmente o próprio destinatário, pediu uma nova palavra-passe. Escolha-a no prazo de uma hora aqui:\n{link}\n\nSe não foi quem a pediu, não precisa de fazer nada.',

  'invitation.subject': '{by} convida-o para {organisation} no Throughline',
  'invitation.body':
    '{by} convida-o a trabalhar com {organisation} no Throughline. Escolha o seu nome e a sua palavra-passe aqui, até {day}:\n{link}\n\nSe não espera nenhum convite, não precisa de fazer nada.',

  'notice.backup.failed': 'A cópia de segurança falhou',
  'notice.webhook.disabled': 'Webhook desligado',
  'notice.other': 'Algo falhou',
  'notice.named': '{what}: {subject}',
  'notice.body': 'Abra as definições do Throughline para ver porquê e o que fazer.',

  'told.mention': '{actor} mencionou-o em {subject}',
  'told.assignment': '{actor} atribuiu-lhe {subject}',
  'told.assignments': '{actor} atribuiu-lhe {count} registos, entre eles {subject}',
  'told.due': '{subject} chegou ao prazo',
  'told.dueAt': '{subject}, prazo {when}',
  'told.somebody': 'Alguém',

  'task.approveQuote': 'Aprovar {quote}',
  'task.answerQuote': 'Responder a uma pergunta sobre {quote}',

  'meeting.invited.subject': 'Convite: {subject}, {when}',
  'meeting.invited.body': '{by} convida para «{subject}», {when}.',
  'meeting.changed.subject': 'Alterada: {subject}, {when}',
  'meeting.changed.body': '{by} alterou «{subject}». É em {when}.',
  'meeting.cancelled.subject': 'Cancelada: {subject}, {when}',
  'meeting.cancelled.body': '{by} cancelou «{subject}» em {when}, ou já não conta consigo.',

  'digest.subject': { one: '{count} novidade no Throughline', other: '{count} novidades no Throughline' },
  'digest.since': 'desde {when} chegou isto para si e ainda não foi lido.',
  'digest.mention': 'Menções',
  'digest.assignment': 'Atribuído a si',
  'digest.due': 'No prazo',
  'digest.notice': 'Sobre a instalação',
  'digest.more': { one: 'E mais {count}.', other: 'E mais {count}.' },

  'foot.open': 'Abrir: {link}',
  'foot.settings': 'O que lhe é comunicado, e como: {link}',
  'foot.end': 'Não receber mais mensagens destas: {link}',
}
