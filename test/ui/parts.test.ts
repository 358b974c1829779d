/** The arithmetic in the parts. */
import { describe, expect, it } from 'vitest';
import { checks } from '../../inbox-ui/parts/checks.ts';
import { initials } from '../../inbox-ui/parts/small.tsx';

describe('initials', () => {
  it('are first and last, whatever the script', () => {
    expect(initials('Ana Kovač')).toBe('AK');
    expect(initials('  María del Carmen Ruiz ')).toBe('MR');
    expect(initials('Cher')).toBe('C');
    expect(initials('陈思远')).toBe('思远');
    expect(initials('👩🏽‍🌾 Farm')).toMatch(/F$/);
    expect(initials('   ')).toBe('?');
  });
});

describe('what forms check', () => {
  it('is what the server checks, counted in characters as people see them', () => {
    expect(checks.newPassword('12345678901')).toContain('11');
    expect(checks.newPassword('123456789012')).toBeNull();
    expect(checks.newPassword('密码密码密码密码密码密码')).toBeNull();
    expect(checks.email('a@b')).toBeNull();
    expect(checks.email('nobody')).not.toBeNull();
    expect(checks.filled('   ')).not.toBeNull();
  });
});
