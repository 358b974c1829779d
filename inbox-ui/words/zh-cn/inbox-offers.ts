import type { Words } from '../en/catalogue.ts';

export const offers: Words['inbox']['offers'] = {
  choices: '可选的回答',
  add: '添加可选的回答',
  change: '修改这些回答',
  leaveOut: '不附带这些回答',
  onePerLine: '每行一个回答',
  help: (max, length) =>
    `以按钮显示在消息下方，最多 ${max} 个，每个最多 ${length} 个字符。对方点按即发送。`,
  use: '加入消息',
  none: '请至少写一个回答。',
  tooMany: (max) => `太多了：最多 ${max} 个。`,
  tooLong: (answer, length) => `“${answer}”太长：最多 ${length} 个字符。`,
  twice: (answer) => `“${answer}”出现了两次。`,
  cards: '卡片',
  form: '表单',
  taken: '（已选）',
};
