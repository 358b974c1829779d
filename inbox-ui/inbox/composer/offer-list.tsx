import { words } from '../../words/words.ts';
import type { OfferMenu } from './use-offers.ts';
import './offer-list.css';

export const OFFER_LIST = 'offers';
export const optionOf = (id: string): string => `offer-${id}`;

/** The saved replies, colleagues or emoji that fit, above the field in which they are looked for. */
export function OfferList({ menu }: { menu: OfferMenu }) {
  const { composer } = words.value.inbox;
  const { savedReplies, colleagues, emoji } = composer;
  const label = { '/': savedReplies, '@': colleagues, ':': emoji }[menu.sign];
  return (
    <div class="offer-list" id={OFFER_LIST} role="listbox" aria-label={label}>
      {menu.offered.map((offer, at) => (
        <button
          key={offer.id}
          type="button"
          id={optionOf(offer.id)}
          role="option"
          tabIndex={-1}
          aria-selected={at === menu.active}
          class={`menu-item offer-option${at === menu.active ? ' is-active' : ''}`}
          ref={(element) => {
            if (at === menu.active) element?.scrollIntoView({ block: 'nearest' });
          }}
          // The field keeps the focus.
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => menu.pick(offer)}
        >
          <span class="menu-item-label">
            <span class="offer-name" dir="auto">
              {offer.name}
            </span>
            <span class="menu-item-hint truncate" dir="auto">
              {offer.hint}
            </span>
            {offer.files !== undefined && offer.files > 0 && (
              <span class="menu-item-hint number">{composer.withFiles(offer.files)}</span>
            )}
          </span>
        </button>
      ))}
    </div>
  );
}
