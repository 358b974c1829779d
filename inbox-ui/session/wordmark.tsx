import { words } from '../words/words.ts';

/** The product's name and sign: a line with stations. */
export function Wordmark() {
  return (
    <span class="wordmark">
      <svg
        width="22"
        height="28"
        viewBox="0 0 22 28"
        fill="none"
        stroke="currentColor"
        aria-hidden="true"
      >
        <path d="M7 0v5M7 12v4M7 24v4" stroke-width="2" />
        <rect x="3.5" y="5" width="7" height="7" stroke-width="2" />
        <circle cx="7" cy="20" r="4" fill="currentColor" stroke="none" />
        <path d="M14.5 8.5h7M14.5 20h4" stroke-width="2" stroke-linecap="round" />
      </svg>
      {words.value.common.product}
    </span>
  );
}
