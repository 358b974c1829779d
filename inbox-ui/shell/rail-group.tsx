import type { ComponentChildren } from 'preact';

type Props = {
  title: string;
  children: ComponentChildren;
  /** Beside the heading. */
  action?: ComponentChildren;
};

/** Links under a heading. */
export function RailGroup({ title, children, action }: Props) {
  return (
    <div class="rail-group">
      <div class="rail-heading">
        <p aria-hidden="true">{title}</p>
        {action}
      </div>
      <ul aria-label={title}>{children}</ul>
    </div>
  );
}
