/** Emoji as people look for them, in both languages; fetched when a colon is first typed. The most used come first. */
export type Emoji = { sign: string; words: readonly string[] };

const LIST = `
👍 thumbsup yes good ok 赞 好
🙂 smile slight 微笑
😀 grinning happy 笑脸 开心
😊 blush pleased 羞涩 高兴
❤️ heart love 爱心 红心
🙏 pray thanks please 感谢 拜托
🎉 tada party celebrate 庆祝 恭喜
😂 joy laugh tears 笑哭
😉 wink 眨眼
👋 wave hello bye 挥手 你好 再见
👏 clap applause 鼓掌
✅ check done yes 完成 对勾
❌ cross no wrong 错误 叉
😅 sweat relief 汗 尴尬
😍 hearteyes adore 喜欢 爱慕
🤔 thinking hmm 思考 疑惑
😢 cry sad 伤心 哭
😭 sob crying 大哭
😮 surprised wow 惊讶
😱 scream shock 惊恐
😡 angry rage 生气 愤怒
😴 sleep tired 睡觉 困
😎 cool sunglasses 酷 墨镜
🥳 partying birthday 派对 生日
🤗 hug 拥抱
🤝 handshake deal 握手 合作
👌 okay perfect 没问题
👎 thumbsdown bad 差 反对
💪 muscle strong 加油 强壮
🤞 fingerscrossed luck 祝好运
👀 eyes look 看
💡 bulb idea 主意 灯泡
🔥 fire hot 火 热门
⭐ star favourite 星 收藏
✨ sparkles shiny 闪亮
💯 hundred 满分 一百
⚠️ warning attention 警告 注意
❗ exclamation important 重要 感叹
❓ question 问题 问号
⏰ alarm time 闹钟 时间
⏳ hourglass waiting 等待 沙漏
📅 calendar date 日历 日期
📌 pin 图钉 置顶
📎 paperclip attachment 附件 回形针
📝 memo note 备忘 笔记
✏️ pencil edit 铅笔 编辑
📞 phone call 电话
📱 mobile smartphone 手机
💻 laptop computer 电脑
🖨️ printer 打印机
📷 camera photo 相机 照片
🎁 gift present 礼物
📦 package parcel box 包裹 快递
🚚 truck delivery shipping 货车 送货
✈️ plane flight travel 飞机 航班
🚆 train 火车
🚌 bus 公交
🚗 car 汽车
🚲 bicycle bike 自行车
⛴️ ferry ship 渡轮 船
🏨 hotel 酒店
🏠 house home 家 房子
🏢 office building 办公楼 公司
🏖️ beach holiday 海滩 度假
⛰️ mountain 山
🗺️ map 地图
📍 place location 位置 地点
🧳 luggage suitcase 行李
🎫 ticket 票
🛒 cart shopping 购物车
💳 card payment 信用卡 付款
💰 money bag 钱
💶 euro 欧元
💵 dollar 美元
🧾 receipt invoice 收据 发票
🏷️ label price 标签 价格
🔒 lock secure 锁 安全
🔓 unlock open 解锁
🔑 key password 钥匙 密码
🔍 search find 搜索 查找
🔗 link 链接
🔄 refresh return exchange 刷新 退换
↩️ back return 返回 退货
➡️ right arrow 右 箭头
⬅️ left 左
⬆️ up 上
⬇️ down 下
🔔 bell notification 铃 通知
🔕 mute silent 静音
🔧 wrench repair fix 扳手 修理
🛠️ tools service 工具 维修
⚙️ gear settings 设置 齿轮
🐛 bug 错误 虫子
🚀 rocket launch 火箭 发布
🏁 finish flag 终点
🏆 trophy winner 奖杯 冠军
🥇 gold medal first 金牌 第一
🎂 cake birthday 蛋糕 生日
🍾 champagne 香槟
☕ coffee 咖啡
🍵 tea 茶
🍽️ meal restaurant 用餐 餐厅
🍕 pizza 披萨
🌸 blossom flower 樱花 花
🌹 rose 玫瑰
🌱 plant seedling 植物 绿植
🌳 tree 树
☀️ sun sunny 太阳 晴
⛅ cloud 云
🌧️ rain 下雨
❄️ snow cold 雪 冷
🌈 rainbow 彩虹
🌍 world earth 世界 地球
🐶 dog 狗
🐱 cat 猫
🐟 fish 鱼
🦋 butterfly 蝴蝶
👶 baby 婴儿
👨‍👩‍👧 family 家庭
🧑‍💻 developer agent 程序员 客服
👩‍🔧 mechanic technician 技师
🙋 raisehand me 举手
🤷 shrug dontknow 耸肩 不知道
🙈 monkey oops 捂眼 害羞
😇 angel innocent 天使
😏 smirk 得意
😬 grimace awkward 龇牙
🥺 pleading 可怜
😔 pensive sorry 失落 抱歉
😤 huff 哼
🤒 sick ill 生病
🤕 hurt bandage 受伤
🩹 plaster heal 创可贴
💊 pill medicine 药
🏥 hospital 医院
♻️ recycle 回收
🆗 okbutton 好的
🆕 new 新
🆓 free 免费
🇨🇳 china 中国
🇪🇺 europe eu 欧盟
🇬🇧 uk britain 英国
🇺🇸 usa america 美国
🇩🇪 germany 德国
🇫🇷 france 法国
🇯🇵 japan 日本
`;

export const EMOJI: readonly Emoji[] = LIST.trim()
  .split('\n')
  .map((line) => {
    const [sign = '', ...words] = line.split(' ');
    return { sign, words };
  });

/** Those of which a word begins so; whole words first. */
export function findEmoji(asked: string, most: number): Emoji[] {
  const whole = EMOJI.filter(({ words }) => words.includes(asked));
  const begun = EMOJI.filter(
    (one) => !whole.includes(one) && one.words.some((word) => word.startsWith(asked)),
  );
  return [...whole, ...begun].slice(0, most);
}
