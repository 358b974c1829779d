import type { Words } from '../en/catalogue.ts';

export const blocking: Words['inbox']['blocking'] = {
  mark: '已屏蔽',
  block: '屏蔽',
  unblock: '取消屏蔽',
  blocked: (name) => `已屏蔽 ${name}，对方发来的消息将被丢弃。`,
  unblocked: (name) => `已取消屏蔽 ${name}。`,
  failed: (why) => `未作任何更改。${why}`,
  since: (when, by) => `${by} 于 ${when} 屏蔽`,
  dropped: (n) => (n === 0 ? '此后对方没有发来消息。' : `此后已丢弃 ${n} 条消息。`),
  did: (who) => `${who} 屏蔽了联系人`,
  undid: (who) => `${who} 取消了屏蔽`,
};
