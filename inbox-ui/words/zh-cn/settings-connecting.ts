import type { Words } from '../en/catalogue.ts';
import { plural } from '../plural.ts';

export const connecting: Words['settings']['connecting'] = {
  firstTitle: '基本设置',
  more: '更多设置',
  moreHelp: '未填写的项目使用默认值。',
  find: '查找服务器',
  findHelp: '根据已填写的内容查找并填入其余设置。',
  found: '已找到并填入。请检查后保存。',
  foundNone: '没有找到，请在下方手动填写服务器。',
  check: '登录测试',
  checkLead: '用填写的内容试着登录。',
  checkAction: '测试',
  checking: '正在登录…',
  works: '可以使用。',
  examine: '渠道周边',
  examineLead: '外部哪些设置决定消息能否送达，以及如何修正。',
  examineAction: '检查',
  examineAgain: '重新检查',
  states: { good: '正常', warning: '建议修正', bad: '必须修正' },
  fix: '请设置',
  fetched: (when) => `最近收取：${when}`,
  notFetching: '未在收取',
  notFetchingSince: (when) => `自 ${when} 起未能收取。`,
  autoReply: '自动回复',
  autoReplyLead: '向发起会话的人发送一次，不会发给机器。留空则不发送。',
  autoReplyLabel: '内容',
  autoReplySaved: '自动回复已保存。',
  pushed: '也可以由对方推送：把此地址提供给转交消息的服务，而不是由这里收取。',
  stepLive: '首条消息',
  stepAnswers: '回复',
  reconnect: '重新连接',
  mend: '请修正下方设置，然后重新连接。消息仍会收到。',
  live: {
    title: '首条消息的路径',
    steps: {
      handshake: '平台询问了地址并得到应答。',
      received: '收到一个请求，签名正确。',
      understood: '从中读出了一条消息。',
      answered: '平台接受了回复。',
      confirmed: '平台告知回复已送达。',
    },
    hints: {
      handshake: '',
      received: '请在该渠道发送一条消息。',
      understood: '目前收到的都不是消息。',
      answered: '请在收件箱中回复。',
      confirmed: '送达后平台会告知。',
    },
    states: { done: '', waiting: '等待中', failed: '尚未' },
    refused: (n) => plural('zh-CN', n, { other: '# 个请求被拒绝：签名错误。' }),
    causes: {
      signature: (secrets) =>
        secrets.length > 0
          ? `以下某项与提供方不一致：${secrets.join('、')}。`
          : '此处与提供方的密钥不一致。',
      notConnected: '提供方还不知道该地址：请在上方尝试连接。',
      otherAddress: '提供方填写的地址与上方不同。',
      events: '提供方未开启消息事件。',
      unreachable: '外部无法访问此服务器（防火墙、地址或证书）。',
    },
  },
};
