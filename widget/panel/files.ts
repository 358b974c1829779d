/** What a chat needs for files of either direction; most chats have none and never fetch this. */
import type { VisitorConfig } from '../../server/wire/visitor.ts';
import type { Api } from './api.ts';
import { Pictures } from './pictures.ts';
import type { Session } from './session.ts';
import type { ReadonlySignal, Signal } from './signals.ts';
import { Uploads } from './uploads.ts';

export type Files = {
  readonly api: Api;
  readonly session: Session;
  readonly config: ReadonlySignal<VisitorConfig | null>;
  readonly uploads: Signal<Uploads | null>;
  pictures: Pictures | null;
};

/** The chat's uploads, from the first call on. */
export function uploadsOf(chat: Files): Uploads {
  const { api, session, config, uploads } = chat;
  uploads.value ??= new Uploads({
    limits: () => config.value?.attachments ?? null,
    now: Date.now,
    send: async (file, options) => {
      await session.ensure();
      const attachment = await session.use((token) => api.upload(token, file, options));
      if (attachment.inline) picturesOf(chat).hold(attachment.id, file);
      return attachment;
    },
  });
  return uploads.value;
}

/** The pictures of its line, from the first call on. */
export function picturesOf(chat: Files): Pictures {
  const { api, session } = chat;
  chat.pictures ??= new Pictures({
    small: (id) => session.use((token) => api.preview(token, id)),
    whole: (id) => session.use((token) => api.attachment(token, id)),
  });
  return chat.pictures;
}
