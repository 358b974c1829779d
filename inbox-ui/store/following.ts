import type { Channel } from '../../server/wire/channels.ts';

/** Whether any channel tells on which pages its visitors are. */
export const follows = (channels: readonly Channel[] | null): boolean =>
  channels?.some(isFollowed) === true;

/** Whether this one does. */
export const isFollowed = ({ settings }: Channel): boolean => settings['trail'] === 'on';
