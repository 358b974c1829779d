/** Português do Brasil. */
import type { RoomWords, Words } from './en.ts';

export const room: RoomWords = {
  silent: 'O chat não carregou. Verifique sua conexão.',
  retry: 'Tentar de novo',
};

export const panel: Words = {
  chat: 'Chat',
  close: 'Fechar o chat',
  online: 'Online',
  onlineIn: 'Online · costuma responder em {time}',
  answersIn: 'Costuma responder em {time}',
  backAt: 'De volta: {time} (seu horário)',
  away: 'Não há ninguém aqui no momento',
  messages: 'Mensagens',
  today: 'Hoje',
  yesterday: 'Ontem',
  you: 'Você',
  team: 'Equipe',
  greeting: 'Olá. Como podemos ajudar?',
  start: 'As respostas ficam aqui. Feche esta janela e volte quando quiser.',
  unread: { one: '{count} não lida', other: '{count} não lidas' },
  arrivedMany: {
    one: '{count} nova mensagem de {name}',
    other: '{count} novas mensagens de {name}',
  },
  write: 'Escreva uma mensagem',
  writeHint: 'Enter envia; Shift e Enter começa uma nova linha.',
  send: 'Enviar',
  sending: 'Enviando',
  sent: 'Enviada',
  seen: 'Vista',
  edited: 'Editada',
  removed: 'Esta mensagem foi apagada.',
  waiting: 'Aguardando conexão',
  waitingTime: 'Será enviada em {count} s',
  offline: 'Sem conexão. Você pode continuar escrevendo.',
  offlineWaiting: {
    one: 'Sem conexão. {count} mensagem será enviada quando você voltar.',
    other: 'Sem conexão. {count} mensagens serão enviadas quando você voltar.',
  },
  back: 'Conectado novamente.',
  loading: 'Carregando',
  unreachable: 'No momento não é possível acessar o chat.',
  unreachableIn: 'Nova tentativa em {count} s.',
  tryNow: 'Tentar agora',
  more: 'Mais',
  emoji: 'Emoji',
  attach: 'Anexar um arquivo',
  voice: 'Gravar uma mensagem de voz',
  fileWaits: 'Seu arquivo será adicionado quando a conexão voltar.',
};
