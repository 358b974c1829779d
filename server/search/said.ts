/** The one text of a message in which words are looked for: its subject, where it has one of its own, and what it says. */
export const said = ({ subject, text }: { subject: string | null; text: string }): string =>
  subject ? `${subject}\n${text}` : text;
