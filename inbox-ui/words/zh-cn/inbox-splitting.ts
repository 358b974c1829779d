import type { Words } from '../en/catalogue.ts';

export const splitting: Words['inbox']['splitting'] = {
  from: '从这里起拆分为新会话',
  done: (number) => `已拆分为 #${number}`,
  undone: (number) => `拆分出的 #${number} 已恢复到此会话`,
  nothing: '这里没有可以拆分的内容。',
  here: (number) => `从这里起转到 #${number}`,
  did: {
    split: {
      from: (who, number) => `${who} 将此会话从 #${number} 拆分出来`,
      into: (who, number) => `${who} 拆分出 #${number}`,
    },
    unsplit: {
      from: (who, number) => `${who} 将此会话恢复到 #${number}`,
      into: (who, number) => `${who} 将 #${number} 恢复到此会话`,
    },
  },
};
