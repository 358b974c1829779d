/** Instagram, for one professional account. */
import { Messaging } from './meta.ts';

export const ACCOUNT = '17841400000000042';
export const APP = { token: 'IGAA-token-of-the-account', secret: 'secret-of-the-instagram-app' };

export const startInstagram = (): Promise<Messaging> => Messaging.start(APP, 'instagram', ACCOUNT);
