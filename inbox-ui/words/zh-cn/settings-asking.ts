import type { Words } from '../en/catalogue.ts';

export const asking: Words['settings']['asking'] = {
  ratings: '评价',
  rating: '请访客评价',
  ratingLead: '会话完成后，访客会被询问一次是否满意：五个表情，另可留言。不影响其他操作。',
  title: '首条消息前的问题',
  lead: '已在您的网站登录或曾经留言的访客不会被询问。回答显示在会话记录中。',
  add: '添加问题',
  remove: '移除问题',
  kind: '类型',
  kinds: {
    name: '姓名',
    email: '邮箱',
    phone: '电话',
    text: '短文本',
    choice: '选择',
    consent: '同意条款',
  },
  label: '问题',
  consent: '需同意的内容',
  ownWord: '留空则以访客的语言显示。',
  choices: '选项',
  choicesHelp: '每行一个。',
  version: '版本',
  versionHelp: '修改内容时请一并修改版本：它会随每次同意一起保存。',
  required: '必填',
  saved: '问题已保存。',
};
