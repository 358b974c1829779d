/** The very first minutes: nobody has an account, and then Ana has, and a channel to try. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { en } from '../../inbox-ui/words/en/catalogue.ts';
import { Inbox, Widget } from '../support/screens.ts';
import { Stage } from '../support/stage.ts';

const { setup, name, email, password } = en.session;

let stage: Stage;
beforeAll(async () => {
  stage = await Stage.open({ ADMIN_EMAIL: '', ADMIN_PASSWORD: '' });
});
afterAll(() => stage.close());

it('whoever opens it first makes the first admin by hand and lands in the inbox', async () => {
  const page = await stage.window();
  await page.goto('/');
  await page.getByRole('heading', { name: setup.title }).waitFor();
  await page.getByLabel(name).fill('Ana Alves');
  await page.getByLabel(email).fill('ana@example.com');
  await page.getByLabel(password, { exact: true }).fill('too short');
  await page.getByRole('button', { name: setup.action }).click();
  await page.getByText(en.common.shortPassword(9, 12)).waitFor();
  await page.getByLabel(password, { exact: true }).fill('a long and quiet river');
  await page.getByRole('button', { name: setup.action }).click();
  await page.getByRole('region', { name: en.inbox.list.label(en.shell.views.inbox) }).waitFor();
  await page.getByRole('link', { name: 'Website', exact: true }).waitFor();

  const { welcome } = en.inbox;
  const guide = page.getByRole('region', { name: welcome.title });
  await guide.getByText(welcome.progress(0, 6)).waitFor();
  const opening = page.waitForEvent('popup');
  await guide.getByRole('link', { name: welcome.steps.write.title }).click();
  const visitor = await opening;
  const widget = new Widget(visitor);
  await widget.open();
  await widget.write('Are you open already?');
  await new Inbox(page).row('Are you open already?').waitFor();

  // Ticked by what happened, not by the click.
  await guide.getByText(welcome.progress(1, 6)).waitFor();
  await guide.getByRole('link', { name: welcome.steps.reply.title }).click();
  await page.getByRole('button', { name: en.settings['saved-replies'].create }).waitFor();
  await page.goBack();
  await guide.getByRole('button', { name: welcome.hide }).click();
  await guide.waitFor({ state: 'detached' });
  await page.reload();
  await new Inbox(page).row('Are you open already?').waitFor();
  expect(await guide.count()).toBe(0);
});

it('whoever comes second finds the log-in, and no way around it', async () => {
  const page = await stage.window();
  await page.goto('/setup');
  await page.getByRole('heading', { name: en.session.logIn.title }).waitFor();
  await page.getByLabel(email).fill('ana@example.com');
  await page.getByLabel(password, { exact: true }).fill('a wrong and noisy river');
  await page.getByRole('button', { name: en.session.logIn.action }).click();
  await page.getByText(en.session.logIn.refused).waitFor();
  await page.getByLabel(password, { exact: true }).fill('a long and quiet river');
  await page.getByRole('button', { name: en.session.logIn.action }).click();
  await new Inbox(page).row('Are you open already?').waitFor();
  expect(await page.context().cookies()).toMatchObject([{ httpOnly: true, sameSite: 'Lax' }]);
});
