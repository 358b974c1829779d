import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';

type Props = {
  title: string;
  lead?: ComponentChildren;
  actions?: ComponentChildren;
  children?: ComponentChildren;
  /** Rows bring their own padding. */
  flush?: boolean | undefined;
  /** The page's own heading says it already. */
  titleHidden?: boolean | undefined;
};

/** A section of a page, named by its heading. */
export function Card({ title, lead, actions, children, flush, titleHidden }: Props) {
  const id = useId();
  return (
    <section class="card" aria-labelledby={id}>
      <div class={titleHidden ? 'hidden-text' : 'card-head'}>
        <div>
          <h2 id={id}>{title}</h2>
          {lead && <p>{lead}</p>}
        </div>
        {actions}
      </div>
      {flush ? children : children && <div class="card-body">{children}</div>}
    </section>
  );
}
