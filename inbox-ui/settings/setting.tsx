import type { ComponentChildren } from 'preact';

type Props = { label: string; help?: string; children: ComponentChildren };

/** One choice with its name beside it. The control carries the name itself, for readers. */
export function Setting({ label, help, children }: Props) {
  return (
    <div class="setting">
      <div>
        <p class="field-label" aria-hidden="true">
          {label}
        </p>
        {help && <p class="field-help">{help}</p>}
      </div>
      {children}
    </div>
  );
}
