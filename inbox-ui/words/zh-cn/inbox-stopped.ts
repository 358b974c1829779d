import type { Words } from '../en/catalogue.ts';

export const stopped: Words['inbox']['stopped'] = {
  title: (who) => `${who} 在你之前写了消息`,
  yours: '你的回复尚未发送',
  sendAnyway: '仍然发送',
  change: '修改',
  because: (who) => `未发送：${who} 先写了消息。`,
  look: '查看',
  elsewhere: (name) => `未发送给 ${name}：有人先写了消息。`,
};
