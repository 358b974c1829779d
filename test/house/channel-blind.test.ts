/** No channel is named where every channel has to be treated alike: it would be the first of many ifs. */
import ts from 'typescript';
import { expect, test } from 'vitest';
import { filesIn, foldersIn, read } from '../tools/tree.ts';
import { product } from './tools/floors.ts';

const adapters = foldersIn('adapters');
const blind = [...product.map((room) => `server/${room}`), 'server/wire', 'inbox-ui'];

/** Ids that are words of everyday speech: here only the bare literal is a channel. */
const everyday = ['echo'];

/** What the code says without its comments: names, texts, attributes. */
function utterances(file: string, code: string): string[] {
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node) || ts.isLiteralExpression(node) || ts.isJsxText(node)) {
      found.push(node.text);
    } else if (ts.isTemplateHead(node) || ts.isTemplateMiddleOrTemplateTail(node)) {
      found.push(node.text);
    }
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(file, code, ts.ScriptTarget.Latest, false, ts.ScriptKind.TSX));
  return found;
}

/** `webChat`, `WebChat`, `web_chat` and `Web chat` are all `web-chat`. */
const kebab = (text: string): string =>
  text
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1-$2')
    .replaceAll(/[\s_]+/g, '-')
    .toLowerCase();

function namesAChannel(text: string): boolean {
  return adapters.some((id) =>
    everyday.includes(id) ? text === id : new RegExp(`(^|[^a-z])${id}([^a-z]|$)`).test(kebab(text)),
  );
}

test('neither the product nor the inbox names a channel', () => {
  const files = filesIn(blind, /\.tsx?$/);
  expect(adapters.length).toBeGreaterThan(1);
  expect(files.length).toBeGreaterThan(20);
  const said = files.map((file) => ({ file, texts: utterances(file, read(file)) }));
  expect(said.flatMap(({ texts }) => texts).length).toBeGreaterThan(1_000);
  const named = said.flatMap(({ file, texts }) =>
    texts.filter(namesAChannel).map((text) => `${file}: ${text}`),
  );
  expect(named).toEqual([]);
});

test('only one style sheet knows channels: the palette of their colours', () => {
  const sheets = filesIn(['inbox-ui'], /\.css$/);
  expect(sheets.length).toBeGreaterThan(0);
  const knowing = sheets.filter((file) =>
    read(file)
      .replaceAll(/\/\*[\s\S]*?\*\//g, '')
      .split(/[^\w-]+/)
      .some((word) => adapters.some((id) => `-${word}-`.includes(`-${id}-`))),
  );
  expect(knowing.length, knowing.join(', ')).toBeLessThanOrEqual(1);
});

test('a name is seen in every disguise, and not where there is none', () => {
  const code = `
    // web-chat in a comment
    type Kind = 'web-chat';
    const webChatChannel = <p title={\`a \${x} Web chat\`}>web_chat</p>;
    const localEcho = 'echo back'; if (id === 'echo') webChatter();`;
  expect(utterances('planted.tsx', code).filter(namesAChannel)).toEqual([
    'web-chat',
    'webChatChannel',
    ' Web chat',
    'web_chat',
    'echo',
  ]);
});
