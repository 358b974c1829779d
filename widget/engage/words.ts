/** The few words of this script's own, in every language of the widget: it fetches none. */
import type { Locale } from '../words/words.ts';

export const CLOSE: Record<Locale, string> = {
  en: 'Close',
  'zh-CN': '关闭',
  'zh-TW': '關閉',
  ja: '閉じる',
  ko: '닫기',
  es: 'Cerrar',
  fr: 'Fermer',
  de: 'Schließen',
  it: 'Chiudi',
  'pt-BR': 'Fechar',
  nl: 'Sluiten',
  pl: 'Zamknij',
  tr: 'Kapat',
  ru: 'Закрыть',
  ar: 'إغلاق',
};
