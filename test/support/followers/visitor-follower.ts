/** A widget without a screen: follows the visitor's one line by `docs/protocol.md` and nothing else. */
import { VISITOR_NAMESPACE } from '../../../server/wire/namespaces.ts';
import type { VisitorLine, VisitorMessage } from '../../../server/wire/visitor.ts';
import { bearerOf, type Remote } from '../remote.ts';
import { connectLive, type Live } from './live-socket.ts';
import { NumberedLine } from './numbered-line.ts';

/** Beats as often as a test wants them; widgets do it every 20 s. */
const BEAT_MS = 1_500;

type BeatAnswer = { ok: true; seq: number } | { ok: false };

export class VisitorFollower {
  readonly line: NumberedLine<VisitorMessage>;
  readonly #live: Live;
  readonly #beat: NodeJS.Timeout;

  constructor(visitor: Remote, channelId: string, beatMs = BEAT_MS) {
    this.line = new NumberedLine(async (have) => {
      const address = `/widget/v1/${channelId}/messages?after=${have}&limit=100`;
      return (await visitor.get<VisitorLine>(address)).data;
    });
    const auth = { channelId, token: bearerOf(visitor) };
    const look = (first: boolean) => void this.#look(first);
    this.#live = connectLive(visitor.url + VISITOR_NAMESPACE, auth, () => look(true));
    this.#live.socket.on('message', (message: VisitorMessage) => this.line.take(message));
    this.#beat = setInterval(() => look(false), beatMs);
  }

  get connects(): number {
    return this.#live.connects();
  }

  get messages(): VisitorMessage[] {
    return this.line.items;
  }

  close(): void {
    clearInterval(this.#beat);
    this.#live.close();
  }

  /** The beat's answer is the line's number: right after connecting, and again and again. */
  async #look(first: boolean): Promise<void> {
    if (!this.#live.socket.connected) return;
    try {
      const answer = await this.#live.ask<BeatAnswer>('beat');
      if (!answer.ok) return;
      // Shorter than what is held: it is another line, as after a restore.
      if (first && answer.seq < this.line.have) this.line.beginAnew();
      this.line.heardOf(answer.seq);
    } catch {
      this.#live.again(300);
    }
  }
}
