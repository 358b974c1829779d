/** @jsxImportSource #draw */
/** Instead of a conversation. */
import type { ComponentChildren } from 'preact';

type NoticeProps = { title?: string; late?: boolean; children: ComponentChildren };

/** A line with a single station: there is no conversation, and this is why. */
export function Notice({ title, late = false, children }: NoticeProps) {
  return (
    <div class={late ? 'log late' : 'log'}>
      <div class="line">
        <div class="greeting alone">
          <div role="status">{title && <h2 class="hello">{title}</h2>}</div>
          <div class="hint">{children}</div>
        </div>
      </div>
    </div>
  );
}
