/** The words of this card, in the language in use: they come with it, as only admins read them. */
import { nudges as en } from '../../words/en/settings-nudges.ts';
import { inUse } from '../../words/words.ts';
import { nudges as zhCn } from '../../words/zh-cn/settings-nudges.ts';

export const said = inUse(en, zhCn);
