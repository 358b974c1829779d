/** A travel agency. */
import { readScript } from '../script.ts';
import { type Business, OPEN, PRESSING } from '../story.ts';
import chinese from './chinese.txt?raw';
import english from './english.txt?raw';

export const travel: Business = {
  name: 'Northbound',
  agents: {
    nora: { name: 'Nora Castellanos', email: 'nora@northbound.example' },
    dev: { name: 'Dev Malhotra', email: 'dev@northbound.example' },
    yan: { name: '王妍', email: 'yan@northbound.example' },
    rui: { name: '李睿', email: 'rui@northbound.example' },
  },
  channels: {
    'web-chat': { name: 'northbound.example' },
    email: {
      name: 'trips@northbound.example',
      settings: { address: 'trips@northbound.example', senderName: 'Northbound Travel' },
    },
    whatsapp: { name: 'WhatsApp' },
    line: { name: 'LINE' },
    wechat: { name: '北行旅行' },
    viber: { name: 'Viber', settings: { senderName: 'Northbound' } },
    telegram: { name: '@northbound_bot' },
    messenger: { name: 'Northbound page' },
    'twilio-sms': { name: 'Text messages' },
  },
  savedReplies: [
    {
      name: 'Lost luggage',
      text: 'I’m sorry, {{contact.first|there}}. Please send me the reference from the luggage desk and the name of your hotel, and I stay on it until the bag is with you.',
    },
    {
      name: 'Typhoon',
      text: 'Your flight has not been cancelled so far. The airline rebooks for free from today, so tell me which day suits you and I hold the seats.',
    },
    {
      name: 'Visa',
      text: 'Which passport do you travel with, and for how many days? Then I can tell you exactly what you need.',
    },
    {
      name: '台风改签',
      text: '{{contact.name}}您好，航空公司已经开放免费改签。您方便改到哪一天？我先帮您占座位，酒店一起改。',
    },
    {
      name: '签证材料',
      text: '请告诉我您持哪国护照、打算停留几天，我把完整的材料清单发给您。',
    },
    {
      name: '行李查询',
      text: '您别着急，请把行李条号码拍给我，我联系机场查询。临时购买的衣物请留好收据，可以报销。',
    },
  ],
  macros: [
    {
      name: 'Rebooking',
      actions: [
        {
          do: 'draft',
          text: 'I am holding seats for you, {{contact.first|there}}. Which day suits you best?',
        },
        { do: 'tag', tag: 'Rebooking' },
        { do: 'priority', priority: 'high' },
        { do: 'assign', to: 'me' },
      ],
    },
  ],
  views: [
    { name: 'Pressing', filter: { all: [OPEN, PRESSING] } },
    {
      name: '我的紧急事项',
      filter: { all: [OPEN, PRESSING, { field: 'assignee', op: 'is', value: 'me' }] },
    },
  ],
  stories: [...readScript(english), ...readScript(chinese)],
};
