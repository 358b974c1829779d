import type { Words } from '../en/catalogue.ts';

export const notices: Words['settings']['notices'] = {
  title: '通知',
  lead: '客户来信而你正在看别处时。',
  about: '范围',
  choices: { free: '我的和未分配的', mine: '我的', all: '全部', none: '不通知' },
  sound: '声音',
  soundHelp: '两个轻柔的音符，同时到来的只响一次。',
  desktop: '本设备的通知',
  desktopHelp: '当你没有在看任何窗口时由系统显示。浏览器会先征求同意。',
  denied: '浏览器不允许此地址显示通知。可在该网站的设置中更改。',
  impossible: '此浏览器只为 https 地址显示通知。',
};
