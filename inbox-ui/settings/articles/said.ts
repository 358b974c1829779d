/** The words of this card, in the language in use: they come with it, as only admins read them. */
import { articles as en } from '../../words/en/settings-articles.ts';
import { inUse } from '../../words/words.ts';
import { articles as zhCn } from '../../words/zh-cn/settings-articles.ts';

export const said = inUse(en, zhCn);
