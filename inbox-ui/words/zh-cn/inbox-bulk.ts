import type { Words } from '../en/catalogue.ts';

export const bulk: Words['inbox']['bulk'] = {
  tools: '对所有选中的会话',
  select: '选中',
  deeds: (name) => `完成或延后：${name}`,
  selected: (n) => `已选 ${n} 个`,
  done: (n) => `已将 ${n} 个会话标记为完成`,
  open: (n) => `已重新打开 ${n} 个会话`,
  spam: (n) => `已将 ${n} 个会话标记为垃圾消息`,
  snoozed: (n, time) => `已将 ${n} 个会话延后到 ${time}`,
  assigned: (n, name) => `已将 ${n} 个会话分配给 ${name}`,
  assignedMe: (n) => `你已接手 ${n} 个会话`,
  unassigned: (n) => `已取消 ${n} 个会话的分配`,
  failed: (n, all, why) => `${all} 个会话中有 ${n} 个未能更改。${why}`,
  prioritised: (n, name) => `已将 ${n} 个会话的优先级设为“${name}”`,
  tagged: (n, name) => `${n} 个已加标签 ${name}`,
  untagged: (n, name) => `已从 ${n} 个取下标签 ${name}`,
  movedOn: '这些会话都已经完成。',
};
