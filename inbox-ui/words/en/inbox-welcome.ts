/** What to do first in a new installation. */
export const welcome = {
  title: 'Getting started',
  lead: 'Each ticks itself off when it is done.',
  progress: (done: number, all: number) => `${done} of ${all} done`,
  hide: 'Hide',
  done: 'done',
  steps: {
    write: {
      title: 'Write to yourself',
      text: 'Opens a page with your widget. What you write there appears here: answer it, press H, then Z.',
    },
    website: {
      title: 'Put the widget on your website',
      text: 'One line to copy. It ticks when a page of yours has shown it.',
    },
    channel: {
      title: 'Connect another channel',
      text: 'A mailbox, text messages, or a messenger your customers use.',
    },
    team: { title: 'Invite somebody', text: 'Two see more than one.' },
    reply: {
      title: 'Save a text you write often',
      text: 'Then a slash finds it while you write.',
    },
    notices: {
      title: 'Be told while you look elsewhere',
      text: 'By your desktop, and by a sound if you like.',
    },
  },
};
