/** 新安装后首先要做的事。 */
import type { Words } from '../en/catalogue.ts';

export const welcome: Words['inbox']['welcome'] = {
  title: '开始使用',
  lead: '每完成一项，会自动打勾。',
  progress: (done, all) => `已完成 ${done} / ${all}`,
  hide: '隐藏',
  done: '已完成',
  steps: {
    write: {
      title: '给自己写条消息',
      text: '打开带有小组件的页面。你写的内容会出现在这里：回复它，按 H，再按 Z。',
    },
    website: {
      title: '把小组件放到你的网站',
      text: '只需复制一行代码。你的页面显示过它后会打勾。',
    },
    channel: { title: '再连接一个渠道', text: '邮箱、短信，或客户使用的即时通讯。' },
    team: { title: '邀请同事', text: '两个人总比一个人看得全。' },
    reply: { title: '保存一段常用回复', text: '之后输入斜杠就能找到它。' },
    notices: { title: '离开页面时也能收到提醒', text: '通过桌面通知，也可以加上提示音。' },
  },
};
