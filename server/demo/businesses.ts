/** The businesses of the demo. The first one's website is the page to try the widget on. */
import { shop } from './shop/business.ts';
import type { Business } from './story.ts';
import { travel } from './travel/business.ts';

export const businesses: readonly Business[] = [shop, travel];
