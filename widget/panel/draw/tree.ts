/**
 * Drawing: what is to be seen is said as a whole, and only what differs is touched. Each component is drawn anew by
 * itself when a signal it has read, or what it was given, is different. As much of Preact as the panel needs.
 */
import { Watcher } from '../signals.ts';
import { createElement, setProps } from './element.ts';
import { drawAs, type Standing } from './hooks.ts';
import { type Component, type Drawable, listOf, type Node, type Props } from './nodes.ts';

/** Something that is drawn. */
type Part = {
  what: Drawable;
  /** Its outermost nodes of the document: at least one, so that its place can always be found. */
  nodes(): ChildNode[];
  /** Becomes something else of the same kind. */
  renew(what: Drawable): void;
  /** Its nodes are taken away by whoever ends it. */
  end(): void;
};

/** Draws a component into an element, for as long as the page lives. */
export function render(type: Component, root: Element): void {
  place(root, match(root, [], [{ type, props: {}, key: undefined }]), null);
  finish();
}

/** Makes parts for all of these. Those that stand for the same, by key or else by place, go on; the others end. */
function match(parent: Element, before: readonly Part[], list: readonly Drawable[]): Part[] {
  const left = new Set(before);
  const keyed = new Map(before.map((part) => [keyOf(part.what), part]));
  const parts = list.map((what, place) => {
    const key = keyOf(what);
    const part = key === undefined ? before[place] : keyed.get(key);
    if (!part || !alike(part.what, what) || !left.delete(part)) return create(what, parent);
    if (part.what !== what) part.renew(what);
    part.what = what;
    return part;
  });
  for (const part of left) {
    part.end();
    for (const node of part.nodes()) node.remove();
  }
  return parts;
}

/** Puts them in their order, before this node. What stands right is not moved: it would lose the focus. */
function place(parent: Element, parts: readonly Part[], before: ChildNode | null): void {
  let next = before;
  for (const node of parts.flatMap((part) => part.nodes()).reverse()) {
    if (node.parentNode !== parent || node.nextSibling !== next) parent.insertBefore(node, next);
    next = node;
  }
}

const keyOf = (what: Drawable): unknown => (typeof what === 'string' ? undefined : what.key);

const alike = (one: Drawable, other: Drawable): boolean =>
  typeof one === 'string' || typeof other === 'string'
    ? typeof one === typeof other
    : one.type === other.type && one.key === other.key;

function create(what: Drawable, parent: Element): Part {
  if (typeof what === 'string') return createText(what);
  const { type } = what;
  return typeof type === 'string'
    ? createTagged(what, createElement(type, parent))
    : createStanding(what, type, parent);
}

function createText(what: string): Part {
  const node = document.createTextNode(what);
  return {
    what,
    nodes: () => [node],
    renew: (text) => {
      node.data = String(text);
    },
    end() {},
  };
}

function createTagged(what: Node, element: Element): Part {
  let props: Props = {};
  let children: Part[] = [];
  const draw = (next: Props) => {
    if ('children' in next || children.length > 0) {
      children = match(element, children, listOf(next['children']));
      place(element, children, null);
    }
    setProps(element, props, next);
    props = next;
  };
  draw(what.props);
  return {
    what,
    nodes: () => [element],
    renew: (next) => draw((next as Node).props),
    end() {
      for (const child of children) child.end();
    },
  };
}

function createStanding(what: Node, component: Component, parent: Element): Part {
  let { props } = what;
  let parts: Part[] = [];
  const nodes = () => parts.flatMap((part) => part.nodes());
  const ends: (() => void)[] = [];
  const tasks: (() => void)[] = [];
  const standing: Standing = {
    kept: [],
    after: (task) => void tasks.push(task),
    end: (task) => void ends.push(task),
  };
  const draw = () => {
    due.delete(draw);
    const said = watcher.run(() => drawAs(standing, () => component(props)));
    parts = match(parent, parts, listOf(said));
    afterwards.push(...tasks.splice(0));
  };
  const redraw = () => {
    const next = nodes().at(-1)?.nextSibling ?? null;
    draw();
    place(parent, parts, next);
  };
  const watcher = new Watcher(() => order(redraw, age));
  made += 1;
  const age = made;
  draw();
  return {
    what,
    nodes,
    renew(next) {
      const before = props;
      ({ props } = next as Node);
      if (!same(before, props)) redraw();
    },
    end() {
      due.delete(redraw);
      watcher.live = false;
      for (const end of ends) end();
      for (const part of parts) part.end();
    },
  };
}

const same = (one: Props, other: Props): boolean =>
  Object.keys({ ...one, ...other }).every((name) => one[name] === other[name]);

let made = 0;
/** Components to be drawn anew, by age: what stands around others is older, and may draw them, too. */
const due = new Map<() => void, number>();
/** Runs when everything is on the page. */
const afterwards: (() => void)[] = [];

function order(redraw: () => void, age: number): void {
  if (due.size === 0) queueMicrotask(drawDue);
  due.set(redraw, age);
}

function drawDue(): void {
  try {
    while (due.size > 0) {
      const [[redraw]] = [...due].sort(([, one], [, other]) => one - other) as [
        [() => void, number],
      ];
      due.delete(redraw);
      redraw();
    }
    finish();
  } finally {
    // One that fails keeps nobody else from being drawn.
    if (due.size > 0) queueMicrotask(drawDue);
  }
}

function finish(): void {
  for (const task of afterwards.splice(0)) task();
}
