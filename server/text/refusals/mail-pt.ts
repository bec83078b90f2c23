/** What mailboxes, emails and templates refuse with. */
export const mail = {
  'Choose a day before {0}, from the last ten years': 'Escolha um dia antes de {0}, dos últimos dez anos',
  'Use the id of an email': 'Use o id de um e-mail',
  'Say what it is about': 'Diga de que se trata',
  'Write something': 'Escreva alguma coisa',
  'Say to whom it goes': 'Diga para quem é',
  'Name the template': 'Dê um nome ao modelo',
  'Use the name of the server, such as imap.example.com': 'Use o nome do servidor, como imap.example.com',
  'Use a port such as 993': 'Use uma porta como 993',
  'Say of which': 'Diga de qual',
  'Say how you are called in what you send': 'Diga como se chama no que envia',
  'A mailbox is a member’s own. Sign in to connect yours.':
    'Uma caixa de correio é de um membro. Inicie sessão para ligar a sua.',
  'Choose a day from the last ten years': 'Escolha um dia dos últimos dez anos',
  'Enter the password': 'Introduza a palavra-passe',
  'Another member has connected this mailbox.': 'Outro membro já ligou esta caixa de correio.',
  'Already connected': 'Já está ligada',
  'You have no mailbox here yet. Connect yours first.':
    'Ainda não tem aqui uma caixa de correio. Ligue primeiro a sua.',
  'An email stays as it was sent. Only whom it is about can be changed':
    'Um e-mail fica como foi enviado. Só se pode mudar a quem diz respeito',
  'A file is not there any more. Choose it again': 'Um ficheiro já não está lá. Escolha-o outra vez',
  'All attachments together may have 25 MB. Link to where the large ones lie':
    'Todos os anexos juntos podem ter 25 MB. Ponha uma ligação para os maiores',
  'There is no such record, or it is not for you to see': 'Este registo não existe, ou não o pode ver',
  'Your role may not send emails. Ask an administrator.':
    'A sua função não pode enviar e-mails. Fale com um administrador.',
  '{0} wants no emails. Take them out, or speak to them otherwise':
    '{0} não quer e-mails. Retire-os, ou fale com eles de outra forma',
  'A message can wait {0} days at most': 'Uma mensagem pode esperar {0} dias no máximo',
  'message of yours that is to leave': 'mensagem sua por enviar',
  'It is too late: the message has left.': 'É tarde demais: a mensagem já saiu.',
  'Sending was undone. Write the message anew.': 'O envio foi anulado. Escreva a mensagem de novo.',
  'The message has left.': 'A mensagem já saiu.',
  'Templates are members’ own. Sign in to write some.':
    'Os modelos são dos membros. Inicie sessão para escrever alguns.',
  template: 'modelo',
  'template of yours': 'modelo seu',
} as const
