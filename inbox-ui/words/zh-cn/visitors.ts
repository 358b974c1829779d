import type { visitors as en } from '../en/visitors.ts';
import { plural } from '../plural.ts';

export const visitors: typeof en = {
  title: '访客',
  lead: '此刻在你网站上的人，由他们的浏览器告知。离开的人一两分钟后就会从这里消失；不会存储任何内容。',
  here: (count) => plural('zh-CN', count, { other: '# 位访客正在你的网站上' }),
  shown: (count) => `显示最近的 ${count} 位`,
  nobody: '现在没有人在你的网站上',
  nobodyText:
    '如果网页包含代码片段中的“widget/trail.js”一行，且访客没有要求网站不要跟踪，他们会在几秒内出现在这里。',
  off: '没有渠道显示访客正在浏览的页面',
  offText: '管理员可在网站渠道的设置中开启“显示访客正在浏览的页面”。在此之前它是关闭的。',
  toChannels: '渠道',
  visitor: '访客',
  talking: '对话中',
  gone: '已离开',
  from: (site) => `来自 ${site}`,
  pages: (count) => plural('zh-CN', count, { other: '# 个页面' }),
  onPage: (time) => `在此页面 ${time}`,
  inAll: (time) => `共 ${time}`,
  brief: '不到 1 分钟',
  beside: {
    title: '在你的网站上',
    looking: '正在浏览',
    away: '现在不在网站上。',
    before: '之前浏览',
    more: (count) => `再显示 ${count} 个`,
    open: (path) => `在新标签页中打开 ${path}`,
  },
};
