/** Calling a method of the Bot API. The token stands in the address, which therefore goes nowhere else. */
import type { Settings, Tools } from '../adapter.ts';
import { type FormPart, multipart } from '../multipart.ts';
import type { Shape } from '../payload.ts';
import { callPlatform, readAnswer } from '../platform.ts';
import { explain } from './errors.ts';
import { addressOf } from './settings.ts';

/** The bot to act as, and the way out. */
export type Line = { settings: Settings; tools: Tools };

export type Call = {
  method: string;
  parameters: Record<string, unknown>;
  /** Sent along, under the names the parameters call them by. */
  files?: readonly FormPart[];
  /** Our id of what is said. */
  id?: string;
};

/**
 * What the method answers, in the given shape. A group that has become a supergroup is followed to
 * its new number.
 * @throws ChannelError
 */
export async function call<T>({ method, ...given }: Call, line: Line, shape: Shape<T>): Promise<T> {
  const { settings, tools } = line;
  const url = addressOf(method, settings);
  let movedTo: number | null = null;
  const explained = (response: Response) =>
    explain(response, (chatId) => {
      movedTo = chatId;
    });
  const ask = (parameters: Call['parameters']) =>
    callPlatform(url, requestOf({ ...given, parameters }), tools, explained);
  const response = await ask(given.parameters).catch((error: unknown) => {
    if (movedTo === null || given.parameters['chat_id'] === movedTo) throw error;
    return ask({ ...given.parameters, chat_id: movedTo });
  });
  return readAnswer(response, shape);
}

function requestOf({ parameters, files = [], id = '' }: Omit<Call, 'method'>): RequestInit {
  if (files.length === 0) {
    const headers = { 'content-type': 'application/json' };
    return { method: 'POST', headers, body: JSON.stringify(parameters) };
  }
  const fields = Object.entries(parameters).map(([name, value]) => ({
    name,
    value: typeof value === 'string' ? value : JSON.stringify(value),
  }));
  return { method: 'POST', body: multipart([...fields, ...files], id) };
}
