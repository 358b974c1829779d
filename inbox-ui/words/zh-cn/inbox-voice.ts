import type { Words } from '../en/catalogue.ts';

export const voice: Words['inbox']['voice'] = {
  record: '录制语音',
  phases: {
    asking: '浏览器正在询问能否使用麦克风。',
    recording: '正在录音',
    paused: '已暂停',
  },
  trouble: {
    refused: '麦克风被拒绝。请在浏览器设置中允许此网址使用麦克风，然后重试。',
    missing: '没有找到麦克风。',
    failed: '录音失败，没有发送任何内容。',
  },
  why: {
    impossible: '此浏览器无法在这里录音：需要麦克风和 https 地址。',
    unwanted: '此渠道不接收语音。',
  },
  pause: '暂停',
  goOn: '继续',
  finish: '停止并试听',
  discard: '放弃',
  use: '加入消息',
  player: (name) => `音频：${name}`,
  play: '播放',
  position: '播放位置',
  speed: (times) => `${times} 倍速，点按更改`,
  unplayable: '无法在此播放',
  keep: (name) => `下载 ${name}`,
};
