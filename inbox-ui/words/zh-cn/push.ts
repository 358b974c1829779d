import type { push as en } from '../en/push.ts';

export const push: typeof en = {
  said: '新消息',
  saidText: '有客户给你发来消息。',
  called: (name: string) => `${name} 提到了你`,
  calledQuiet: '有同事提到了你',
  calledText: '在一条备注中。',
  test: '本设备可以收到通知',
  testText: '即使关闭 Interline，通知也会像这样显示。',
};
