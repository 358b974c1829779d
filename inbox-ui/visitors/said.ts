/** The words of the board, and of what stands beside a conversation: they come with those. */
import { visitors as en } from '../words/en/visitors.ts';
import { inUse } from '../words/words.ts';
import { visitors as zhCn } from '../words/zh-cn/visitors.ts';

export const said = inUse(en, zhCn);
