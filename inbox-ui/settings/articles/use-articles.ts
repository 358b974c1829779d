/** The articles of a channel while they are being written: added, changed, taken out, and kept all together. */
import { useState } from 'preact/hooks';
import type { Article, Articles } from '../../../server/wire/articles.ts';
import type { Channel } from '../../../server/wire/channels.ts';
import { type ApiError, api } from '../../api.ts';
import { toast } from '../../parts/toast.tsx';
import { said } from './said.ts';

/** As many as are kept. */
const MOST = 20;

/** With a number of its own, so that what is typed stays where it is when another one goes. */
export type Draft = Article & { number: number };

type Props = { channel: Channel; onChange: (channel: Channel) => void };

export function useArticles({ channel, onChange }: Props) {
  const [drafts, setDrafts] = useState(() => draftsOf(channel.articles));
  const [search, setSearch] = useState(channel.articles?.search ?? '');
  const [tried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<ApiError | null>(null);
  const send = async () => {
    setBusy(true);
    setFailure(null);
    const articles = { list: drafts.map(({ title, url }) => ({ title, url: url.trim() })), search };
    const answer = await api.patch<Channel>(`channels/${channel.id}`, { articles });
    setBusy(false);
    if (!answer.ok) return setFailure(answer.error);
    setDrafts(draftsOf(answer.value.articles));
    setSearch(answer.value.articles?.search ?? '');
    onChange(answer.value);
    toast({ text: said.peek().saved });
  };
  return {
    ...{ drafts, search, setSearch, tried, busy, failure },
    full: drafts.length >= MOST,
    add: () => {
      const number = Math.max(0, ...drafts.map((draft) => draft.number)) + 1;
      setDrafts([...drafts, { number, title: '', url: '' }]);
    },
    change: (draft: Draft) =>
      setDrafts(drafts.map((one) => (one.number === draft.number ? draft : one))),
    remove: (number: number) => setDrafts(drafts.filter((one) => one.number !== number)),
    /** False, and nothing is sent, while one of them lacks something. */
    save: (): boolean => {
      const whole = drafts.every(({ title, url }) => title.trim() && isAddress(url));
      const ready = whole && isSearch(search);
      setTried(!ready);
      if (ready) void send();
      return ready;
    },
  };
}

const draftsOf = (articles: Articles | null): Draft[] =>
  (articles?.list ?? []).map((article, at) => ({ ...article, number: at + 1 }));

export const isAddress = (url: string): boolean =>
  /^https?:\/\//i.test(url.trim()) && URL.canParse(url);

/** The server looks closer: what is typed must not decide on the website. */
export const isSearch = (search: string): boolean =>
  search.trim() === '' || (isAddress(search) && search.split('{query}').length === 2);
