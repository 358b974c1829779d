/** The words of the board, and of what stands beside a conversation: they come with those. */
import { computed } from '@preact/signals';
import { visitors as en } from '../words/en/visitors.ts';
import { locale } from '../words/words.ts';
import { visitors as zhCn } from '../words/zh-cn/visitors.ts';

export const said = computed(() => (locale.value === 'zh-CN' ? zhCn : en));
