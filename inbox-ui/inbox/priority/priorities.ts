/** How pressing a conversation can be, the most pressing first. */
import type { Priority } from '../../../server/wire/conversations.ts';

export const PRIORITIES: readonly Priority[] = ['urgent', 'high', 'normal', 'low'];
