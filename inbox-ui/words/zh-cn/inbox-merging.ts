import type { Words } from '../en/catalogue.ts';

export const merging: Words['inbox']['merging'] = {
  title: '合并会话',
  which: (name) => `${name} 的哪个会话说的是同一件事？`,
  find: '按主题、内容或编号查找',
  none: (name) => `${name} 没有其他可以合并的会话。`,
  noMatch: '没有匹配的会话。',
  lead: (other, kept) => `#${other} 将并入 #${kept}：`,
  what: {
    said: (kept) => `两边的消息都会按时间顺序显示在 #${kept} 中。`,
    lines: (kept) => `客户之后发来的消息都会进入 #${kept}。`,
    tags: '标签和草稿一并带过来，等待时间保持不变。',
    link: (other, kept) => `#${other} 的链接将指向 #${kept}。`,
    back: '之后随时可以拆分。拆分之前说的内容会留在这里。',
  },
  swap: (other, kept) => `改为将 #${kept} 并入 #${other}`,
  confirm: '合并',
  twoOnly: '请选中同一个人的两个会话再合并。',
  notTheSame: '这两个会话属于不同的人。如果是同一个人，请先在联系人页面合并联系人。',
  done: (other, kept) => `#${other} 已并入 #${kept}`,
  undone: (other) => `#${other} 已恢复为独立的会话`,
  takeApart: '拆分',
  ledHere: (other) => `#${other} 已并入此会话`,
  did: {
    merged: {
      from: (who, number) => `${who} 将 #${number} 并入此会话`,
      into: (who, number) => `${who} 将此会话并入 #${number}`,
    },
    unmerged: {
      from: (who, number) => `${who} 将 #${number} 拆分出去`,
      into: (who, number) => `${who} 将此会话从 #${number} 拆分出来`,
    },
  },
};
