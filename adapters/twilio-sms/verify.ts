/**
 * Is it from Twilio? The signature covers the address as configured and all parameters, but no time:
 * what is handed in twice is recognised by its id. Which of the spellings of an address Twilio has
 * signed is known to its own library, of which nothing else is used.
 */
import type { AdapterRequest, Settings } from '../adapter.ts';
import { parametersOf } from './form.ts';

export async function verify(request: AdapterRequest, settings: Settings): Promise<boolean> {
  const signature = request.headers['x-twilio-signature'] ?? '';
  const { webhookUrl } = settings;
  // Base64 of 20 bytes; anything else is not worth hashing megabytes for.
  if (!webhookUrl || !/^[\w+/]{27}=$/.test(signature)) return false;
  const { validateRequest, validateRequestWithBody } = await import(
    'twilio/lib/webhooks/webhooks.js'
  );
  const query = /\?.*$/s.exec(request.url)?.[0] ?? '';
  const url = webhookUrl + query;
  // Of what is no form the address carries a hash.
  const hashed = new URLSearchParams(query).has('bodySHA256');
  const parameters = hashed ? {} : parametersOf(request.body);
  const body = new TextDecoder().decode(request.body);
  // While a token is replaced both are good. An empty one signs nothing.
  const tokens = [settings['authToken'], settings['secondaryToken']].filter(Boolean);
  return tokens.some((token = '') =>
    hashed
      ? validateRequestWithBody(token, signature, url, body)
      : validateRequest(token, signature, url, parameters),
  );
}
