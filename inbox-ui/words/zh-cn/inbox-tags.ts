import type { Words } from '../en/catalogue.ts';

export const tags: Words['inbox']['tags'] = {
  title: '标签',
  add: '标签',
  none: '没有标签',
  coin: (name) => `新建标签“${name}”`,
  remove: (name) => `取下标签“${name}”`,
  unknown: '标签',
  more: (count) => `+${count}`,
  tagged: (names) => `已加标签 ${names}`,
  untagged: (names) => `已取下标签 ${names}`,
  added: (who, names) => `${who} 加了标签 ${names}`,
  removed: (who, names) => `${who} 取下了标签 ${names}`,
  empty: '没有带此标签的进行中会话',
  emptyText: '在会话中按 T 即可加标签。',
  channelEmpty: '这里没有进行中的会话',
  channelEmptyText: '客户在此渠道上写的内容会显示在这里。',
  goTo: { tag: '前往标签', channel: '前往渠道' },
  channel: '渠道',
  channelSettings: '渠道设置',
};
