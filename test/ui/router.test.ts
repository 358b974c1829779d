/** Which screen an address means. */
import { describe, expect, it } from 'vitest';
import { match } from '../../inbox-ui/router.ts';

describe('addresses', () => {
  it('lead to the inbox, a view of it, or one conversation', () => {
    expect(match('/')).toEqual({ page: 'inbox', view: 'inbox', conversation: null });
    expect(match('/inbox/mine')).toEqual({ page: 'inbox', view: 'mine', conversation: null });
    expect(match('/inbox/mine/1042')).toEqual({
      page: 'inbox',
      view: 'mine',
      conversation: '1042',
    });
  });

  it('lead to the settings, a section, or one thing in it', () => {
    expect(match('/settings')).toEqual({ page: 'settings', section: null, id: null });
    expect(match('/settings/people')).toEqual({ page: 'settings', section: 'people', id: null });
    expect(match('/settings/channels/new')).toMatchObject({ section: 'channels', id: 'new' });
    expect(match('/settings/nonsense')).toEqual({ page: 'unknown' });
  });

  it('carry the token of an invitation, and none is no invitation', () => {
    expect(match('/invitation/abc%2Fd')).toEqual({ page: 'invitation', token: 'abc/d' });
    expect(match('/invitation')).toEqual({ page: 'unknown' });
  });

  it('survive what nobody can decode', () => {
    expect(match('/contacts/%E0%A4%A')).toEqual({ page: 'contacts', id: '%E0%A4%A' });
  });

  it('that are not ours are left to the browser', () => {
    for (const path of ['/api', '/api/v1/session', '/demo', '/widget.js', '/health/live']) {
      expect(match(path)).toEqual({ page: 'unknown' });
    }
  });
});
