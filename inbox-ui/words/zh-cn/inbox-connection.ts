import type { Words } from '../en/catalogue.ts';

export const connection: Words['inbox']['connection'] = {
  offline: (time) => `${time} 起离线，你可以继续撰写。`,
  offlineWaiting: (time, n) => `${time} 起离线，你可以继续撰写；恢复联网后将发送 ${n} 条消息。`,
  kept: (time) => `离线：显示本设备保存的内容，截至 ${time}。你可以继续撰写。`,
  keptWaiting: (time, n) =>
    `离线：显示本设备保存的内容，截至 ${time}；恢复联网后将发送 ${n} 条消息。`,
  catchingUp: '正在同步…',
  tryNow: '立即重试',
  resting: (time) => `${time} 起暂停收发。你写的内容会保留，稍后自动发送。`,
  why: '查看原因',
};
