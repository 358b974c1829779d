import type { Words } from '../en/catalogue.ts';

export const people: Words['inbox']['people'] = {
  notes: '备注',
  notesLead: '同事应该知道的事。外人永远看不到。',
  noteAbout: (name) => `记下关于 ${name} 的事`,
  noteEdit: '编辑备注',
  noteDelete: '删除备注',
  noteDeleted: '备注已删除',
  noteMenu: '此备注的更多操作',
  noteEdited: '已编辑',
  noteEmpty: '请先写点内容。',
  failed: (why) => `未保存。${why}`,
  likely: '可能是同一个人',
  because: {
    address: (address) => `也使用 ${address}`,
    name: (domain) => `姓名相同，且都使用 ${domain} 的邮箱`,
  },
  merge: '合并…',
  apart: '不是同一个人',
  areTwo: (one, other) => `${one} 与 ${other} 是两个人`,
};
