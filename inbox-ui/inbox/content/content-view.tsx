import type { CardButton, Content, Offer } from '../../../server/wire/content.ts';
import type { GivenAnswer, IntakeField } from '../../../server/wire/intake.ts';
import type { Attachment } from '../../../server/wire/messages.ts';
import { Icon } from '../../parts/icon.tsx';
import type { Store } from '../../store/store.ts';
import { words } from '../../words/words.ts';
import './content.css';
import { type Taken, takenOf } from './laid.ts';

type Props = {
  store: Store;
  messageId: string | null;
  content: Exclude<Content, { kind: 'chosen' }>;
  files: readonly Attachment[];
};

/** What was offered, as they see it, and what they took. */
export function ContentView({ store, messageId, content, files }: Props) {
  const taken = messageId === null ? [] : takenOf(store, messageId);
  if (content.kind === 'cards') return <Cards cards={content.cards} files={files} taken={taken} />;
  if (content.kind === 'form') return <Asked fields={content.fields} />;
  if (content.kind === 'filled') return <Answers answers={content.answers} />;
  return <Choices choices={content.choices} taken={taken} />;
}

function Asked({ fields }: { fields: readonly IntakeField[] }) {
  const { kinds } = words.value.settings.asking;
  return (
    <ul class="offered-form" aria-label={words.value.inbox.offers.form}>
      {fields.map(({ id, kind, label, choices }) => (
        <li key={id}>
          <bdi>{label || kinds[kind]}</bdi>
          {choices && <span dir="auto">{choices.join(' · ')}</span>}
        </li>
      ))}
    </ul>
  );
}

/** As what is asked before the first message is told: each with what it answers. */
function Answers({ answers }: { answers: readonly GivenAnswer[] }) {
  const { kinds } = words.value.settings.asking;
  const { agreed } = words.value.inbox.station;
  return (
    <dl class="offered-form">
      {answers.map(({ kind, label, value }) => (
        <div key={`${kind} ${label}`}>
          <dt dir="auto">{kind === 'consent' ? agreed(label, value) : label || kinds[kind]}</dt>
          {kind !== 'consent' && <dd dir="auto">{value}</dd>}
        </div>
      ))}
    </dl>
  );
}

export function Choices({
  choices,
  taken,
}: {
  choices: readonly string[];
  taken: readonly Taken[];
}) {
  return (
    <ul class="offered" aria-label={words.value.inbox.offers.choices}>
      {choices.map((label, place) => (
        <Choice key={label} label={label} taken={taken.some(({ choice }) => choice === place)} />
      ))}
    </ul>
  );
}

function Choice({ label, taken }: { label: string; taken: boolean }) {
  return (
    <li class={`offered-choice${taken ? ' is-taken' : ''}`}>
      {taken && <Icon name="check" size={14} />}
      <span dir="auto">{label}</span>
      {taken && <span class="hidden-text">{words.value.inbox.offers.taken}</span>}
    </li>
  );
}

type Cards = Extract<Offer, { kind: 'cards' }>['cards'];
type CardsProps = { cards: Cards; files: readonly Attachment[]; taken: readonly Taken[] };

function Cards({ cards, files, taken }: CardsProps) {
  return (
    <ul
      class="offered-cards scroll"
      aria-label={words.value.inbox.offers.cards}
      tabIndex={cards.length > 1 ? 0 : undefined}
    >
      {cards.map(({ title, text, picture, buttons = [] }, place) => (
        <li key={place} class="offered-card">
          {picture !== undefined && <Picture file={files[picture]} />}
          <strong dir="auto">{title}</strong>
          {text && <p dir="auto">{text}</p>}
          {buttons.length > 0 && (
            <CardButtons buttons={buttons} taken={taken.filter(({ card }) => card === place)} />
          )}
        </li>
      ))}
    </ul>
  );
}

/** The title says what is on it. */
function Picture({ file }: { file: Attachment | undefined }) {
  return file ? <img src={`${file.url}/preview`} alt="" loading="lazy" /> : null;
}

type CardButtonsProps = { buttons: readonly CardButton[]; taken: readonly Taken[] };

function CardButtons({ buttons, taken }: CardButtonsProps) {
  return (
    <ul class="offered">
      {buttons.map(({ label, url }, place) =>
        url ? (
          <li key={label} class="offered-choice">
            <a href={url} target="_blank" rel="noopener noreferrer" title={url} dir="auto">
              {label}
            </a>
            <Icon name="external" size={14} />
          </li>
        ) : (
          <Choice key={label} label={label} taken={taken.some(({ choice }) => choice === place)} />
        ),
      )}
    </ul>
  );
}
