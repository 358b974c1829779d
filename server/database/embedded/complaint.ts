const COMPLAINT = /^.*?\b(?:FATAL|PANIC|ERROR|error):\s*/;
const DETAIL = /^.*?\b(?:DETAIL|HINT):\s*/;

/** The line of a Postgres program's log that says why it ended; complaints that follow it do not. */
export function complaintIn(log: string): string {
  const lines = log.split('\n').filter((line) => line.trim() !== '');
  const line = lines.find((each) => COMPLAINT.test(each)) ?? lines.at(-1);
  const text = line?.replace(COMPLAINT, '') ?? 'it ended without a word';
  const detail = lines.find((each) => DETAIL.test(each))?.replace(DETAIL, '');
  return detail ? `${text} (${detail})` : text;
}
