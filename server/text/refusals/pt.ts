import { days } from './days-pt.ts'
import { deals } from './deals-pt.ts'
import { forecast } from './forecast-pt.ts'
import { leads } from './leads-pt.ts'
import { orders } from './orders-pt.ts'
import { mail } from './mail-pt.ts'
import { quotes } from './quotes-pt.ts'
import { reports } from './reports-pt.ts'

export const pt: Readonly<Record<string, string>> = {
  ...days,
  ...deals,
  ...leads,
  ...orders,
  ...mail,
  ...quotes,
  ...reports,
  ...forecast,
  // What a request is answered with
  'Invalid values': 'Valores inválidos',
  'Some values do not fit. Mend the fields named and send it again.':
    'Alguns valores não servem. Corrija os campos indicados e envie outra vez.',
  'Not found': 'Não encontrado',
  'There is no such {0}, or it is not for you to see.': 'Não existe, ou não o pode ver: {0}.',
  'There is no {0} {1}.': '{0} {1} não existe.',
  'Not allowed': 'Não permitido',
  'Sign in first': 'Inicie sessão primeiro',
  'Send a session cookie or “Authorization: Bearer KEY”.':
    'Envie um cookie de sessão ou «Authorization: Bearer KEY».',
  Conflict: 'Conflito',
  'Changed meanwhile': 'Alterado entretanto',
  'Somebody changed this record after you read it. Compare, and save again.':
    'Alguém alterou este registo depois de o ter lido. Compare e guarde outra vez.',
  'The server cannot be reached': 'Não é possível contactar o servidor',
  'The database cannot be reached': 'Não é possível contactar a base de dados',
  'Nothing was changed. Try again in a few seconds.':
    'Nada foi alterado. Tente outra vez dentro de alguns segundos.',
  'Too many requests': 'Demasiados pedidos',
  'Wait {0} seconds and try again.': 'Espere {0} segundos e tente outra vez.',
  'Not understood': 'Não compreendido',
  'Too large': 'Demasiado grande',
  'This is more than one request may carry. Send it in parts.':
    'É mais do que um pedido pode levar. Envie por partes.',
  'Two changes met': 'Duas alterações cruzaram-se',
  'Nothing was changed. Try again.': 'Nada foi alterado. Tente outra vez.',
  'A value is too large, or not of the kind that is asked for.':
    'Um valor é demasiado grande ou não é do tipo pedido.',
  'Something failed here': 'Algo falhou aqui',
  'It has been logged. Try again; if it fails again, tell an administrator.':
    'Ficou registado. Tente outra vez; se voltar a falhar, avise um administrador.',
  'Not set up': 'Por configurar',
  'Open the address in a browser and create the owner’s account first.':
    'Abra o endereço num navegador e crie primeiro a conta do proprietário.',
  'This is nested too deeply': 'Tem demasiados níveis',
  'This is not valid JSON': 'Não é JSON válido',
  'Use a key of 1 to 255 characters': 'Use uma chave de 1 a 255 caracteres',
  'This key was used with another request. Use a new one.':
    'Esta chave foi usada com outro pedido. Use uma nova.',
  'There is no such field': 'Esse campo não existe',
  'This request came from another site and was not carried out.':
    'Este pedido veio de outro site e não foi executado.',

  // Who may
  'Only an owner or an administrator may do this. Ask one of them.':
    'Só um proprietário ou um administrador o pode fazer. Peça a um deles.',
  'Only an owner who has signed in may do this. Ask the owner.':
    'Só um proprietário com sessão iniciada o pode fazer. Peça ao proprietário.',
  'Your role may not {0} {1}. Ask an administrator.':
    'A sua função não permite {0} {1}. Peça a um administrador.',
  'Your role may not {0}. Ask an administrator.': 'A sua função não permite {0}. Peça a um administrador.',
  'Your role may not {0} this {1}. Ask its owner or an administrator.':
    'A sua função não permite {0} isto ({1}). Peça ao responsável ou a um administrador.',
  'Your role may not {0} this of {1}. Ask an administrator.':
    'A sua função não permite {0} isto: {1}. Peça a um administrador.',
  'Your role may only read this field': 'A sua função só permite ler este campo',
  'Your role hides a field that this figure tells of. Ask an administrator.':
    'A sua função oculta um campo de que este número depende. Peça a um administrador.',
  'Your role may not import {0}. Ask an administrator.':
    'A sua função não permite importar {0}. Peça a um administrador.',
  'Your role may not undo an import of {0}. Ask an administrator.':
    'A sua função não permite anular uma importação de {0}. Peça a um administrador.',
  'Your role may not add files to anything. Ask an administrator.':
    'A sua função não permite juntar ficheiros a nada. Peça a um administrador.',
  'Your role asks for a second factor. An administrator can reset it.':
    'A sua função exige um segundo fator. Um administrador pode repô-lo.',
  'Your role asks for a second factor. Set it up in your account first.':
    'A sua função exige um segundo fator. Configure-o primeiro na sua conta.',
  'Agents need an API key: “Authorization: Bearer KEY”.':
    'Os agentes precisam de uma chave da API: «Authorization: Bearer KEY».',
  'Only programs on the server’s own machine may read this. Set METRICS_TOKEN to let others.':
    'Só programas na própria máquina do servidor podem ler isto. Defina METRICS_TOKEN para permitir outros.',
  'Send “Authorization: Bearer” with what METRICS_TOKEN says.':
    'Envie «Authorization: Bearer» com o valor de METRICS_TOKEN.',

  // What values look like
  'Use the id of a record': 'Use o id de um registo',
  'Use the id of an import': 'Use o id de uma importação',
  'Use the id of a pair': 'Use o id de um par',
  'Use the id of a company': 'Use o id de uma empresa',
  'Use the id of an entry': 'Use o id de uma entrada',
  'Use the id of a team member': 'Use o id de um membro da equipa',
  'Use the id of a team member, or “me”': 'Use o id de um membro da equipa, ou «me»',
  'Use the id of a merge': 'Use o id de uma fusão',
  'Use the id of a key': 'Use o id de uma chave',
  'Use the id of a job': 'Use o id de uma tarefa de fundo',
  'Use the id of a session': 'Use o id de uma sessão',
  'Use an address such as https://example.com/hook': 'Use um endereço como https://example.com/hook',
  'Use an e-mail address such as ana@example.com': 'Use um endereço de e-mail como ana@example.com',
  'Use a web address such as https://example.com': 'Use um endereço web como https://example.com',
  'Use a web address such as https://login.example.com': 'Use um endereço web como https://login.example.com',
  'Use a domain such as example.com': 'Use um domínio como example.com',
  'Use a host name, an address or a network such as 10.0.0.0/8':
    'Use o nome de uma máquina, um endereço ou uma rede como 10.0.0.0/8',
  'Use a time of day such as 02:00': 'Use uma hora como 02:00',
  'Use a day such as 2026-03-31': 'Use um dia como 2026-03-31',
  'Use a moment such as 2026-03-31T09:30:00Z': 'Use um momento como 2026-03-31T09:30:00Z',
  'Use a time zone such as Europe/Lisbon': 'Use um fuso horário como Europe/Lisbon',
  'Use a three-letter currency code, such as EUR': 'Use um código de moeda de três letras, como EUR',
  'Use a two-letter country code, such as BR': 'Use um código de país de duas letras, como PT',
  'Use a decimal number, such as 1200.50': 'Use um número decimal, como 1200.50',
  'Use a positive decimal number, such as 0.92': 'Use um número decimal positivo, como 0.92',
  'Use a short name in lower case, such as maven': 'Use um nome curto em minúsculas, como maven',
  'Use lower-case letters, digits and underscores': 'Use letras minúsculas, algarismos e traços inferiores',
  'Use at most 128 characters': 'Use no máximo 128 caracteres',
  'Use at least {0} characters': 'Use pelo menos {0} caracteres',
  'Use all, TYPE:read or TYPE:write': 'Use all, TYPE:read ou TYPE:write',
  'Use an event type, TYPE.* or *': 'Use um tipo de evento, TYPE.* ou *',
  'Use a key such as j, or two such as g d': 'Use uma tecla como j, ou duas como g d',
  'Two actions have the same key. Give one of them another.':
    'Duas ações têm a mesma tecla. Dê outra a uma delas.',
  'These are too many keys': 'São demasiadas teclas',
  'Choose at least one day': 'Escolha pelo menos um dia',
  'Choose at least one event': 'Escolha pelo menos um evento',
  'Choose a field to change': 'Escolha um campo para alterar',
  'Keep at least one day': 'Mantenha pelo menos um dia',
  'Give it a name': 'Dê-lhe um nome',
  'Name the receiver': 'Dê um nome ao recetor',
  'Name the view': 'Dê um nome à vista',
  'Name the role': 'Dê um nome à função',
  'Name the company': 'Indique o nome da empresa',
  'Name the provider': 'Dê um nome ao fornecedor',
  'Name two records': 'Indique dois registos',
  'Name what is to be merged': 'Indique o que se deve fundir',
  'Say what to call you': 'Indique o seu nome',
  'Enter the secret that the provider gave': 'Introduza o segredo que o fornecedor lhe deu',
  'Name exactly one of column, constant, template and copyOf':
    'Indique exatamente um de column, constant, template e copyOf',
  'Give either is or isNot': 'Indique is ou isNot',
  'A file is here twice': 'Um ficheiro está aqui duas vezes',
  'This text holds a character that cannot be kept': 'Este texto tem um carácter que não se pode guardar',
  '{0} has {1} decimal places': '{0} tem {1} casas decimais',
  'This amount is too large': 'Este montante é demasiado grande',
  'In {0} this amount is too large': 'Em {0}, este montante é demasiado grande',
  '{0}: this value is not possible': '{0}: este valor não é possível',
  '{0}: this number is too large': '{0}: este número é demasiado grande',
  'One of the dates is not possible': 'Uma das datas não é possível',
  '{0} is needed': '{0} é obrigatório',
  'This field is named twice': 'Este campo está indicado duas vezes',

  // Passwords
  'It repeats a few characters. Use a few words that do not belong together.':
    'Repete poucos caracteres. Use algumas palavras sem relação entre si.',
  'It is a row of keys or digits, which is tried first. Use a few words that do not belong together.':
    'É uma fila de teclas ou algarismos, que se tenta primeiro. Use algumas palavras sem relação entre si.',
  'It is your name, your address or the company’s. Use a few words that do not belong together.':
    'É o seu nome, o seu endereço ou o da empresa. Use algumas palavras sem relação entre si.',
  'It is one of the commonest passwords. Use a few words that do not belong together.':
    'É uma das palavras-passe mais comuns. Use algumas palavras sem relação entre si.',

  // Records
  'Another {0} already has this {1}; it may be in the bin. Open that one, or use another value.':
    'Outro registo ({0}) já tem este valor ({1}); pode estar no lixo. Abra-o, ou use outro valor.',
  'Already taken': 'Já está em uso',
  'Other records still use this {0}. Move them first.':
    'Outros registos ainda usam isto ({0}). Mova-os primeiro.',
  '{0} still use this {1}. Move them first.': '{0} ainda usam isto ({1}). Mova-os primeiro.',
  '{0}: there is no such record. Choose another.': '{0}: esse registo não existe. Escolha outro.',
  'This {0} was erased for privacy and stays anonymous. Make a new one instead.':
    'Este registo ({0}) foi apagado por privacidade e fica anónimo. Crie antes um novo.',
  'The {0} with this {1} is in the bin. Restore it first.':
    'O registo ({0}) com este valor ({1}) está no lixo. Restaure-o primeiro.',
  '{0} have no unique field “{1}”': '{0} não têm nenhum campo único «{1}»',
  '{0} is needed to find the record': '{0} é necessário para encontrar o registo',
  '{0} have no field “{1}”': '{0} não têm nenhum campo «{1}»',
  '{0} have no {1}': '{0} não têm {1}',
  '{0} have no relation “{1}”': '{0} não têm nenhuma relação «{1}»',
  '{0} have no such field to choose': '{0} não têm esse campo para escolher',
  '{0} cannot be sorted by “{1}”': '{0} não se podem ordenar por «{1}»',
  '{0} cannot be grouped by “{1}”': '{0} não se podem agrupar por «{1}»',
  '{0} cannot be broken down by “{1}”': '{0} não se pode decompor por «{1}»',
  '{0} cannot {1} “{2}”': '{0}: «{2}» não é possível aqui ({1})',
  '“{0}” cannot be compared with “{1}”': '«{0}» não se pode comparar com «{1}»',
  '“{0}” cannot be compared with {1}': '«{0}» não se pode comparar com {1}',
  '“{0}” refers to no record': '«{0}» não remete para nenhum registo',
  '“{0}” is not money': '«{0}» não é um montante',
  'A filter has at most {0} conditions, nested {1} deep':
    'Um filtro tem no máximo {0} condições, em {1} níveis',
  'This period reaches too far': 'Este período vai longe demais',
  'This is no cursor of this list. Begin again without “after”.':
    'Não é um cursor desta lista. Recomece sem «after».',
  'This is no cursor of these records. Begin again without “after”.':
    'Não é um cursor destes registos. Recomece sem «after».',
  'This is no id of an event of this stream. Begin again without it.':
    'Não é o id de um evento deste fluxo. Recomece sem ele.',
  'Say which records the filter is of': 'Indique de que registos é o filtro',
  'Send the ETag of the record as you read it, such as "3"':
    'Envie o ETag do registo tal como o leu, por exemplo "3"',
  '{0} stay in the bin, because history and figures refer to them.':
    '{0} ficam no lixo, porque o histórico e os números remetem para eles.',
  '“{0}” is in the bin. Restore it first.': '«{0}» está no lixo. Restaure-o primeiro.',
  '“{0}” is not in the bin any more. Nothing was deleted.': '«{0}» já não está no lixo. Nada foi eliminado.',
  'Somebody else has changed “{0}” since. Open it and decide there.':
    'Outra pessoa alterou «{0}» desde então. Abra-o e decida aí.',
  'It was changed again since': 'Foi alterado outra vez desde então',
  'Choose one of the records compared': 'Escolha um dos registos comparados',
  'Choose one of the records that are merged': 'Escolha um dos registos que se fundem',
  '{0} holds one value. Name the record to take it from.':
    '{0} tem um só valor. Indique o registo de onde vem.',
  'One of these has been merged with another meanwhile. Open it and look again.':
    'Um destes foi entretanto fundido com outro. Abra-o e veja outra vez.',
  'A record is not merged with itself': 'Um registo não se funde consigo próprio',
  'Merge the two again, if they are one after all.': 'Volte a fundir os dois, se afinal são o mesmo.',
  '{0} of “{1}” changed again since. Open it and decide there.':
    '{0} de «{1}» mudou outra vez desde então. Abra-o e decida aí.',
  'This merge has been taken apart already.': 'Esta fusão já foi desfeita.',
  'One of the two is no longer there.': 'Um dos dois já não existe.',
  'This bulk edit is under way. Stop it first, or wait for it.':
    'Esta edição em massa está em curso. Pare-a primeiro, ou espere.',
  'Whoever asked for this may not change records any more.': 'Quem pediu isto já não pode alterar registos.',
  'Nothing of this bulk edit is left to undo.': 'Desta edição em massa já não há nada para anular.',

  // Files
  'A file here may have {0}. Make it smaller, or link to where it lies.':
    'Aqui um ficheiro pode ter {0}. Reduza-o, ou crie uma ligação para onde está.',
  'A file here may have {0} bytes.': 'Aqui um ficheiro pode ter {0} bytes.',
  'The file has {0} bytes.': 'O ficheiro tem {0} bytes.',
  'Too many of your files wait for a record. Save the records that they are for, or try again tomorrow.':
    'Demasiados ficheiros seus esperam por um registo. Guarde os registos a que se destinam, ou tente outra vez amanhã.',
  'There is no such field of files, or your role may not fill it':
    'Esse campo de ficheiros não existe, ou a sua função não permite preenchê-lo',
  'Send the file itself, as application/octet-stream':
    'Envie o próprio ficheiro, como application/octet-stream',
  'No such part': 'Essa parte não existe',
  'The file store is missing': 'Falta o armazenamento de ficheiros',
  'This file lies in an object store that is not configured any more. Set S3_ENDPOINT and what belongs to it again.':
    'Este ficheiro está num armazenamento de objetos que já não está configurado. Volte a definir S3_ENDPOINT e o que lhe pertence.',
  'The file is empty': 'O ficheiro está vazio',
  'A file may have {0} GB. Split it.': 'Um ficheiro pode ter {0} GB. Divida-o.',

  // Imports
  'No file given is called {0}': 'Nenhum dos ficheiros se chama {0}',
  'The mapping says nothing of {0}': 'A correspondência nada diz de {0}',
  'This import is {0}. {1}': 'Esta importação está {0}. {1}',
  'This import has begun. Make a new one to change what it does.':
    'Esta importação já começou. Crie uma nova para mudar o que faz.',
  'This import has begun, so it stays on record. Undo it, if it is to be as before.':
    'Esta importação já começou e por isso fica registada. Anule-a, se tudo deve voltar a ser como antes.',
  'This import is {0}; only one that has ended and has written something is undone.':
    'Esta importação está {0}; só se anula uma que terminou e escreveu alguma coisa.',
  'This import is done. Start a new one to import again.':
    'Esta importação terminou. Comece uma nova para importar outra vez.',
  'is a {0} in the bin: restore it first': 'está no lixo ({0}): restaure-o primeiro',
  'It was changed since': 'Foi alterado desde então',
  'It is used by {0} that stay': 'É usado por {0} que ficam',
  'It is in the bin': 'Está no lixo',

  // Own fields
  'Two records already have the same {0}: “{1}”. Change one of them first.':
    'Dois registos já têm o mesmo valor ({0}): «{1}». Altere primeiro um deles.',
  '“{0}” is there twice': '«{0}» está duas vezes',
  'Two options are called “{0}”': 'Duas opções chamam-se «{0}»',
  'Two options have the same value': 'Duas opções têm o mesmo valor',
  '{0} have a field called “{1}” already. Use another name.':
    '{0} já têm um campo chamado «{1}». Use outro nome.',
  '{0} have {1} own fields; retire one first': '{0} têm {1} campos próprios; retire um primeiro',
  'No record type “{0}” takes fields of your own': 'Nenhum tipo de registo «{0}» aceita campos próprios',
  'Say which records it refers to': 'Indique para que registos remete',

  // Formulas and groups
  'At most {0} fields are added up at once': 'Somam-se no máximo {0} campos de uma vez',
  'Part of this address is longer than anything here is called.':
    'Uma parte deste endereço é mais longa do que qualquer nome aqui.',
  'The table is being written to without a pause, as by an import. Try again in a minute.':
    'A tabela está a ser escrita sem pausa, como numa importação. Tente outra vez dentro de um minuto.',
  'record type with fields of your own': 'tipo de registo com campos próprios',
  'Formulas use “{0}”: {1}. Change or retire them first.':
    'Há fórmulas que usam «{0}»: {1}. Altere-as ou retire-as primeiro.',
  '{0} would no longer make sense: {1}': '{0} deixaria de fazer sentido: {1}',

  // Customers
  'It cannot have ended before it began': 'Não pode ter acabado antes de começar',
  'This employment has ended. Remove its end first.': 'Este emprego já acabou. Remova primeiro o fim.',
  'This one stands on the record itself. Change it there, or make another the first.':
    'Este está no próprio registo. Altere-o aí, ou torne outro o primeiro.',
  'A {0} is known by {1}': 'Aqui ({0}) usa-se {1}',
  'It cannot be entered on a day to come': 'Não pode ter entrado num dia futuro',
  'This person has been erased already.': 'Esta pessoa já foi apagada.',
  'Type the name as it stands on the page: {0}': 'Escreva o nome tal como está na página: {0}',
  'An import is running. Wait for it or cancel it, then erase the person.':
    'Está em curso uma importação. Espere ou cancele-a, e depois apague a pessoa.',

  // Deals
  'There is no such stage. Choose another.': 'Essa fase não existe. Escolha outra.',
  'This stage belongs to another pipeline. Choose one of the deal’s.':
    'Esta fase pertence a outro pipeline. Escolha uma do pipeline do negócio.',
  'This pipeline has no open stage yet. Make one first.':
    'Este pipeline ainda não tem nenhuma fase aberta. Crie uma primeiro.',
  'It cannot have closed before it was opened, on {0}. Correct one of the two.':
    'Não pode ter fechado antes de ter sido aberto, em {0}. Corrija um dos dois.',
  'It cannot close on a day to come. Use the expected close instead.':
    'Não pode fechar num dia futuro. Use antes o fecho previsto.',
  'Only a won or lost deal has a closing day. Move it to such a stage.':
    'Só um negócio ganho ou perdido tem dia de fecho. Mova-o para uma fase dessas.',
  'Only what is won is closed. Choose another.': 'Só o que está ganho está fechado. Escolha outro.',
  'Deals are in this stage. Move them first, then change its kind.':
    'Há negócios nesta fase. Mova-os primeiro e mude depois o tipo.',
  'Deals are in this stage. Move them first, then move it.':
    'Há negócios nesta fase. Mova primeiro os negócios e depois a fase.',

  // Metrics
  'A group is one of a dimension. Say which with “by”.':
    'Um grupo pertence a uma dimensão. Indique qual com «by».',
  'This period has {0} {1}s; a series has at most {2} points. Use a larger grain.':
    'Este período tem {0} unidades ({1}); uma série tem no máximo {2} pontos. Use uma divisão maior.',
  'The period ends before it begins. “to” is the first day that no longer counts.':
    'O período acaba antes de começar. «to» é o primeiro dia que já não conta.',
  'This figure is known as of now only. Ask without “asOf”.':
    'Este número só se conhece para agora. Peça sem «asOf».',

  // The team
  'Choose an active member who is not leaving': 'Escolha um membro ativo que não esteja de saída',
  'This team has no active member who is not leaving': 'Esta equipa não tem nenhum membro ativo que fique',
  'Records of this type are not handed over': 'Os registos deste tipo não se entregam',
  'This has been taken back already.': 'Isto já foi anulado.',
  'Somebody signs in with this e-mail already.': 'Já há quem inicie sessão com este e-mail.',
  'Already a member': 'Já é membro',
  'There is no such role': 'Essa função não existe',
  'There is no such team': 'Essa equipa não existe',
  'There is no such record type': 'Esse tipo de registo não existe',
  'Only an owner makes an owner.': 'Só um proprietário faz de alguém proprietário.',
  'An owner is invited by name: a link alone may go anywhere.':
    'Um proprietário convida-se pelo nome: uma ligação pode ir parar a qualquer lado.',
  'This e-mail has been invited already. Send that invitation again, or revoke it.':
    'Este e-mail já foi convidado. Volte a enviar esse convite, ou revogue-o.',
  'Invited already': 'Já convidado',
  'Enter the e-mail to sign in with': 'Introduza o e-mail para iniciar sessão',
  'A member has this e-mail already. Ask for an invitation to that address.':
    'Um membro já tem este e-mail. Peça um convite para esse endereço.',
  'Only an owner changes the account of an owner.': 'Só um proprietário altera a conta de um proprietário.',
  'Only an owner or administrator changes the account of an administrator.':
    'Só um proprietário ou administrador altera a conta de um administrador.',
  'Only an owner or administrator hands out this role.':
    'Só um proprietário ou administrador atribui esta função.',
  'The company needs an owner. Make somebody else one first.':
    'A empresa precisa de um proprietário. Torne primeiro outra pessoa proprietária.',
  'This company has been set up already. Sign in instead.':
    'Esta empresa já está configurada. Inicie antes sessão.',
  'Set the company up first.': 'Configure primeiro a empresa.',
  'Closed deals, orders or payments are counted in the present currency, so it stays.':
    'Negócios fechados, encomendas ou pagamentos contam na moeda atual, por isso ela fica.',
  '{0} is allowed already.': '{0} já está permitido.',
  'Another role has this name.': 'Outra função tem este nome.',
  'This role came along. Copy it, and change the copy.':
    'Esta função vem de origem. Copie-a e altere a cópia.',
  'This role came along and stays.': 'Esta função vem de origem e fica.',
  'Members still have this role. Give them another one first.':
    'Ainda há membros com esta função. Dê-lhes primeiro outra.',
  '{0} is what a record is called, so it cannot be hidden':
    '{0} dá o nome ao registo, por isso não se pode ocultar',
  '{0} decides who sees a record and where, so it cannot be hidden':
    '{0} decide quem vê um registo e onde, por isso não se pode ocultar',
  'Who creates {0} has to give {1}': 'Quem cria {0} tem de indicar {1}',
  'Only who runs the company’s settings changes {0}': 'Só quem gere as definições da empresa altera {0}',
  'This member has set no second factor up.': 'Este membro não configurou nenhum segundo fator.',
  'Sessions belong to team members; a key has none.':
    'As sessões são dos membros da equipa; uma chave não tem nenhuma.',
  'A key has no settings of its own. Sign in as a member.':
    'Uma chave não tem definições próprias. Inicie sessão como membro.',
  'Views belong to team members; a key has none.':
    'As vistas são dos membros da equipa; uma chave não tem nenhuma.',
  'Only its owner renames or shares this view. Save it as a view of yours.':
    'Só o dono muda o nome desta vista ou a partilha. Guarde-a como vista sua.',
  'Give the team member an e-mail address first.': 'Dê primeiro um endereço de e-mail ao membro da equipa.',
  'Needed to sign in': 'Necessário para iniciar sessão',
  'The provider cannot be asked: {0}': 'Não é possível consultar o fornecedor: {0}',
  'There is no OpenID provider at this address ({0}). Use the issuer as the provider writes it.':
    'Neste endereço ({0}) não há nenhum fornecedor OpenID. Use o emissor tal como o fornecedor o escreve.',
  'The receiver answered {0}': 'O recetor respondeu {0}',
  'A backup is being made. Wait for it.': 'Está a ser feita uma cópia de segurança. Espere.',
  'The file is not here any more. It was {0} in the backup folder of the worker.':
    'O ficheiro já não está aqui. Era {0} na pasta de cópias de segurança do processo de fundo.',

  // What is not there
  record: 'registo',
  backup: 'cópia de segurança',
  person: 'pessoa',
  company: 'empresa',
  deal: 'negócio',
  task: 'tarefa',
  note: 'nota',
  call: 'chamada',
  meeting: 'reunião',
  product: 'produto',
  pipeline: 'pipeline',
  stage: 'fase',
  team: 'equipa',
  metric: 'métrica',
  'event of yours': 'evento seu',
  merge: 'fusão',
  employment: 'emprego',
  'address or number': 'endereço ou número',
  entry: 'entrada',
  webhook: 'webhook',
  delivery: 'entrega',
  'bulk edit': 'edição em massa',
  'file of yours that waits for a record': 'ficheiro seu que espera por um registo',
  file: 'ficheiro',
  thumbnail: 'miniatura',
  import: 'importação',
  mapping: 'correspondência',
  pass: 'passagem',
  field: 'campo',
  rate: 'taxa',
  'handing over': 'entrega',
  'team member': 'membro da equipa',
  'open invitation': 'convite em aberto',
  'invitation: its link has been used, revoked or is too old. Ask for another one':
    'convite; a ligação já foi usada, foi revogada ou é demasiado antiga. Peça outro',
  key: 'chave',
  job: 'tarefa de fundo',
  address: 'endereço',
  role: 'função',
  session: 'sessão',
  subscription: 'subscrição',
  provider: 'fornecedor',
  view: 'vista',
  'view of yours': 'vista sua',
  pair: 'par',

  // What a role may do, and with what
  see: 'ver',
  create: 'criar',
  edit: 'alterar',
  delete: 'eliminar',
  export: 'exportar',
  people: 'pessoas',
  companies: 'empresas',
  deals: 'negócios',
  tasks: 'tarefas',
  notes: 'notas',
  calls: 'chamadas',
  meetings: 'reuniões',
  products: 'produtos',
  pipelines: 'pipelines',
  stages: 'fases',
  users: 'membros da equipa',
  teams: 'equipas',
}
