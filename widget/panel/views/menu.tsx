/** @jsxImportSource #draw */
/** What else can be done: how the panel sounds, how large it is, a copy of the talk, and its end. */
import { useEffect, useSignal } from '../draw/hooks.ts';
import { addressOf, endTalk, sendCopy } from '../talk.ts';
import { AddressField } from './address-field.tsx';
import { usePart } from './context.ts';
import { lazy } from './lazy.tsx';
import { Photo } from './photo.tsx';
import { MenuSheet, Sheet } from './sheet.tsx';
import { useWhereabouts, Whereabouts } from './whereabouts.tsx';
import './menu.css';

type Part = { close: () => void };
type Question = 'end' | 'copy' | 'where' | 'articles';

const Articles = lazy(() => import('./articles.tsx'), 'Articles');

export function Menu({ close }: Part) {
  const asks = useSignal<Question | null>(null);
  if (asks.value === 'end') return <End close={close} />;
  if (asks.value === 'copy') return <Copy close={close} />;
  if (asks.value === 'where') return <Whereabouts close={close} />;
  if (asks.value === 'articles') return <Reading close={close} />;
  return <Items close={close} ask={(what) => (asks.value = what)} />;
}

function Items({ close, ask }: Part & { ask: (what: Question) => void }) {
  const { chat, say } = usePart();
  const { line, config } = chat;
  const located = useWhereabouts();
  // Nobody is helped to write to strangers: first somebody has answered.
  const answered = line.messages.value.some(
    ({ direction, author }) => direction === 'out' && author,
  );
  return (
    <MenuSheet label={say('more')} close={close}>
      <Photo close={close} />
      {located && (
        <button type="button" class="choice" role="menuitem" onClick={() => ask('where')}>
          {say('whereSend')}
        </button>
      )}
      {config.value?.articles && (
        <button type="button" class="choice" role="menuitem" onClick={() => ask('articles')}>
          {say('articles')}
        </button>
      )}
      <Sound />
      <Sizes />
      {answered && config.value?.continues && (
        <button type="button" class="choice" role="menuitem" onClick={() => ask('copy')}>
          {say('copy')}
        </button>
      )}
      {line.talk.value === 'open' && (
        <button type="button" class="choice" role="menuitem" onClick={() => ask('end')}>
          {say('end')}
        </button>
      )}
    </MenuSheet>
  );
}

function Sound() {
  const { chat, say } = usePart();
  const { choices } = chat;
  const on = choices.sound.value !== '';
  const turn = () => {
    choices.choose('sound', on ? '' : 'on');
    // Heard at once, so that it is known what was chosen.
    if (!on) import('../sound.ts').then(({ tone }) => tone()).catch(() => undefined);
  };
  return (
    <button
      type="button"
      class="choice switch"
      role="menuitemcheckbox"
      aria-checked={on}
      onClick={turn}
    >
      {say('sound')}
    </button>
  );
}

/** Of the browser's own. */
const SIZES = ['', '120%', '140%'];

function Sizes() {
  const { chat, locale, say } = usePart();
  const { choices } = chat;
  const percent = new Intl.NumberFormat(locale, { style: 'percent' });
  return (
    <fieldset class="sizes" aria-labelledby="text-size">
      <span id="text-size">{say('textSize')}</span>
      {SIZES.map((size) => (
        <button
          key={size}
          type="button"
          class="choice"
          role="menuitemradio"
          aria-checked={choices.size.value === size}
          onClick={() => choices.choose('size', size)}
        >
          {percent.format(Number.parseInt(size || '100', 10) / 100)}
        </button>
      ))}
    </fieldset>
  );
}

function Reading({ close }: Part) {
  const { say } = usePart();
  return (
    <Sheet label={say('articles')} close={close}>
      <Articles id="articles-here" focused />
    </Sheet>
  );
}

function Copy({ close }: Part) {
  const { chat, say } = usePart();
  const known = useSignal('');
  const sent = useSignal('');
  useEffect(() => {
    void addressOf(chat).then((email) => (known.value = email));
    return undefined;
  }, []);
  return (
    <Sheet label={say('copy')} close={close}>
      <p>{say('copy')}</p>
      <AddressField
        id="copy"
        known={known.value}
        action={say('send')}
        failed="copyFailed"
        send={async (email) => {
          sent.value = '';
          sent.value = await sendCopy(chat, email);
        }}
      />
      <p role="status">{sent.value && say('copySent', { email: sent.value })}</p>
    </Sheet>
  );
}

/** Asks first whether that is meant. */
function End({ close }: Part) {
  const { chat, say } = usePart();
  const state = useSignal<'idle' | 'busy' | 'failed'>('idle');
  const end = async () => {
    state.value = 'busy';
    try {
      await endTalk(chat);
      close();
      chat.place.focusWish.value += 1;
    } catch {
      state.value = 'failed';
    }
  };
  return (
    <Sheet label={say('end')} close={close}>
      <p>{say('endAsk')}</p>
      <button
        type="button"
        class="plain"
        aria-disabled={state.value === 'busy'}
        onClick={() => void end()}
      >
        {say('end')}
      </button>
      <button type="button" class="plain" onClick={close}>
        {say('endNo')}
      </button>
      <p class="wrong" role="alert">
        {state.value === 'failed' && say('endFailed')}
      </p>
    </Sheet>
  );
}
