/** The few rules forms check before asking the server; the same ones the server has. */
import { words } from '../words/words.ts';

export const PASSWORD_MIN = 12;

/** Each returns what is wrong in words, or null. */
export const checks = {
  filled: (value: string) => (value.trim() === '' ? words.value.common.required : null),
  email: (value: string) => {
    if (value.trim() === '') return words.value.common.required;
    return /^[^@\s]+@[^@\s]+$/.test(value.trim()) ? null : words.value.common.notEmail;
  },
  newPassword: (value: string) => {
    if (value === '') return words.value.common.required;
    const length = [...value].length;
    return length >= PASSWORD_MIN ? null : words.value.common.shortPassword(length, PASSWORD_MIN);
  },
};
