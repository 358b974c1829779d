/** The words of this page, which are loaded with it. */
import { sharing as en } from '../words/en/sharing.ts';
import { inUse } from '../words/words.ts';
import { sharing as zhCn } from '../words/zh-cn/sharing.ts';

export const said = inUse(en, zhCn);
