/** Español. */
import type { RoomWords, Words } from './en.ts';

export const room: RoomWords = {
  silent: 'No se pudo cargar el chat. Compruebe su conexión.',
  retry: 'Reintentar',
};

export const panel: Words = {
  chat: 'Chat',
  close: 'Cerrar el chat',
  online: 'En línea',
  onlineIn: 'En línea · suele responder en {time}',
  answersIn: 'Suele responder en {time}',
  backAt: 'De vuelta: {time} (su hora)',
  away: 'Ahora mismo no hay nadie',
  messages: 'Mensajes',
  today: 'Hoy',
  yesterday: 'Ayer',
  you: 'Usted',
  team: 'Equipo',
  greeting: 'Hola. ¿En qué podemos ayudarle?',
  start: 'Las respuestas se quedan aquí. Cierre esta ventana y vuelva cuando quiera.',
  unread: { one: '{count} sin leer', other: '{count} sin leer' },
  arrivedMany: {
    one: '{count} mensaje nuevo de {name}',
    other: '{count} mensajes nuevos de {name}',
  },
  write: 'Escriba un mensaje',
  writeHint: 'Intro envía; Mayús e Intro empieza una línea nueva.',
  send: 'Enviar',
  sending: 'Enviando',
  sent: 'Enviado',
  seen: 'Visto',
  edited: 'Editado',
  removed: 'Este mensaje se ha eliminado.',
  waiting: 'Esperando conexión',
  waitingTime: 'Se enviará en {count} s',
  offline: 'Sin conexión. Puede seguir escribiendo.',
  offlineWaiting: {
    one: 'Sin conexión. Se enviará {count} mensaje cuando vuelva.',
    other: 'Sin conexión. Se enviarán {count} mensajes cuando vuelva.',
  },
  back: 'Conectado de nuevo.',
  loading: 'Cargando',
  unreachable: 'Ahora mismo no se puede acceder al chat.',
  unreachableIn: 'Nuevo intento en {count} s.',
  tryNow: 'Reintentar ahora',
  more: 'Más',
  emoji: 'Emoji',
  attach: 'Adjuntar un archivo',
  voice: 'Grabar un mensaje de voz',
  fileWaits: 'Su archivo se añadirá cuando vuelva la conexión.',
};
