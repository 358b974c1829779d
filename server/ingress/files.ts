/** Files that came along with events go into the store before the events become rows. */
import type { InboundEvent } from '../../adapters/message.ts';
import type { Files } from '../attachments/files.ts';
import type { Delivered } from '../attachments/uploads.ts';
import { clean } from '../events/text.ts';

export type Delivery = { event: InboundEvent; files: Delivered[] };

const filesOf = (event: InboundEvent) =>
  event.type === 'message' || event.type === 'echo' ? (event.attachments ?? []) : [];

/** Each event with its files saved; those that lie elsewhere (`upload`, `remote`) are left to others. */
export async function keepFiles(store: Files, events: InboundEvent[]): Promise<Delivery[]> {
  const deliveries: Delivery[] = [];
  for (const event of events) {
    const files: Delivered[] = [];
    const coming = filesOf(event);
    for (const { name, source, contentId } of coming) {
      if (!('content' in source)) continue;
      const file = await store.keep(source.content);
      files.push({ name, contentId: contentId ? clean(contentId) : null, file });
    }
    deliveries.push({ event, files });
  }
  return deliveries;
}
