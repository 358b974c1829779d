/** Seconds as a player counts them, in the digits of the place: 0:07, 12:30. */
export function playTime(seconds: number, locale: string): string {
  const whole = Math.floor(seconds);
  const digits = (count: number, minimumIntegerDigits: number) =>
    new Intl.NumberFormat(locale, { minimumIntegerDigits }).format(count);
  return `${digits(Math.floor(whole / 60), 1)}:${digits(whole % 60, 2)}`;
}
