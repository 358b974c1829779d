/** The words of this card, in the language in use: they come with it, as only admins read them. */
import { computed } from '@preact/signals';
import { nudges as en } from '../../words/en/settings-nudges.ts';
import { locale } from '../../words/words.ts';
import { nudges as zhCn } from '../../words/zh-cn/settings-nudges.ts';

export const said = computed(() => (locale.value === 'zh-CN' ? zhCn : en));
