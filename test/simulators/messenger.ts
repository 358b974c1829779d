/** Messenger, for one page. */
import { Messaging } from './meta.ts';

export const PAGE = '103000000000042';
export const APP = { token: 'EAA-token-of-the-page', secret: 'secret-of-the-messenger-app' };

export const startMessenger = (): Promise<Messaging> => Messaging.start(APP, 'page', PAGE);
