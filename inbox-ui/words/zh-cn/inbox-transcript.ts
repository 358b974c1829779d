import type { Words } from '../en/catalogue.ts';

export const transcript: Words['inbox']['transcript'] = {
  title: (name, number) => `与 ${name} 的会话 #${number}`,
  back: '返回会话',
  print: '打印',
  internal: '包含备注',
  internalHelp: '包括备注以及与他人的旁侧沟通，客户从未看到过这些内容。',
  customer: '客户',
  channel: '渠道',
  subject: '主题',
  span: '时间',
  from: (begin, end) => `${begin} 至 ${end}`,
  note: '备注',
  side: '旁侧沟通',
  file: (name, size) => `文件：${name}（${size}）`,
  printed: (when, who) => `由 ${who} 于 ${when} 导出`,
  nothing: '还没有客户能看到的内容。',
};
