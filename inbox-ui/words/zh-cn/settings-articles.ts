import type { articles as en } from '../en/settings-articles.ts';

export const articles: typeof en = {
  title: '文章',
  lead: '你的网站上已有的说明文章：在访客发送第一条消息之前以及聊天菜单中提供，访客可按标题中的词查找。',
  none: '还没有。访客不会看到任何相关内容。',
  name: '标题',
  address: '地址',
  required: '请填写标题。',
  addressWrong: '请填写网页地址，如 https://help.example.com/returns。',
  item: (number) => `文章 ${number}`,
  remove: (title) => `移除“${title}”`,
  add: '添加文章',
  search: '搜索地址',
  searchHelp:
    '帮助页面的搜索地址，用 {query} 表示访客输入的内容：https://help.example.com/search?q={query}。将在新标签页中打开。留空：仅搜索上面的文章。',
  searchWrong:
    '请填写类似 https://help.example.com/search?q={query} 的地址，{query} 只能出现一次。',
  save: '保存',
  saved: '文章已保存。',
  several: '访客的对话',
  severalLead:
    '访客可随时开始新对话，查看以往的对话并继续其中任意一个。否则，访客说的一切都属于同一个对话。日后关闭时，每位访客停留在当前打开的对话中。',
  severalOn: '允许访客拥有多个对话',
};
