import type { ComponentChildren } from 'preact';

/** A row of the kit. */
export function Sample({ name, children }: { name: string; children: ComponentChildren }) {
  return (
    <div class="kit-sample">
      <h2>{name}</h2>
      <div class="kit-row">{children}</div>
    </div>
  );
}
