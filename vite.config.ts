/**
 * One build for everything: the inbox and the widget's panel (`client`), the inbox's service worker (`worker`), the loader
 * for websites (`loader`) and the server with its commands (`server`). `npm start` runs it when sources are newer than `dist/`.
 */
import { defineConfig } from 'vite';

export default defineConfig({
  appType: 'mpa',
  builder: {
    async buildApp(builder) {
      for (const name of ['client', 'worker', 'loader', 'server']) {
        const environment = builder.environments[name];
        if (environment) await builder.build(environment);
      }
    },
  },
  environments: {
    client: {
      build: {
        outDir: 'dist/client',
        emptyOutDir: true,
        target: 'es2022',
        rolldownOptions: {
          input: { inbox: 'inbox-ui/index.html', panel: 'widget/panel.html' },
        },
      },
    },
    worker: {
      consumer: 'client',
      build: {
        outDir: 'dist/worker',
        emptyOutDir: true,
        target: 'es2022',
        rolldownOptions: {
          input: { 'service-worker': 'inbox-ui/worker/service-worker.ts' },
          output: { format: 'iife', entryFileNames: '[name].js' },
        },
      },
    },
    loader: {
      consumer: 'client',
      build: {
        outDir: 'dist/loader',
        emptyOutDir: true,
        target: 'es2018',
        rolldownOptions: {
          input: { widget: 'widget/loader.ts' },
          output: { format: 'iife', entryFileNames: '[name].js' },
        },
      },
    },
    server: {
      consumer: 'server',
      build: {
        outDir: 'dist/server',
        emptyOutDir: true,
        target: 'node20',
        ssr: true,
        minify: false,
        rolldownOptions: {
          input: {
            main: 'server/main.ts',
            adapter: 'server/commands/adapter.ts',
            token: 'server/commands/token.ts',
            workspace: 'server/commands/workspace.ts',
            files: 'server/commands/files.ts',
            backup: 'server/commands/backup.ts',
            restore: 'server/commands/restore.ts',
            'picture-worker': 'server/attachments/pictures/picture-worker.ts',
            'mail-worker': 'adapters/email/mail/mail-worker.ts',
          },
        },
      },
    },
  },
});
