/** Addresses as people write them, long texts, and long forms. */
import { describe, expect, it } from 'vitest';
import {
  isAddress,
  readAddresses,
  withoutDoubles,
} from '../../../inbox-ui/inbox/composer/addresses.ts';
import { shorten } from '../../../inbox-ui/inbox/letter/shorten.ts';
import { partsOf } from '../../../inbox-ui/settings/field-order.ts';
import type { AdapterInfo, Channel, SettingField } from '../../../server/wire/channels.ts';

const MEGABYTE = 1_000_000;

describe('addresses', () => {
  const read = (text: string) => readAddresses(text).map(({ name, address }) => [name, address]);

  it('are read one by one and as a whole line out of another program', () => {
    expect(read('bo@example.org')).toEqual([['', 'bo@example.org']]);
    expect(read('Bo Lind <bo@example.org>; "Moss, Mia" <mia@example.org>,')).toEqual([
      ['Bo Lind', 'bo@example.org'],
      ['Moss, Mia', 'mia@example.org'],
    ]);
    expect(read('a@example.org b@example.org\nmailto:c@example.org')).toEqual([
      ['', 'a@example.org'],
      ['', 'b@example.org'],
      ['', 'c@example.org'],
    ]);
    expect(read('陈思远 <chen@example.org>，d@example.org')).toEqual([
      ['陈思远', 'chen@example.org'],
      ['', 'd@example.org'],
    ]);
  });

  it('that are none stay as they were written', () => {
    expect(read('Bo Lind')).toEqual([['', 'Bo Lind']]);
    expect(['bo', 'bo@', '@example.org', 'a b@example.org', 'bo@ex,ample'].map(isAddress)).toEqual(
      Array(5).fill(false),
    );
  });

  it('are taken once each, whatever the case of their letters', () => {
    const people = readAddresses('Bo@example.org, bo@EXAMPLE.org, mia@example.org');
    expect(withoutDoubles(people).map(({ address }) => address)).toEqual([
      'Bo@example.org',
      'mia@example.org',
    ]);
  });

  it('do not keep anybody waiting, however long the text', () => {
    const started = performance.now();
    for (const sign of ['@', '"', '<', 'a@', ', ', ' ']) {
      const text = sign.repeat(MEGABYTE / sign.length);
      readAddresses(text).map(({ address }) => isAddress(address));
      isAddress(text);
    }
    expect(performance.now() - started).toBeLessThan(1_000);
  });
});

describe('a long text', () => {
  it('is shortened at a line, or inside an endless one at a word', () => {
    expect(shorten('short')).toBeNull();
    expect(shorten(Array(40).fill('line').join('\n'))).toBeNull();
    const long = shorten(Array(41).fill('line').join('\n'));
    expect(long?.lines).toBe(41);
    expect(long?.beginning.split('\n')).toHaveLength(24);
    const endless = shorten('word '.repeat(2_000));
    expect(endless?.beginning).toMatch(/word…$/);
    expect(endless?.beginning.length).toBeLessThan(3_010);
    expect(shorten('x'.repeat(MEGABYTE))?.beginning).toHaveLength(3_001);
  });
});

describe('a form of settings', () => {
  const field = (key: string, more: Partial<SettingField> = {}): SettingField => {
    return { key, label: key, help: '', type: 'text', required: false, secret: false, ...more };
  };
  const fields = [
    field('address', { required: true }),
    field('made', { secret: true, generate: true }),
    field('password', { secret: true }),
    field('host'),
    field('port', { default: '993' }),
    field('folder', { default: 'INBOX' }),
    field('key', { secret: true }),
  ];
  const adapter = (settings: SettingField[]) => ({ settings }) as unknown as AdapterInfo;
  const first = (settings: SettingField[], kept: Record<string, string>, found: string[] = []) => {
    const channel = { settings: kept } as unknown as Channel;
    return partsOf(adapter(settings), channel, new Set(found)).first.map(({ key }) => key);
  };

  it('that is short is shown whole', () => {
    expect(first(fields.slice(0, 6), {})).toHaveLength(6);
  });

  it('that is long begins with what is required, what one logs in with, what was found and what is set', () => {
    expect(first(fields, {})).toEqual(['address', 'password']);
    expect(first(fields, {}, ['host'])).toEqual(['address', 'password', 'host']);
    expect(first(fields, { port: '993', folder: 'Archive', key: '••••' })).toEqual([
      'address',
      'password',
      'folder',
      'key',
    ]);
  });
});
