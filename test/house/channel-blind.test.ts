/** No channel is named where every channel has to be treated alike: it would be the first of many ifs. */
import ts from 'typescript';
import { expect, test } from 'vitest';
import { filesIn, foldersIn, read } from '../tools/tree.ts';
import { product } from './tools/floors.ts';

const adapters = foldersIn('adapters');
const blind = [...product.map((room) => `server/${room}`), 'server/wire', 'inbox-ui'];

/**
 * Ids that are words of everyday speech: people have an e-mail address on every channel. Of these
 * only the bare literal is a channel, and only where something is told apart by it.
 */
const everyday = ['api', 'echo', 'email', 'line', 'messenger'];

type Utterance = { text: string; decides: boolean };

/** What the code says without its comments: names, texts, attributes. */
function utterances(file: string, code: string): Utterance[] {
  const found: Utterance[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node) || ts.isLiteralExpression(node) || ts.isJsxText(node)) {
      found.push({ text: node.text, decides: decides(node) });
    } else if (ts.isTemplateHead(node) || ts.isTemplateMiddleOrTemplateTail(node)) {
      found.push({ text: node.text, decides: false });
    }
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(file, code, ts.ScriptTarget.Latest, true, ts.ScriptKind.TSX));
  return found;
}

const EQUALITY = new Set([
  ts.SyntaxKind.EqualsEqualsToken,
  ts.SyntaxKind.EqualsEqualsEqualsToken,
  ts.SyntaxKind.ExclamationEqualsToken,
  ts.SyntaxKind.ExclamationEqualsEqualsToken,
]);

/** Methods by which one looks something up, or asks whether it is among others. */
const LOOKS_UP = new Set(['includes', 'indexOf', 'has', 'get', 'startsWith', 'equals', 'find']);

/** Is this literal what something is compared with, looked up by, or one of a list to look in? */
function decides(node: ts.Node): boolean {
  if (!ts.isStringLiteralLike(node)) return false;
  const outer = outside(node);
  const { parent } = outer;
  if (ts.isBinaryExpression(parent)) {
    return EQUALITY.has(parent.operatorToken.kind) && !asksForAKind(parent);
  }
  if (ts.isVariableDeclaration(parent)) return true;
  if (ts.isCaseClause(parent)) {
    const { expression } = parent.parent.parent;
    return parent.expression === outer && !KINDS.has(expression.getText());
  }
  if (ts.isCallExpression(parent)) return parent.expression !== outer && looksUp(parent);
  return ts.isArrayLiteralExpression(parent) && isLookedIn(parent);
}

/** Without the parentheses and `as const` around it. */
function outside(node: ts.Node): ts.Node {
  const { parent } = node;
  const wraps =
    ts.isParenthesizedExpression(parent) ||
    ts.isAsExpression(parent) ||
    ts.isSatisfiesExpression(parent);
  return wraps ? outside(parent) : node;
}

function looksUp({ expression }: ts.CallExpression): boolean {
  return ts.isPropertyAccessExpression(expression) && LOOKS_UP.has(expression.name.text);
}

/** `['a', 'b'].includes(…)`, `new Set(['a', 'b'])` and `new Map([['a', …]])`. */
function isLookedIn(list: ts.ArrayLiteralExpression): boolean {
  const outer = outside(list);
  const { parent } = outer;
  if (ts.isPropertyAccessExpression(parent)) return LOOKS_UP.has(parent.name.text);
  if (ts.isArrayLiteralExpression(parent)) return isLookedIn(parent);
  return ts.isNewExpression(parent) && /^(Set|Map)$/.test(parent.expression.getText());
}

/**
 * `props.type === 'email'` asks for a kind of input field (HTML), as `'password'` does; `event.type === 'echo'` for a
 * kind of event in the contract, as `'message'` does.
 */
const KINDS = new Set(['props.type', 'event.type']);

function asksForAKind({ left, right }: ts.BinaryExpression): boolean {
  return [left, right].some((side) => KINDS.has(side.getText()));
}

/** `webChat`, `WebChat`, `web_chat` and `Web chat` are all `web-chat`. */
const kebab = (text: string): string =>
  text
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1-$2')
    .replaceAll(/[\s_]+/g, '-')
    .toLowerCase();

function namesAChannel({ text, decides }: Utterance): boolean {
  return adapters.some((id) =>
    everyday.includes(id)
      ? decides && text === id
      : new RegExp(`(^|[^a-z])${id}([^a-z]|$)`).test(kebab(text)),
  );
}

test('neither the product nor the inbox names a channel', () => {
  const files = filesIn(blind, /\.tsx?$/);
  expect(adapters.length).toBeGreaterThan(1);
  expect(files.length).toBeGreaterThan(20);
  const said = files.map((file) => ({ file, texts: utterances(file, read(file)) }));
  expect(said.flatMap(({ texts }) => texts).length).toBeGreaterThan(1_000);
  const named = said.flatMap(({ file, texts }) =>
    texts.filter(namesAChannel).map(({ text }) => `${file}: ${text}`),
  );
  expect(named).toEqual([]);
});

test('only one style sheet knows channels: the palette of their colours', () => {
  const sheets = filesIn(['inbox-ui'], /\.css$/);
  expect(sheets.length).toBeGreaterThan(0);
  const knowing = sheets.filter((file) => {
    const rules = read(file).replaceAll(/\/\*[\s\S]*?\*\//g, '');
    const words = rules.split(/[^\w-]+/);
    // `line-height` is no channel; `[data-adapter="line"]` is.
    return adapters.some((id) =>
      everyday.includes(id)
        ? rules.includes(`"${id}"`)
        : words.some((word) => `-${word}-`.includes(`-${id}-`)),
    );
  });
  expect(knowing.length, knowing.join(', ')).toBeLessThanOrEqual(1);
});

test('a name is seen in every disguise, and not where there is none', () => {
  const code = `
    // web-chat in a comment
    type Kind = 'web-chat';
    const webChatChannel = <p title={\`a \${x} Web chat\`}>web_chat</p>;
    const localEcho = 'echo back'; if (id === 'echo') webChatter();`;
  expect(namedIn(code)).toEqual(['web-chat', 'webChatChannel', ' Web chat', 'web_chat', 'echo']);
});

test.each([
  `if (channel.adapter === 'email') quote();`,
  `if ('email' !== adapterId) return;`,
  `if (adapter.id == ('email' as const)) quote();`,
  `switch (adapter) { case 'email': return quote(); }`,
  `const quotes = ['sms', 'email'].includes(adapter);`,
  `const quotes = adapter.startsWith('email');`,
  `const QUOTING = new Set(['email']);`,
  `const LIMITS = new Map([['email', 200_000]]);`,
  `const limit = limits.get('email');`,
  `const MAIL = 'email' as const;`,
  `const view = <Message large={message.adapter === 'email'} />;`,
])('what is told apart by an everyday word is seen: %s', (code) => {
  expect(namedIn(code)).toEqual(['email']);
});

test.each([
  `const { email, claimedEmail } = agent; save({ email });`,
  `agents.email = text('email').notNull();`,
  `const view = <EmailField {...form.field('email')} type="email" />;`,
  `const kinds = { email: { type: 'email' }, other: ['name', 'email'] };`,
  `const exact = props.type === 'email';`,
  `type Field = 'name' | 'email';`,
  `const found = email === other.email && people.get(email);`,
])('the word itself is no channel: %s', (code) => {
  expect(namedIn(code)).toEqual([]);
});

const namedIn = (code: string): string[] =>
  utterances('planted.tsx', code)
    .filter(namesAChannel)
    .map(({ text }) => text);
