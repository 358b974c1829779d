import type { Words } from '../en/catalogue.ts';
import { plural } from '../plural.ts';

export const sending: Words['inbox']['sending'] = {
  way: '回复方式',
  closesIn: (time, templates) => (templates ? `${time}后关闭，之后只能发送模板` : `${time}后关闭`),
  over: (templates) =>
    templates
      ? '自由回复的时间已过：对方再次来信之前只能发送模板。'
      : '回复的时间已过：对方再次来信之前无法发送。',
  spent: (templates) =>
    templates
      ? '对其最后一条消息的回复次数已用完：对方再次来信之前只能发送模板。'
      : '对其最后一条消息的回复次数已用完：对方再次来信之前无法发送。',
  answersLeft: (n) => plural('zh-CN', n, { other: '还可回复 # 次' }),
  blocked: (who, reason) => `${who} 不希望在此收到消息：${reason} 备注仍可使用。`,
  segments: (n) => plural('zh-CN', n, { other: '# 段' }),
  segmentsLong: (n, left) =>
    `${plural('zh-CN', n, { other: '# 段' })}，本段还剩 ${plural('zh-CN', left, { other: '# 个字符' })}`,
  wide: '其中有字符使每段变短。',
  bytesLeft: (n) => plural('zh-CN', n, { other: '还剩 # 个字节' }),
  bytesOver: (n) => plural('zh-CN', n, { other: '超出 # 个字节' }),
  templates: '模板',
  templateTitle: '发送模板',
  noTemplates: '平台没有列出此渠道的模板。',
  listedAt: (when) => `${when}列出`,
  listAgain: '重新向平台查询',
  states: { pending: '尚未批准', rejected: '未批准', unsupported: '无法从这里发送' },
  place: (n) => `第 ${n} 个值`,
  sentAs: (name) => `模板 ${name}`,
  quote: '回复此消息',
  noQuote: '不引用',
  preview: '对方将看到',
};
