/** @jsxImportSource #draw */
/** A parsed message as DOM nodes. There is no way from here to HTML. */

import type { ComponentChildren } from 'preact';
import { type Node, parseMarkdown } from '../../../server/wire/markdown.ts';
import { useMemo } from '../draw/hooks.ts';
import { usePart } from './context.ts';
import './rich-text.css';

export function RichText({ text }: { text: string }) {
  const nodes = useMemo(() => parseMarkdown(text), [text]);
  return (
    <div class="text" dir="auto">
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
      return <Link href={node.href}>{node.children.map(draw)}</Link>;
  }
}

function Link({ href, children }: { href: string; children: ComponentChildren }) {
  const { say } = usePart();
  return (
    <a href={href} target="_blank" rel="noopener noreferrer" title={say('linkWarning', { href })}>
      {children}
    </a>
  );
}
