/** What the installation writes to the people who work with it, each in their language. */
import type { Locale } from '../wire/people.ts';

export type Said = { subject: string; lines: string[]; action: string; foot: string };

type Words = {
  invitation(workspace: string, by: string): Said;
  reset(name: string): Said;
  digest(count: number, workspace: string): Said;
  called: string;
  more(count: number): string;
  stop: { title: string; action: string; done: string; link: string };
};

const en: Words = {
  invitation: (workspace, by) => ({
    subject: `${by} invites you to ${workspace}`,
    lines: [`${by} invites you to answer customers together in ${workspace}.`],
    action: 'Accept the invitation',
    foot: 'The link works once, for 72 hours. If you do not know who this is, do nothing.',
  }),
  reset: (name) => ({
    subject: 'Choose a new password',
    lines: [`Hello ${name},`, 'somebody asked for a new password for your account.'],
    action: 'Choose a new password',
    foot: 'The link works once, for an hour. If it was not you, do nothing: your password stays as it is.',
  }),
  digest: (count, workspace) => ({
    subject:
      count === 1
        ? `1 conversation waits in ${workspace}`
        : `${count} conversations wait in ${workspace}`,
    lines: ['You have not seen yet:'],
    action: 'Open the inbox',
    foot: 'You get this because you asked for it under Settings → Profile → Notices.',
  }),
  called: 'calls you',
  more: (count) => `and ${count} more`,
  stop: {
    title: 'Get no more digests?',
    action: 'No more digests',
    done: 'You get no more digests.',
    link: 'Get no more of these mails:',
  },
};

const zh: Words = {
  invitation: (workspace, by) => ({
    subject: `${by} 邀请你加入 ${workspace}`,
    lines: [`${by} 邀请你加入 ${workspace}，一起回复客户。`],
    action: '接受邀请',
    foot: '链接只能使用一次，72 小时内有效。如果你不认识对方，请忽略此邮件。',
  }),
  reset: (name) => ({
    subject: '设置新密码',
    lines: [`${name}，你好：`, '有人为你的账户申请了新密码。'],
    action: '设置新密码',
    foot: '链接只能使用一次，一小时内有效。如果不是你本人，请忽略：密码不会改变。',
  }),
  digest: (count, workspace) => ({
    subject: `${workspace} 有 ${count} 个会话在等待`,
    lines: ['你还没有看过：'],
    action: '打开收件箱',
    foot: '你在“设置 → 个人资料 → 通知”中选择了接收此邮件。',
  }),
  called: '提到了你',
  more: (count) => `还有 ${count} 个`,
  stop: {
    title: '不再接收摘要邮件？',
    action: '不再接收',
    done: '你将不再收到摘要邮件。',
    link: '不再接收此类邮件：',
  },
};

export const mailWords = (locale: Locale): Words => (locale === 'zh-CN' ? zh : en);
