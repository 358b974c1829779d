import type { Words } from '../en/catalogue.ts';

export const priority: Words['inbox']['priority'] = {
  title: '优先级',
  every: '任何优先级',
  names: { urgent: '紧急', high: '高', normal: '普通', low: '低' },
  label: (name) => `优先级：${name}`,
  changed: (who, name) => `${who} 将优先级设为“${name}”`,
};

export const groups: Words['inbox']['list']['groups'] = {
  pressing: '紧急与高',
  overdue: '已超时',
  today: '今天',
  low: '低优先级',
  earlier: '更早',
};
