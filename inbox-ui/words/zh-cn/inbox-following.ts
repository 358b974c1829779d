import type { Words } from '../en/catalogue.ts';

export const following: Words['inbox']['following'] = {
  title: '参与者',
  follow: '关注',
  stop: '取消关注',
  remove: (name) => `将 ${name} 移出参与者`,
  nobody: '还没有人。在这里写过内容或被备注提到的人都会参与。',
  followed: '已关注此会话',
  stopped: '已取消关注此会话',
  joined: (name) => `${name} 已参与`,
  removed: (name) => `${name} 不再参与`,
  followedMany: (n) => `已关注 ${n} 个会话`,
  stoppedMany: (n) => `已取消关注 ${n} 个会话`,
  empty: '没有你关注的进行中会话',
  emptyText: '你回复过的会话，以及备注中提到你的会话，会留在这里，直到完成。',
};
