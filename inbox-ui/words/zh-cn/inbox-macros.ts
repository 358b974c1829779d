import type { Words } from '../en/catalogue.ts';

export const macros: Words['inbox']['macros'] = {
  preview: '它会做什么',
  run: (name) => `宏：${name}`,
  edit: '新建或修改宏',
  noneOn: (key) => `${key} 键上还没有宏。`,
  tooMany: (most) => `一个宏最多同时处理 ${most} 个会话，请少选一些。`,
  noMoment: (typed) => `“${typed}”不是将来的时间。`,
  ran: (name) => `已执行：${name}。`,
  ranOn: (name, n) => `已对 ${n} 个会话执行：${name}。`,
  stays: '回复已经发出，无法撤回。',
  failed: (why) => `什么都没有执行。${why}`,
  unseen: (who) => `什么都没有执行：${who} 刚刚写了新内容。请先看过再执行。`,
  goesAtOnce: '回复会立即发出，无法撤回。',
  steps: {
    reply: '发送回复',
    draft: '写入回复框',
    note: '留下备注',
    assign: (name) => `分配给 ${name}`,
    toMe: '分配给我',
    toNobody: '取消分配',
    tag: (name) => `加上标签 ${name}`,
    untag: (name) => `取下标签 ${name}`,
    priority: (name) => `将优先级设为“${name}”`,
    status: { done: '标记完成', open: '重新打开' },
    snooze: (until) => `延后到 ${until}`,
  },
};
