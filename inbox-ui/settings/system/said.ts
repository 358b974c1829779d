/** The words of this page, which are loaded with it. */
import { computed } from '@preact/signals';
import { system as en } from '../../words/en/settings-system.ts';
import { locale } from '../../words/words.ts';
import { system as zhCn } from '../../words/zh-cn/settings-system.ts';

export type Said = typeof en;

export const said = computed((): Said => (locale.value === 'zh-CN' ? zhCn : en));
