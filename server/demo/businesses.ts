/** The businesses of the demo. The first one's website is the page to try the widget on. */
import type { Catalogue } from '../events/scope.ts';
import { shop } from './shop/business.ts';
import type { Business, Story } from './story.ts';
import { travel } from './travel/business.ts';

export const businesses: readonly Business[] = [shop, travel];

/** No business would have it. */
const FOR_TESTS = 'echo';
const WEBSITE = 'web-chat';

/** The same for what is installed: no kind of channel is left out, though nobody has written a story for it yet. */
export function businessesFor(catalogue: Catalogue): readonly Business[] {
  const told = new Set([FOR_TESTS, ...businesses.flatMap(({ channels }) => Object.keys(channels))]);
  const untold = [...catalogue.values()].filter(({ id }) => !told.has(id));
  const channels = Object.fromEntries(untold.map(({ id, name }) => [id, { name: name.en }]));
  const ids = untold.map(({ id }) => id);
  const opened = { channels: { ...shop.channels, ...channels }, stories: moved(shop.stories, ids) };
  return businesses.map((business) => (business === shop ? { ...shop, ...opened } : business));
}

/** Each of these channels takes a story over from the website, which has several. */
function moved(stories: readonly Story[], ids: readonly string[]): Story[] {
  const places = ids.values();
  return stories.map((story) => {
    const { done, value: on } = story.person.on === WEBSITE ? places.next() : { done: true };
    return done || !on ? story : { ...story, person: { ...story.person, on } };
  });
}
