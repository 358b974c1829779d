/** The words of this page, which are loaded with it. */
import { system as en } from '../../words/en/settings-system.ts';
import { inUse } from '../../words/words.ts';
import { system as zhCn } from '../../words/zh-cn/settings-system.ts';

export type Said = typeof en;

export const said = inUse(en, zhCn);
