import type { Words } from '../en/catalogue.ts';

export const tags: Words['settings']['tags'] = {
  title: '标签',
  lead: '用来查找会话的词。按 T 加上；任何人都可以新建。',
  create: '新建标签',
  empty: '还没有标签',
  emptyText: '为想要查找和统计的内容加标签：退款、退货、好评。',
  open: (count) => `${count} 个进行中`,
  rename: '重命名',
  renameTitle: '重命名标签',
  name: '名称',
  taken: '已有同名的标签。',
  save: '保存',
  saved: '标签已保存。',
  remove: '移除',
  removeTitle: (name) => `移除标签“${name}”？`,
  removeText: '不再提供此标签。已有此标签的会话保持不变。',
  removed: '标签已移除。',
};
