/**
 * A further script of a website, served as `/widget/trail.js`: it tells on which page a visitor is. Only websites whose
 * channel is asked for that put it beside the loader.
 */
import { joinChat } from './joining.ts';
import { follow } from './trail/follow.ts';

joinChat(follow);
