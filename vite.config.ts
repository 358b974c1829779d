/**
 * One build for everything: the inbox (`client`) with its service worker (`worker`); the widget in the order in which a
 * visitor gets it, `loader`, `room` and `panel`; and the server with its commands (`server`). The panel shares no chunk
 * with the inbox: it would load what only the other needs. `npm start` runs it when sources are newer than `dist/`.
 */
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { defineConfig, type EnvironmentOptions, type Plugin } from 'vite';

/** What is fetched later brings its own style sheet. */
const WITH_SHEETS = `
const asked = {};
const dress = (file) => asked[file] ??= new Promise((done) => {
  const sheet = document.createElement('link');
  sheet.rel = 'stylesheet';
  sheet.href = '/' + file;
  sheet.onload = sheet.onerror = done;
  document.head.append(sheet);
});
export const __vitePreload = (load, files = []) =>
  Promise.all([load(), ...files.map(dress)]).then(([part]) => part);
`;

/** Around each import Vite puts what preloads for it, a kilobyte on every website: in its place comes what is needed. */
const lightImports: Plugin = {
  name: 'light-imports',
  enforce: 'pre',
  applyToEnvironment: ({ name }) => widget.includes(name),
  transform: {
    filter: { id: /vite\/preload-helper/ },
    handler() {
      const { name } = this.environment;
      return name === 'panel' ? WITH_SHEETS : 'export const __vitePreload = (load) => load();';
    },
  },
};

/** Of what the panel fetches later, what often comes together: one file of it is smaller than each by itself. */
const together = {
  // First: whatever else needs it does not take it along.
  marks: /wire\/markdown/,
  more: /panel\/(offers|talk\.|views\/(address|closing|emoji|failed|field|form\.|identity|intake-form|limit|menu|offer|photo|sheet|whereabouts))/,
  talking:
    /panel\/(nudge|revising|visit|views\/(answering|before|deeds|editor|news|older|quoted|reactions|writing))/,
  extras: /panel\/(limits|permitted|views\/(drop|extras|voice-button))/,
  files: /panel\/(files|pictures|upload-request|uploads|views\/(attachments|file-|uploads))/,
  voice: /panel\/(recorder|spoken|views\/(play|voice-bar))/,
};

/** In the order in which a visitor gets them; then what sites use beside the loader, or in its place. */
const widget = ['loader', 'room', 'panel', 'engage', 'trail', 'shims', 'package'];

/**
 * Beside each file that browsers fetch by name stands what they take instead: smaller, made once. Each, since what has no
 * such form is not found among several folders (@fastify/static 9).
 */
const squeezed: Plugin = {
  name: 'squeezed',
  applyToEnvironment: ({ name }) => name === 'client' || name === 'panel',
  generateBundle: {
    // When nobody changes them any more.
    order: 'post',
    handler(_options, bundle) {
      for (const [fileName, made] of Object.entries(bundle)) {
        if (!fileName.startsWith('assets/')) continue;
        const content = made.type === 'chunk' ? made.code : made.source;
        const forms = { br: brotliCompressSync(content), gz: gzipSync(content, { level: 9 }) };
        for (const [ending, source] of Object.entries(forms)) {
          this.emitFile({ type: 'asset', fileName: `${fileName}.${ending}`, source });
        }
      }
    },
  },
};

/** Libraries of hundreds of small modules: to find and to read these one by one took a start longer than all else. */
const BUNDLED = ['typebox', '@fastify/type-provider-typebox', 'drizzle-orm', 'jose'];

/** A program of one file, which a browser runs as it comes. */
const script = (name: string, input: Record<string, string>): EnvironmentOptions => ({
  consumer: 'client',
  build: {
    outDir: `dist/${name}`,
    emptyOutDir: true,
    target: 'es2022',
    rolldownOptions: { input, output: { format: 'iife', entryFileNames: '[name].js' } },
  },
});

export default defineConfig({
  appType: 'mpa',
  plugins: [lightImports, squeezed],
  builder: {
    async buildApp(builder) {
      for (const name of ['client', 'worker', ...widget, 'server']) {
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
          input: { inbox: 'inbox-ui/index.html' },
          // What the first page needs comes in one: a dozen small ones say the same things to the compressor a dozen times.
          output: { codeSplitting: { groups: [{ name: 'first', tags: ['$initial'] }] } },
        },
      },
    },
    worker: script('worker', { 'service-worker': 'inbox-ui/worker/service-worker.ts' }),
    loader: script('loader', { widget: 'widget/loader.ts' }),
    room: {
      consumer: 'client',
      build: {
        outDir: 'dist/room',
        emptyOutDir: true,
        target: 'es2022',
        rolldownOptions: {
          input: { room: 'widget/room/room.ts' },
          // Names that last as long as the room's own: a room that a browser kept finds the words of today.
          output: {
            format: 'es',
            entryFileNames: '[name].js',
            chunkFileNames: 'words/[name].js',
          },
          preserveEntrySignatures: 'strict',
        },
      },
    },
    engage: script('engage', { engage: 'widget/engage.ts' }),
    trail: script('trail', { trail: 'widget/trail.ts' }),
    shims: {
      consumer: 'client',
      build: {
        outDir: 'dist/shims',
        emptyOutDir: true,
        target: 'es2022',
        rolldownOptions: {
          input: { chatwoot: 'widget/shims/chatwoot.ts', intercom: 'widget/shims/intercom.ts' },
          output: { format: 'es', entryFileNames: '[name].js' },
        },
      },
    },
    package: {
      consumer: 'client',
      build: {
        outDir: 'dist/package',
        emptyOutDir: true,
        target: 'es2022',
        minify: false,
        rolldownOptions: {
          input: {
            index: 'widget/package/index.ts',
            react: 'widget/package/react.ts',
            vue: 'widget/package/vue.ts',
          },
          output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: '[name].js' },
          preserveEntrySignatures: 'strict',
        },
      },
    },
    panel: {
      consumer: 'client',
      build: {
        outDir: 'dist/panel',
        emptyOutDir: true,
        target: 'es2022',
        modulePreload: {
          polyfill: false,
          resolveDependencies: (_file, files) => files.filter((file) => file.endsWith('.css')),
        },
        rolldownOptions: {
          input: { panel: 'widget/panel.html' },
          output: {
            // What the page begins with is one file: what is fetched later shares its parts with that.
            codeSplitting: {
              groups: [
                { name: 'panel', tags: ['$initial'], priority: 1 },
                ...Object.entries(together).map(([name, test]) => ({ name, test })),
              ],
            },
          },
        },
      },
    },
    server: {
      consumer: 'server',
      resolve: { noExternal: BUNDLED },
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
