/** What a service worker has around it; TypeScript knows these only where it is told that there is no page. */

type Lasting = Event & { waitUntil(work: Promise<unknown>): void };
type InstallEvent = Lasting & {
  /** Newer than some browsers. */
  addRoutes?(rule: { condition: { urlPattern: string }; source: 'network' }): Promise<void>;
};
export type FetchEvent = Lasting & {
  request: Request;
  respondWith(answer: Promise<Response>): void;
};
type PushEvent = Lasting & { data: { json(): unknown } | null };
type NoticeEvent = Lasting & { notification: Notification };

/** A window of this origin. */
export type Page = {
  url: string;
  frameType: string;
  visibilityState: DocumentVisibilityState;
  focus(): Promise<unknown>;
  postMessage(message: unknown): void;
};

export type WorkerScope = {
  registration: ServiceWorkerRegistration;
  location: Location;
  clients: {
    claim(): Promise<void>;
    matchAll(options: { type: 'window'; includeUncontrolled: boolean }): Promise<Page[]>;
    openWindow(url: string): Promise<unknown>;
  };
  skipWaiting(): Promise<void>;
  addEventListener(type: 'install', listener: (event: InstallEvent) => void): void;
  addEventListener(type: 'activate', listener: (event: Lasting) => void): void;
  addEventListener(type: 'fetch', listener: (event: FetchEvent) => void): void;
  addEventListener(type: 'push', listener: (event: PushEvent) => void): void;
  addEventListener(type: 'notificationclick', listener: (event: NoticeEvent) => void): void;
};
