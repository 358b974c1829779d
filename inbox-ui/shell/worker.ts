/** The pages' side of the service worker: asks for it, and goes where a pressed notice leads. */
import { go } from '../router.ts';
import type { Errand } from '../worker/notices.ts';

/** Browsers have workers only for addresses with https, and this machine. */
const container = (): ServiceWorkerContainer | undefined =>
  isSecureContext ? navigator.serviceWorker : undefined;

export function startWorker(): void {
  const workers = container();
  if (!workers) return;
  workers.addEventListener('message', ({ data }: MessageEvent<Partial<Errand> | null>) => {
    if (data?.go?.startsWith('/')) go(data.go);
  });
  // Without one everything works but what needs one.
  workers.register('/service-worker.js', { updateViaCache: 'none' }).catch(() => undefined);
}

/** Once it works; null where there is none. */
export async function worker(): Promise<ServiceWorkerRegistration | null> {
  const workers = container();
  if (!workers || !(await workers.getRegistration().catch(() => undefined))) return null;
  return workers.ready;
}
