/** What is put under messages: few, and known to every platform. Apart from the schemas, for the screens. */
export const REACTIONS = ['👍', '❤️', '😂', '😮', '🙏', '🎉'];
