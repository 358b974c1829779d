/** Bodies that are no payload of any platform. */
const DEEP = 50_000;

export const GARBAGE: readonly { what: string; body: string | Uint8Array }[] = [
  { what: 'an empty body', body: '' },
  { what: 'binary', body: Uint8Array.from({ length: 512 }, (_, index) => (index * 37) % 256) },
  { what: 'broken UTF-8', body: Uint8Array.of(0x7b, 0x22, 0xc3, 0x28, 0x22, 0x3a, 0x31, 0x7d) },
  { what: 'NUL bytes', body: '\0\0\0\0' },
  { what: 'half a JSON', body: '{"events":[{"id":"1","te' },
  { what: 'JSON null', body: 'null' },
  { what: 'a JSON number', body: '7' },
  { what: 'a JSON text', body: '"hello"' },
  { what: 'an empty array', body: '[]' },
  { what: 'an array of numbers', body: '[1,2,3]' },
  { what: 'an array of payloads', body: '[{"id":"1","from":"ana","text":"hello"}]' },
  { what: 'arrays without end', body: '['.repeat(DEEP) + ']'.repeat(DEEP) },
  { what: 'objects without end', body: `${'{"a":'.repeat(DEEP)}1${'}'.repeat(DEEP)}` },
  { what: 'only prototype keys', body: '{"__proto__":{"id":"1"},"constructor":{"prototype":{}}}' },
];
