/** The connect form of a web chat. */
import type { SettingField } from '../adapter.ts';

export const settings: readonly SettingField[] = [
  {
    key: 'title',
    label: { en: 'Title', 'zh-CN': '标题' },
    help: {
      en: 'Stands at the top of the chat on your site.',
      'zh-CN': '显示在网站聊天窗口的顶部。',
    },
    type: 'text',
    required: false,
    secret: false,
    default: 'Chat with us',
  },
  {
    key: 'greeting',
    label: { en: 'Greeting', 'zh-CN': '问候语' },
    help: {
      en: 'The first words a visitor reads, before writing anything.',
      'zh-CN': '访客在输入之前最先看到的话。',
    },
    type: 'text',
    required: false,
    secret: false,
    default: 'Hello. Ask us anything: a person reads this and answers here.',
  },
  {
    key: 'accent',
    label: { en: 'Colour', 'zh-CN': '颜色' },
    help: {
      en: 'Of buttons and links, as # and six digits.',
      'zh-CN': '按钮和链接的颜色，写成 # 加六位数字。',
    },
    type: 'text',
    required: false,
    secret: false,
    default: '#0E6655',
    pattern: '#[0-9A-Fa-f]{6}',
  },
  {
    key: 'allowedOrigins',
    label: { en: 'Websites', 'zh-CN': '网站' },
    help: {
      en:
        'Where the chat may appear, one a line: https://shop.example.com, or ' +
        'https://*.example.com for every subdomain. Empty: anywhere.',
      'zh-CN':
        '聊天可以出现的网站，每行一个：https://shop.example.com，' +
        '或用 https://*.example.com 表示所有子域名。留空：任何网站。',
    },
    type: 'lines',
    required: false,
    secret: false,
    default: '',
  },
  {
    key: 'verifiedOnly',
    label: { en: 'Signed-in people only', 'zh-CN': '仅限已登录的人' },
    help: {
      en: 'Refuse visitors your site does not vouch for with a signed token.',
      'zh-CN': '拒绝没有你网站签名令牌的访客。',
    },
    type: 'switch',
    required: false,
    secret: false,
    default: 'off',
  },
  {
    key: 'location',
    label: { en: 'Visitors may send their place', 'zh-CN': '访客可发送位置' },
    help: {
      en: 'In the menu of the chat: a link to a map, after their browser has asked them.',
      'zh-CN': '在聊天窗口的菜单中：经浏览器征得同意后，发送一个地图链接。',
    },
    type: 'switch',
    required: false,
    secret: false,
    default: 'off',
  },
  {
    key: 'countsWaiting',
    label: { en: 'Visitors see how many wait before them', 'zh-CN': '访客可看到前面的等待人数' },
    help: {
      en: 'Of those on this channel whom nobody has taken yet; not outside the opening hours.',
      'zh-CN': '只计此渠道中尚未有人接手的会话；营业时间之外不显示。',
    },
    type: 'switch',
    required: false,
    secret: false,
    default: 'off',
  },
  {
    key: 'trail',
    label: { en: 'Show on which page visitors are', 'zh-CN': '显示访客正在浏览的页面' },
    help: {
      en:
        'Who is on your website now, as “Visitors” in the inbox, and beside each chat. Nothing is stored, and nothing is ' +
        'told of visitors who have not agreed. Your website needs the line of the snippet that this adds.',
      'zh-CN':
        '在收件箱的“访客”中以及每个对话旁显示当前网站上的人。不会存储任何内容；未同意的访客不会被报告。' +
        '你的网站需要加入代码片段中新增的一行。',
    },
    type: 'switch',
    required: false,
    secret: false,
    default: 'off',
  },
  {
    key: 'identitySecret',
    label: { en: 'Identity secret', 'zh-CN': '身份密钥' },
    help: {
      en:
        'Your server signs with it who is signed in (JWT, HS256, at most an hour). ' +
        'Leave it empty and one is made for you.',
      'zh-CN': '你的服务器用它为已登录者的身份签名（JWT，HS256，最长一小时）。留空则为你生成。',
    },
    type: 'text',
    required: false,
    secret: true,
    generate: true,
  },
  {
    key: 'tokenSecret',
    label: { en: 'Token secret', 'zh-CN': '令牌密钥' },
    help: {
      en: 'Signs the tokens of visitors. Changing it ends every chat that is open.',
      'zh-CN': '为访客的令牌签名。更换后，所有打开的聊天都会结束。',
    },
    type: 'text',
    required: false,
    secret: true,
    generate: true,
    hidden: true,
  },
];
