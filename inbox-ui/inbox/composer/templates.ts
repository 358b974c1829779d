/** What a template reads with its values; a place without one still shows its number. The server fills in the same way. */
export function filled(text: string, values: readonly string[]): string {
  return text.replace(/\{\{(\d{1,3})\}\}/g, (place, order: string) => {
    return values[Number(order) - 1]?.trim() || place;
  });
}
