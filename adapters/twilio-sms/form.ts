/** Twilio's requests are forms; parameters come and go without notice. */

/** Every parameter as sent, repeated ones as lists: what the signature is over. */
export function parametersOf(body: Uint8Array): Record<string, string | string[]> {
  const found = new Map<string, string[]>();
  for (const [name, value] of new URLSearchParams(new TextDecoder().decode(body))) {
    const before = found.get(name);
    if (before) before.push(value);
    else found.set(name, [value]);
  }
  // Own properties, whatever they are called.
  return Object.fromEntries(
    [...found].map(([name, values]) => [name, values.length > 1 ? values : values.join()]),
  );
}

/** A request's parameters: '' where there is none of that name. */
export type Form = (name: string) => string;

export function readForm(body: Uint8Array): Form {
  const all = new URLSearchParams(new TextDecoder().decode(body));
  return (name) => all.get(name) ?? '';
}
