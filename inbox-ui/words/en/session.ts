/** Before anyone is logged in: first run, log-in, invitation. */
export const session = {
  name: 'Your name',
  nameHelp: 'Customers see your first name beside your answers.',
  email: 'E-mail',
  password: 'Password',
  passwordHelp: 'At least 12 characters. A sentence is easier to remember than a puzzle.',
  language: 'Language',
  tagline: 'Every conversation on one line.',
  setup: {
    pageTitle: 'Set up Interline',
    title: 'Set up your workspace',
    lead: 'One account, about 30 seconds. You are its first admin.',
    action: 'Create workspace',
    stationsLabel: 'What comes next',
    stations: [
      { title: 'Your account', text: 'Name, e-mail, password. Nothing is sent anywhere.' },
      { title: 'Your inbox', text: 'You land in it right away, already live.' },
      {
        title: 'Your website',
        text: 'A chat for it is made already: try it on the demo page, then paste one line of HTML.',
      },
      { title: 'Your colleagues', text: 'Invite them with a link.' },
    ],
    already: 'This workspace is already set up.',
    alreadyAction: 'Log in instead',
  },
  logIn: {
    pageTitle: 'Log in',
    title: 'Log in',
    lead: 'Welcome back.',
    action: 'Log in',
    refused: 'E-mail and password do not match. Check both, then try again.',
    throttled: (time: string, wait: string) =>
      `Too many failed tries for this address. You can try again at ${time} (in ${wait}).`,
    expired: 'You were logged out. Log in to go on where you were.',
    help: 'No account yet? An admin of your workspace can invite you.',
    lost: 'Password lost?',
  },
  invitation: {
    pageTitle: 'Join',
    title: (workspace: string) => `Join ${workspace}`,
    lead: (email: string) => `You were invited as ${email}. Choose a name and a password to begin.`,
    action: 'Join',
    invalidTitle: 'This invitation no longer works',
    invalidText:
      'It was used, withdrawn, or is older than 72 hours. Ask the person who invited you for a new link.',
    toLogIn: 'Go to log-in',
    loggedIn: (name: string) =>
      `You are logged in as ${name}. Accepting logs you in as the invited person instead.`,
  },
  unreachable: {
    title: 'The server does not answer',
    text: 'This page tries again by itself every few seconds. Nothing is lost.',
  },
};
