import type { reset as en } from '../en/reset.ts';

export const reset: typeof en = {
  title: '新密码',
  lead: '我们会用邮件发给你一个链接，用它设置新密码。',
  ask: '发送链接',
  sentTitle: '请查看邮件',
  sentText: (email) => `如果 ${email} 在这里有账户，链接已经发出。它只能使用一次，一小时内有效。`,
  noMail: '此安装不发送邮件。请管理员先移除再重新邀请你，你的历史记录会保留。',
  throttled: (wait) => `请求过于频繁。请在${wait}后重试。`,
  deadTitle: '此链接已失效',
  deadText: '它已被使用，或已超过一小时。你可以重新获取。',
  chooseTitle: '设置新密码',
  choose: '保存并登录',
  ends: '你之前的所有登录和令牌会随之失效。',
};
