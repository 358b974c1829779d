/** Files on their way into the next message: checked before a byte is sent, each with its own progress and fate. */

import type { VisitorAttachment } from '../../server/wire/visitor.ts';
import { waitFor } from './errors.ts';
import { isAllowedType, type Limits } from './limits.ts';
import { newKey } from './lock.ts';
import { computed, signal } from './signals.ts';
import type { UploadOptions } from './upload-request.ts';

/** Why a file cannot go along. `type` and `size` are known before the upload; the rest is the server's word. */
export type FileProblem =
  | { kind: 'type' | 'empty' | 'failed' }
  | { kind: 'size'; max: number }
  | { kind: 'wait'; until: number }
  | { kind: 'count'; max: number };

export type Upload = {
  id: string;
  file: File;
  /** 0 to 1. */
  progress: number;
  attachment: VisitorAttachment | null;
  problem: FileProblem | null;
};

/** A file that was turned away at the door: only to be told, there is nothing to retry. */
export type Rejection = { name: string; problem: FileProblem };

export type UploadsDeps = {
  limits(): Limits | null;
  send(file: File, options: UploadOptions): Promise<VisitorAttachment>;
  now(): number;
};

export class Uploads {
  readonly items = signal<readonly Upload[]>([]);
  readonly rejections = signal<readonly Rejection[]>([]);
  /** All that were chosen are on the server. */
  readonly settled = computed(() => this.items.value.every((item) => item.attachment !== null));
  readonly #deps: UploadsDeps;
  readonly #running = new Map<string, AbortController>();

  constructor(deps: UploadsDeps) {
    this.#deps = deps;
  }

  /** Takes files from the button, the clipboard or a drop. */
  add(files: readonly File[]): void {
    const limits = this.#deps.limits();
    if (!limits || files.length === 0) return;
    const rejections: Rejection[] = [];
    for (const file of files) {
      const problem = this.#check(file, limits);
      if (problem) rejections.push({ name: file.name, problem });
      else this.#begin(file);
    }
    this.rejections.value = rejections;
  }

  /** Stops an upload or takes a finished file out again. */
  remove(id: string): void {
    this.#running.get(id)?.abort();
    this.items.value = this.items.value.filter((item) => item.id !== id);
  }

  retry(id: string): void {
    const item = this.items.value.find((one) => one.id === id);
    if (item?.problem) void this.#send(item);
  }

  /** Hands over the finished files and is empty again. */
  take(): VisitorAttachment[] {
    const done = this.items.value.flatMap((item) => item.attachment ?? []);
    this.items.value = this.items.value.filter((item) => item.attachment === null);
    this.rejections.value = [];
    return done;
  }

  /** What was turned away was told for long enough. */
  forgive(): void {
    this.rejections.value = [];
  }

  clear(): void {
    for (const item of this.items.value) this.remove(item.id);
    this.rejections.value = [];
  }

  #check(file: File, limits: Limits): FileProblem | null {
    if (this.items.value.length >= limits.maxCount) return { kind: 'count', max: limits.maxCount };
    if (file.size === 0) return { kind: 'empty' };
    if (file.size > limits.maxBytes) return { kind: 'size', max: limits.maxBytes };
    // Browsers do not know every type; the server looks into the file and decides.
    if (file.type && !isAllowedType(file.type, limits.types)) return { kind: 'type' };
    return null;
  }

  #begin(file: File): void {
    const item = { id: newKey(), file, progress: 0, attachment: null, problem: null };
    this.items.value = [...this.items.value, item];
    void this.#send(item);
  }

  async #send({ id, file }: Upload): Promise<void> {
    const controller = new AbortController();
    this.#running.set(id, controller);
    this.#change(id, { problem: null, progress: 0 });
    try {
      const attachment = await this.#deps.send(file, {
        signal: controller.signal,
        progress: (share) => this.#change(id, { progress: share }),
      });
      this.#change(id, { attachment, progress: 1 });
    } catch (error) {
      this.#change(id, { problem: this.#problemOf(error) });
    } finally {
      this.#running.delete(id);
    }
  }

  #problemOf(error: unknown): FileProblem {
    const wait = waitFor(error);
    return wait ? { kind: 'wait', until: this.#deps.now() + wait } : { kind: 'failed' };
  }

  #change(id: string, change: Partial<Upload>): void {
    this.items.value = this.items.value.map((item) =>
      item.id === id ? { ...item, ...change } : item,
    );
  }
}
