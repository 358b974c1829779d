/** Türkçe. */
import type { RoomWords, Words } from './en.ts';

export const room: RoomWords = {
  silent: 'Sohbet yüklenemedi. Lütfen bağlantınızı kontrol edin.',
  retry: 'Tekrar dene',
};

export const panel: Words = {
  chat: 'Sohbet',
  close: 'Sohbeti kapat',
  online: 'Çevrimiçi',
  onlineIn: 'Çevrimiçi · genellikle {time} içinde yanıtlar',
  answersIn: 'Genellikle {time} içinde yanıtlar',
  backAt: 'Dönüş: {time} (sizin saatinizle)',
  away: 'Şu anda kimse yok',
  messages: 'Mesajlar',
  today: 'Bugün',
  yesterday: 'Dün',
  you: 'Siz',
  team: 'Ekip',
  greeting: 'Merhaba. Size nasıl yardımcı olabiliriz?',
  start: 'Yanıtlar burada kalır. Bu pencereyi kapatıp dilediğiniz zaman geri dönebilirsiniz.',
  unread: { one: '{count} okunmamış', other: '{count} okunmamış' },
  arrivedMany: {
    one: '{name} gönderdi: {count} yeni mesaj',
    other: '{name} gönderdi: {count} yeni mesaj',
  },
  write: 'Mesaj yazın',
  writeHint: 'Enter gönderir, Shift ve Enter yeni satıra geçer.',
  send: 'Gönder',
  sending: 'Gönderiliyor',
  sent: 'Gönderildi',
  seen: 'Görüldü',
  edited: 'Düzenlendi',
  removed: 'Bu mesaj silindi.',
  waiting: 'Bağlantı bekleniyor',
  waitingTime: '{count} sn içinde gönderilecek',
  offline: 'Bağlantı yok. Yazmaya devam edebilirsiniz.',
  offlineWaiting: {
    one: 'Bağlantı yok. Bağlantı gelince {count} mesaj gönderilecek.',
    other: 'Bağlantı yok. Bağlantı gelince {count} mesaj gönderilecek.',
  },
  back: 'Yeniden bağlandı.',
  loading: 'Yükleniyor',
  unreachable: 'Sohbete şu anda ulaşılamıyor.',
  unreachableIn: '{count} sn sonra yeniden denenecek.',
  tryNow: 'Şimdi dene',
  more: 'Daha fazla',
  emoji: 'Emoji',
  attach: 'Dosya ekle',
  voice: 'Sesli mesaj kaydet',
  fileWaits: 'Dosyanız bağlantı geri geldiğinde eklenecek.',
};
