/** Messages a platform has approved: listed as it listed them last, and filled in before they are sent. */
import { sql } from 'drizzle-orm';
import type { Template } from '../../adapters/adapter.ts';
import type { ChosenTemplate } from '../../adapters/message.ts';
import { channels } from '../database/schema/channels.ts';
import type { Scope } from '../events/scope.ts';
import { clean } from '../events/text.ts';
import { Refusal } from '../wire/problems.ts';
import type { TemplateList } from '../wire/sending.ts';
import { accessOpenChannel, type ChannelRow, ofChannel } from './access.ts';
import { adapterOf } from './channels.ts';

const PLACE = /\{\{(\d{1,3})\}\}/g;

/** The templates of a channel, those that can be used first. @throws Refusal not_found */
export async function readTemplates(scope: Scope, channelId: string): Promise<TemplateList> {
  const { templates, templatesAt } = await accessOpenChannel(scope, channelId);
  const listed = templates.map(({ marketing = false, ...template }) => ({
    ...template,
    marketing,
    places: placesIn(template.text),
  }));
  const usable = listed.filter(({ state }) => state === 'approved');
  const others = listed.filter(({ state }) => state !== 'approved');
  return { data: [...usable, ...others], at: templatesAt?.toISOString() ?? null };
}

/** What the platform listed takes the place of what it listed before. @throws Refusal not_found */
export async function keepTemplates(
  scope: Scope,
  channelId: string,
  templates: Template[],
): Promise<TemplateList> {
  const kept = templates.map(({ name, language, text, state, marketing = false }) => {
    return { name: clean(name), language: clean(language), text: clean(text), state, marketing };
  });
  await scope.tx
    .update(channels)
    .set({ templates: kept, templatesAt: sql`now()` })
    .where(ofChannel(scope, channelId));
  return readTemplates(scope, channelId);
}

/**
 * What a template reads with its values in their places.
 * @throws Refusal invalid when it does not exist or a value is missing, conflict when it is not approved
 */
export async function fillTemplate(
  scope: Scope,
  channelId: string,
  chosen: ChosenTemplate,
): Promise<string> {
  const channel = await accessOpenChannel(scope, channelId);
  if (!adapterOf(scope, channel).capabilities.templates) {
    throw new Refusal('invalid', 'template: this channel has none.');
  }
  const { name, language, values } = chosen;
  const found = templateOf(channel, chosen);
  if (!found) throw new Refusal('invalid', `template: there is no “${name}” in “${language}”.`);
  if (found.state !== 'approved') {
    throw new Refusal('conflict', `The template “${name}” is ${STATES[found.state]}.`);
  }
  const places = placesIn(found.text);
  if (values.length !== places) {
    throw new Refusal('invalid', `template.values: “${name}” has ${places} to fill in.`);
  }
  if (values.some((value) => value.trim() === '')) {
    throw new Refusal('invalid', 'template.values: none of them may be empty.');
  }
  return found.text.replace(PLACE, (place, order: string) => values[Number(order) - 1] ?? place);
}

/** Is this what it is sent as, and does that advertise? */
export function advertises(channel: ChannelRow, chosen: NamedTemplate | null | undefined): boolean {
  return (chosen && templateOf(channel, chosen)?.marketing) ?? false;
}

type NamedTemplate = Pick<ChosenTemplate, 'name' | 'language'>;

const templateOf = ({ templates }: ChannelRow, { name, language }: NamedTemplate) =>
  templates.find((one) => one.name === name && one.language === language);

const STATES = {
  pending: 'still waiting for approval',
  rejected: 'not approved by the platform',
  unsupported: 'one that cannot be filled in here',
};

/** As many values as its highest place has a number. */
function placesIn(text: string): number {
  return Math.max(0, ...[...text.matchAll(PLACE)].map(([, order]) => Number(order)));
}
