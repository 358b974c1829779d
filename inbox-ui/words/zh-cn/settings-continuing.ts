import type { Words } from '../en/catalogue.ts';

export const continuing: Words['settings']['continuing'] = {
  title: '通过邮件转达回复',
  lead: '访客未在聊天中阅读的回复，会合并成一封邮件发到其留下的邮箱。对邮件的回复会回到这里和聊天窗口。',
  none: '未读的回复可以通过邮件转达给访客。需要一个发送邮件的邮箱：请先连接。',
  when: '未读时发送',
  whenHelp: '从访客最后在线时算起，每十五分钟最多一封。未经证实的邮箱只会收到留下邮箱之后的内容。',
  off: '从不',
  after: (minutes) => `${minutes} 分钟后`,
  by: '发送渠道',
  saved: '设置已保存。',
};
