/**
 * The panel's side of the bridge. The page around us is a stranger until it says hello; then its window and its exact
 * origin are pinned. Which origins may frame us at all is the browser's to enforce (`frame-ancestors`, from the channel).
 */
import { type Command, parseCommand, type Report, wrap } from '../bridge.ts';

/** The part of a window that is needed here. */
export type Surroundings = Pick<Window, 'addEventListener' | 'removeEventListener'> & {
  readonly parent: Pick<Window, 'postMessage'>;
};

export class Host {
  readonly #window: Surroundings;
  readonly #heard: (command: Command) => void;
  #origin: string | null = null;

  constructor(window: Surroundings, heard: (command: Command) => void) {
    this.#window = window;
    this.#heard = heard;
    window.addEventListener('message', this.#receive as EventListener);
  }

  /** Reports to the page around us; to nobody before it has said hello. */
  tell(report: Report): void {
    if (this.#origin) this.#window.parent.postMessage(wrap(report), this.#origin);
  }

  end(): void {
    this.#window.removeEventListener('message', this.#receive as EventListener);
    this.#origin = null;
  }

  readonly #receive = (event: MessageEvent): void => {
    if (event.source !== this.#window.parent) return;
    if (this.#origin !== null && event.origin !== this.#origin) return;
    const command = parseCommand(event.data);
    if (!command) return;
    if (this.#origin === null) {
      // A page without an origin (sandboxed, a file) cannot be pinned, so it is told nothing and obeyed in nothing.
      if (command.type !== 'hello' || !/^https?:\/\//.test(event.origin)) return;
      this.#origin = event.origin;
    }
    this.#heard(command);
  };
}
