import type { Words } from '../en/catalogue.ts';

export const station: Words['inbox']['station'] = {
  started: (channel) => `来自 ${channel}`,
  channel: (channel) => `转到 ${channel}`,
  removedChannel: '已移除的渠道',
  someone: '有人',
  system: 'Interline',
  done: (who) => `${who} 标记为完成`,
  endedByVisitor: (who) => `${who} 结束了会话`,
  rated: (who, score) => `${who} 评价了 ${score} 分（满分 5 分）`,
  answered: (who) => `${who} 咨询前填写了信息`,
  asked: (label, value) => `${label}：${value}`,
  agreed: (text, version) => `已同意“${text}”（版本 ${version}）`,
  spam: (who) => `${who} 标记为垃圾消息`,
  reopened: (who) => `${who} 重新打开`,
  reopenedByReply: (who) => `${who} 再次来信，会话重新打开`,
  woke: '延后时间已到',
  snoozed: (who, until) => `${who} 延后到 ${until}`,
  took: (who) => `${who} 接手`,
  assigned: (who, to) => `${who} 分配给 ${to}`,
  unassigned: (who) => `${who} 取消了分配`,
  related: {
    same: (number) => `同一封消息也到了 #${number}`,
    mentioned: (number) => `提到了 #${number} 中的消息`,
  },
  verified: (name) => `${name} 已验证身份`,
  renamed: (name) => `联系人更名为 ${name}`,
};
