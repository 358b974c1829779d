import type { ComponentChildren } from 'preact';
import { useMemo } from 'preact/hooks';
import { type Node, parseMarkdown } from '../../../server/wire/markdown.ts';
import { words } from '../../words/words.ts';

/** Our own words with the little formatting in them, as the other side sees it. There is no way from here to HTML. */
export function RichText({ text }: { text: string }) {
  const nodes = useMemo(() => parseMarkdown(text), [text]);
  return (
    <div class="bubble-text" dir="auto">
      {nodes.map(draw)}
    </div>
  );
}

function draw(node: Node): ComponentChildren {
  switch (node.kind) {
    case 'text':
      return node.text;
    case 'break':
      return <br />;
    case 'bold':
      return <strong>{node.children.map(draw)}</strong>;
    case 'italic':
      return <em>{node.children.map(draw)}</em>;
    case 'code':
      return <code>{node.text}</code>;
    case 'block':
      return <pre>{node.text}</pre>;
    case 'link':
      return (
        <a
          href={node.href}
          target="_blank"
          rel="noopener noreferrer nofollow"
          title={words.value.inbox.thread.opens}
        >
          {node.children.map(draw)}
        </a>
      );
  }
}
