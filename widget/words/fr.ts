/** Français. */
import type { RoomWords, Words } from './en.ts';

export const room: RoomWords = {
  silent: 'Le chat n’a pas pu se charger. Vérifiez votre connexion.',
  retry: 'Réessayer',
};

export const panel: Words = {
  chat: 'Chat',
  close: 'Fermer le chat',
  online: 'En ligne',
  onlineIn: 'En ligne · répond en général en {time}',
  answersIn: 'Répond en général en {time}',
  backAt: 'De retour : {time} (votre heure)',
  away: 'Personne n’est là pour le moment',
  messages: 'Messages',
  today: 'Aujourd’hui',
  yesterday: 'Hier',
  you: 'Vous',
  team: 'Équipe',
  greeting: 'Bonjour. Comment pouvons-nous vous aider ?',
  start: 'Les réponses restent ici. Fermez cette fenêtre et revenez quand vous voulez.',
  unread: { one: '{count} non lu', other: '{count} non lus' },
  arrivedMany: {
    one: '{count} nouveau message de {name}',
    other: '{count} nouveaux messages de {name}',
  },
  write: 'Écrivez un message',
  writeHint: 'Entrée envoie ; Maj et Entrée commence une nouvelle ligne.',
  send: 'Envoyer',
  sending: 'Envoi en cours',
  sent: 'Envoyé',
  seen: 'Vu',
  edited: 'Modifié',
  removed: 'Ce message a été supprimé.',
  waiting: 'En attente de connexion',
  waitingTime: 'Sera envoyé dans {count} s',
  offline: 'Pas de connexion. Vous pouvez continuer à écrire.',
  offlineWaiting: {
    one: 'Pas de connexion. {count} message sera envoyé à votre retour.',
    other: 'Pas de connexion. {count} messages seront envoyés à votre retour.',
  },
  back: 'De nouveau connecté.',
  loading: 'Chargement',
  unreachable: 'Le chat est injoignable pour le moment.',
  unreachableIn: 'Nouvel essai dans {count} s.',
  tryNow: 'Réessayer maintenant',
  more: 'Plus',
  emoji: 'Émoji',
  attach: 'Joindre un fichier',
  voice: 'Enregistrer un message vocal',
  fileWaits: 'Votre fichier sera ajouté au retour de la connexion.',
};
