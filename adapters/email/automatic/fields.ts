/** Header fields out of a piece of text: delivery reports, returned headers, badly built mails. */

export type Field = {
  /** Lower case. */
  name: string;
  /** Unfolded. */
  value: string;
  /** An empty line stood before it: in delivery reports the start of the next recipient. */
  afterBlank: boolean;
};

/** The fields in `text`, in order; what is no field is passed over. Never throws. */
export function readFields(text: string): Field[] {
  const fields: Field[] = [];
  let blank = false;
  for (const line of linesOf(text)) {
    if (line.trim() === '') {
      blank = true;
      continue;
    }
    const field = FIELD.exec(line);
    if (field) {
      const [, name = '', value = ''] = field;
      fields.push({ name: name.toLowerCase(), value: value.trim(), afterBlank: blank });
    } else if (!blank) {
      append(fields.at(-1), line);
    }
    blank = false;
  }
  return fields;
}

/** The value of the first field of that name; '' when there is none. */
export function fieldOf(fields: readonly { name: string; value: string }[], name: string): string {
  return fields.find((field) => field.name === name)?.value ?? '';
}

/** The lines of a text, however they end; at most 5,000, each at most 2,000 characters. */
export function linesOf(text: string): string[] {
  return text
    .slice(0, 2_000_000)
    .split(/\r\n|\n|\r/, 5_000)
    .map((line) => line.slice(0, 2000));
}

const FIELD = /^([A-Za-z][A-Za-z0-9-]{1,60})[ \t]{0,20}:(.*)$/;

/** Folded lines belong to the field before; a diagnosis is often broken without the indent. */
function append(field: Field | undefined, line: string) {
  if (!field) return;
  const folded = /^[ \t]/.test(line) || field.name === 'diagnostic-code';
  if (folded && field.value.length < 8000) field.value = `${field.value} ${line.trim()}`.trim();
}
