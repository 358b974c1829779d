/** What the mails say around the answers, in the language their reader chose in the chat. */

type Words = {
  subject: string;
  answer: string;
  why: string;
  stop: string;
  page: { title: string; action: string; done: string };
};

const en: Words = {
  subject: 'Your chat with us',
  answer: 'Answer this mail, and it appears in the chat it comes from, where it can be read.',
  why: 'You get this because your address was left in a chat on our website.',
  stop: 'Get no more of these mails:',
  page: {
    title: 'Get no more mails from our chat?',
    action: 'No more mails',
    done: 'You get no more mails from our chat.',
  },
};

const zh: Words = {
  subject: '您与我们的对话',
  answer: '直接回复此邮件，内容会出现在原来的聊天窗口中，并可在那里看到。',
  why: '您收到此邮件，是因为有人在我们网站的聊天中留下了您的邮箱。',
  stop: '不再接收此类邮件：',
  page: {
    title: '不再接收来自聊天的邮件？',
    action: '不再接收',
    done: '您将不再收到来自聊天的邮件。',
  },
};

export const wordsIn = (locale: string): Words => (locale.startsWith('zh') ? zh : en);
