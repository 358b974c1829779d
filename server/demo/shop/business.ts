/** A shop for house plants, the same as on the demo page. */
import { readScript } from '../script.ts';
import { type Business, OPEN, PRESSING } from '../story.ts';
import chinese from './chinese.txt?raw';
import english from './english.txt?raw';

export const shop: Business = {
  name: 'Fern & Pine',
  agents: {
    maya: { name: 'Maya Lindqvist', email: 'maya@fernandpine.example' },
    tom: { name: 'Tom Okafor', email: 'tom@fernandpine.example' },
    lin: { name: '林悦', email: 'lin@fernandpine.example' },
    hao: { name: '陈浩', email: 'hao@fernandpine.example' },
  },
  channels: {
    'web-chat': { name: 'Website' },
    email: {
      name: 'hello@fernandpine.example',
      settings: { address: 'hello@fernandpine.example', senderName: 'Fern & Pine' },
    },
    whatsapp: { name: 'WhatsApp' },
    instagram: { name: '@fernandpine' },
    messenger: { name: 'Fern & Pine page' },
    wechat: { name: '蕨与松公众号' },
    telegram: { name: '@fernandpine_bot' },
    'twilio-sms': { name: 'Text messages' },
    api: { name: 'Shop app' },
  },
  savedReplies: [
    {
      name: 'Where is my order',
      text: 'Hi {{contact.first|there}}, I’m looking into where your order is and come back to you within the hour.',
    },
    {
      name: 'Yellow leaves',
      text: 'Yellow leaves are nearly always too much water. Let the top two centimetres dry before you water again, and never leave water in the saucer.',
    },
    {
      name: 'Return label',
      text: 'No problem, {{contact.first|friend}}. I’ve sent a return label to your e-mail. We refund as soon as it is back, usually within three working days.',
    },
    { name: '查物流', text: '{{contact.name}}您好，我马上帮您查物流，一小时内给您回复。' },
    {
      name: '退换货',
      text: '可以的，退货标签已经发到您的邮箱，寄回的运费由我们承担。收到后三个工作日内退款。',
    },
    {
      name: '黄叶怎么办',
      text: '叶子发黄多半是水浇多了。等表面两厘米的土干了再浇，托盘里不要积水。',
    },
  ],
  macros: [
    {
      name: 'Refund agreed',
      actions: [
        {
          do: 'draft',
          text: 'Your refund is on its way, {{contact.first|there}}. It reaches you within three working days.',
        },
        { do: 'tag', tag: 'Refund' },
        { do: 'assign', to: 'me' },
      ],
    },
    {
      name: 'Chase the courier',
      actions: [
        { do: 'note', text: 'Rang the courier; they answer by tomorrow morning.' },
        { do: 'tag', tag: 'Delivery' },
        { do: 'snooze', until: 'tomorrow 9am' },
      ],
    },
  ],
  views: [
    { name: 'Pressing', filter: { all: [OPEN, PRESSING] } },
    {
      name: 'Waiting over an hour',
      filter: { all: [OPEN, { field: 'waiting', op: 'older', value: 60 }] },
    },
  ],
  stories: [...readScript(english), ...readScript(chinese)],
};
