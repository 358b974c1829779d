import type { ComponentChildren } from 'preact';
import { useMemo } from 'preact/hooks';
import { type Node, parseMarkdown, safeHref } from '../../../server/wire/markdown.ts';
import { words } from '../../words/words.ts';

type Link = Extract<Node, { kind: 'link' }>;
/** With `foreign`, words that are not the address itself have beside them where they lead. */
type Props = { text: string; foreign?: boolean | undefined };

/** Words with the little formatting in them, as the other side sees them. There is no way from here to HTML. */
export function RichText({ text, foreign = false }: Props) {
  const nodes = useMemo(() => parseMarkdown(text), [text]);
  return (
    <div class="bubble-text" dir="auto">
      {drawAll(nodes, foreign)}
    </div>
  );
}

const drawAll = (nodes: Node[], foreign: boolean) => nodes.map((node) => draw(node, foreign));

function draw(node: Node, foreign: boolean): ComponentChildren {
  switch (node.kind) {
    case 'text':
      return node.text;
    case 'break':
      return <br />;
    case 'bold':
      return <strong>{drawAll(node.children, foreign)}</strong>;
    case 'italic':
      return <em>{drawAll(node.children, foreign)}</em>;
    case 'code':
      return <code>{node.text}</code>;
    case 'block':
      return <pre>{node.text}</pre>;
    case 'link':
      return (
        <>
          <a
            href={node.href}
            target="_blank"
            rel="noopener noreferrer nofollow"
            title={words.value.inbox.thread.opens}
          >
            {drawAll(node.children, foreign)}
          </a>
          {foreign && <Leads link={node} />}
        </>
      );
  }
}

/** A stranger's words may say one address and lead to another. */
function Leads({ link: { href, children } }: { link: Link }) {
  const [only] = children;
  if (only?.kind === 'text' && safeHref(only.text) === href) return null;
  return <bdi class="link-leads"> ({new URL(href).host || href})</bdi>;
}
