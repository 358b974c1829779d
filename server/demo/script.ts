/**
 * Reads stories as they are written down, in a form that is quickly written and read:
 *
 *     Ada Lovelace, telegram, 8123004711
 *     subject Only where messages have one
 *     owner tom
 *     tags Delivery, Complaint
 *     priority high
 *     2h 10m < What she says. [[a-file-of-hers.png]]
 *     2h tom ~ What Tom notes for his colleagues.
 *     1h 50m tom > What he answers.\nOn two lines.
 *     1h tom gives maya
 *     30m maya snoozes 20 (hours, from now on), or: 30m maya done
 *
 * An empty line stands between two stories.
 */
import type { Act, Story } from './story.ts';

export const readScript = (script: string): Story[] =>
  script
    .trim()
    .split(/\n\s*\n/)
    .map(readStory);

const PRIORITIES = ['urgent', 'high', 'low'] as const;

/** @throws with the line that is not understood */
function readStory(text: string): Story {
  const [head = '', ...lines] = text.split('\n');
  const [name = '', on = '', address = ''] = head.split(', ');
  const option = (word: string) =>
    lines.find((line) => line.startsWith(`${word} `))?.slice(word.length + 1);
  const [subject, owner, tags] = [option('subject'), option('owner'), option('tags')];
  const priority = PRIORITIES.find((one) => one === option('priority'));
  const acts = lines.filter((line) => !/^(subject|owner|tags|priority) /.test(line)).map(readAct);
  if (!address || acts.length === 0) throw new Error(`not a story: ${head}`);
  return {
    person: { name, on, address },
    ...(subject && { subject }),
    ...(owner && { owner }),
    ...(tags && { tags: tags.split(', ') }),
    ...(priority && { priority }),
    acts,
  };
}

const ACT = /^((?:\d+[dhm] )+)(?:(\w+) )?(<|>|~|gives|snoozes|done)(?: (.*))?$/;
const FILE = / *\[\[(.+)\]\]$/;

function readAct(line: string): Act {
  const [, time = '', agent = '', mark, rest = ''] = ACT.exec(line) ?? [];
  const ago = time.trim();
  const text = rest.replaceAll('\\n', '\n');
  switch (mark) {
    case '<': {
      const file = FILE.exec(text)?.[1];
      return { ago, does: 'says', text: text.replace(FILE, ''), ...(file && { file }) };
    }
    case '>':
      return { ago, does: 'answers', agent, text };
    case '~':
      return { ago, does: 'notes', agent, text };
    case 'gives':
      return { ago, does: 'gives', agent, to: rest };
    case 'snoozes':
      return { ago, does: 'snoozes', agent, hours: Number(rest) };
    case 'done':
      return { ago, does: 'finishes', agent };
    default:
      throw new Error(`not a line of a story: ${line}`);
  }
}
