/**
 * The second script of a website, served as `/widget/engage.js`: what the team says by itself, beside the launcher, and
 * elements of the page's own that open the chat. Only websites that want this put it beside the loader.
 */
import { engage } from './engage/engage.ts';
import { joinChat } from './joining.ts';

joinChat((origin, chat, dataset) => engage(origin, chat, { ...dataset }));
