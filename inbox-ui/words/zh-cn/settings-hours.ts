import type { Words } from '../en/catalogue.ts';

export const hours: Words['settings']['hours'] = {
  title: '服务时间',
  lead: '此渠道何时有人回复。网站访客会按自己的时间看到。',
  has: '此渠道有服务时间',
  hasHelp: '未设置时不会显示；无论如何，任何时候都会接收消息。',
  zone: '时区',
  kinds: { closed: '休息', ranges: '时段', all: '全天' },
  onDay: (day) => `${day}：是否服务`,
  from: (day) => `${day}，开始`,
  to: (day) => `${day}，结束`,
  addRange: (day) => `为${day}添加时段`,
  removeRange: (day) => `移除${day}的此时段`,
  faults: {
    backwards: '结束必须晚于开始。',
    overlap: '时段有重叠。',
  },
  likeMonday: '周一至周五与周一相同',
  holidays: '节假日',
  date: '日期',
  holidayName: '名称',
  addHoliday: '添加',
  dateFirst: '请先选择日期。',
  removeHoliday: (day) => `移除 ${day}`,
  saved: '服务时间已保存。',
};
