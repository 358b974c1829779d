import type { Words } from '../en/catalogue.ts';

export const revising: Words['inbox']['revising'] = {
  edit: '编辑',
  delete: '删除',
  field: '编辑消息',
  hint: 'Enter 保存，Shift 加 Enter 换行，Esc 保持原样。',
  save: '保存',
  empty: '内容为空。如需撤回，请删除。',
  deleteTitle: '删除这条消息？',
  deleteText: '客户那边也会删除，且无法恢复。',
  changing: (text) => `正在改为“${text}”`,
  deleting: '正在删除',
  notChanged: (text, why) => `未能改为“${text}”。${why}`,
  notDeleted: (why) => `未能删除。${why}`,
  leave: '保持原样',
};
