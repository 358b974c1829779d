/** 设置 → 快捷键。 */
import type { Words } from '../en/catalogue.ts';

export const keys: Words['settings']['keys'] = {
  title: '快捷键',
  lead: '在你登录的每台设备上都一样。随时按 ? 查看。',
  which: '使用哪些按键',
  single: '单键快捷键',
  singleHelp: 'R 回复，E 标为完成，J 和 K 上下移动。使用语音输入或屏幕阅读器按键时可关闭。',
  preset: '基于',
  presetHelp: '你自己的改动会保留。',
  presets: { ours: 'Interline', gmail: 'Gmail', freescout: 'FreeScout' },
  fixed: '固定',
  none: '无按键',
  change: (name) => `更改“${name}”的按键`,
  reset: (name) => `撤销对“${name}”的更改`,
  resetAll: '撤销所有更改',
  press: '请按下新的按键，或先后按两个键。按回车保存。',
  waiting: '等待按键…',
  taken: (name) => `“${name}”正在使用，保存后将失去它。`,
  without: '不设按键',
};
