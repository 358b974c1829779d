import type { ComponentChildren } from 'preact';

/** Links under a heading. */
export function RailGroup({ title, children }: { title: string; children: ComponentChildren }) {
  return (
    <div class="rail-group">
      <p class="rail-heading" aria-hidden="true">
        {title}
      </p>
      <ul aria-label={title}>{children}</ul>
    </div>
  );
}
