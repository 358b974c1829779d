/** Somebody's website on an origin of its own, with our snippet on it and a policy as strict as can be. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export type Website = {
  /** Another host than ours, so that browsers treat the two as strangers. */
  url: string;
  close(): Promise<void>;
};

export type WebsiteOptions = {
  /** Where Interline is. */
  hub: string;
  /** Without it the loader stands there and waits to be booted. */
  channelId?: string;
  /** With the second script beside the loader. */
  engaging?: boolean;
  /** With the one that tells on which page its visitor is. */
  followed?: boolean;
  /** The page's Content-Security-Policy, if it has one. */
  policy?: string;
  /** Its Permissions-Policy, if it has one. */
  permissions?: string;
};

export async function openWebsite(options: WebsiteOptions): Promise<Website> {
  const { hub, channelId, engaging, followed, policy, permissions } = options;
  const channel = channelId ? `data-channel="${channelId}"` : '';
  const second = `<script async src="${hub}/widget/engage.js" ${channel} data-plan="pro"></script>`;
  const third = `<script async src="${hub}/widget/trail.js" ${channel}></script>`;
  const page = `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>A shop</title>
    <script async src="${hub}/widget.js" ${channel}></script>${engaging ? second : ''}${followed ? third : ''}</head>
    <body><main><h1>A shop</h1><a href="/contact" data-interline-open>Write to us</a></main></body></html>`;
  const server = createServer((request, response) => {
    if (!/^\/(contact)?(\?\w+)?$/.test(request.url ?? ''))
      return void response.writeHead(404).end();
    response.setHeader('content-type', 'text/html; charset=utf-8');
    if (policy) response.setHeader('content-security-policy', policy);
    if (permissions) response.setHeader('permissions-policy', permissions);
    response.end(page);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
