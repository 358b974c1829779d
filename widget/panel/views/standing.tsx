/** @jsxImportSource #draw */
/** Whether somebody is there, or when they are back; nothing where nobody has said. */
import type { VisitorConfig } from '../../../server/wire/visitor.ts';
import { type Say, usePanel } from './context.ts';
import { duration, moment } from './format.ts';

export function Standing() {
  const { chat, locale, say } = usePanel();
  const config = chat.config.value;
  const text = config && inWords(config, locale, say);
  if (!text) return null;
  const away = config?.hours?.open === false;
  return <p class={away ? 'standing away' : 'standing'}>{text}</p>;
}

function inWords({ hours, answersIn }: VisitorConfig, locale: string, say: Say): string | null {
  if (hours && !hours.open) {
    if (!hours.changesAt) return say('away');
    return say('backAt', { time: moment(new Date(hours.changesAt), locale) });
  }
  const time = answersIn === null ? null : duration(answersIn, locale);
  if (!hours) return time && say('answersIn', { time });
  return time ? say('onlineIn', { time }) : say('online');
}
