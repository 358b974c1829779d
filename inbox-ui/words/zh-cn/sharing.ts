import type { sharing as en } from '../en/sharing.ts';

export const sharing: typeof en = {
  title: '发送到…',
  what: '分享的内容',
  find: '查找进行中的会话',
  recent: '最近的进行中会话',
  found: '查找结果',
  none: '没有进行中的会话',
  notFound: (q) => `没有包含“${q}”的进行中会话`,
  discard: '丢弃',
  offline: '当前没有网络连接。文件会在这里等待，恢复连接后再选择发送到哪里。',
  nothing: '没有要发送的内容',
  nothingText: '在其他应用中分享文字、链接或文件，并选择 Interline。',
  toInbox: '前往收件箱',
};
