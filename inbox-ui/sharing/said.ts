/** The words of this page, which are loaded with it. */
import { computed } from '@preact/signals';
import { sharing as en } from '../words/en/sharing.ts';
import { locale } from '../words/words.ts';
import { sharing as zhCn } from '../words/zh-cn/sharing.ts';

export const said = computed(() => (locale.value === 'zh-CN' ? zhCn : en));
