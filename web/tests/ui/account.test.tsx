import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
import type { AuditLine, OpenSession } from '../../src/contract';
import { id } from '../../src/ids';
import { browserName } from '../../src/ui/browserName';
import { AccountPage } from '../../src/ui/pages/AccountPage';
import { AuditPage } from '../../src/ui/pages/AuditPage';
import { OrganizerOnly } from '../../src/ui/pages/OrganizerOnly';
import { ResetPage } from '../../src/ui/pages/ResetPage';
import { show } from './render';

const signedIn = { 'GET /api/session': { name: 'Ines', email: 'ines@example.org' } };
const here: OpenSession = {
  id: id('s1'),
  browser: 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0',
  address: '192.0.2.1',
  createdAt: '2026-11-22T18:00:00Z',
  lastSeenAt: '2026-11-22T18:00:00Z',
  current: true,
};
const phone: OpenSession = {
  ...here,
  id: id('s2'),
  browser: 'Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) Version/18.1 Safari/604.1',
  current: false,
};
const failed: AuditLine = {
  id: 7,
  at: '2026-11-22T18:00:00Z',
  action: 'signInFailed',
  actor: null,
  address: '203.0.113.9',
  subject: 'ines@example.org',
  detail: null,
};

const account = (
  <OrganizerOnly>
    <AccountPage />
  </OrganizerOnly>
);
const audit = (
  <OrganizerOnly>
    <AuditPage />
  </OrganizerOnly>
);

describe('the account page', () => {
  it('ends another session and not the one that it runs in', async () => {
    const answers: Record<string, unknown> = {
      ...signedIn,
      'GET /api/sessions': [here, phone],
      'DELETE /api/sessions/s2': {},
    };
    show(account, answers);
    const end = await screen.findByRole('button', { name: /^Sign out Safari on iOS/ });
    answers['GET /api/sessions'] = [here];
    await userEvent.click(end);
    await waitFor(() => expect(screen.queryByText('Safari on iOS')).toBeNull());
    expect(screen.getByText('This one')).toBeTruthy();
  });

  it('changes the password and says that it did', async () => {
    const sent: unknown[] = [];
    show(account, {
      ...signedIn,
      'GET /api/sessions': [here],
      'PUT /api/password': (body: unknown) => {
        sent.push(body);
        return {};
      },
    });
    await userEvent.type(await screen.findByLabelText('Old password'), 'correct horse');
    await userEvent.type(screen.getByLabelText('New password'), 'battery staple');
    await userEvent.click(screen.getByRole('button', { name: 'Change password' }));
    expect(await screen.findByRole('status')).toHaveProperty(
      'textContent',
      'Changed. Everywhere else you have been signed out.',
    );
    expect(sent).toEqual([{ current: 'correct horse', password: 'battery staple' }]);
  });
});

describe('the reset page', () => {
  it('goes to the webinars once the password is set', async () => {
    const { history } = show(<ResetPage />, {
      'POST /api/password/reset': { name: 'Ines', email: 'ines@example.org' },
    });
    await userEvent.type(screen.getByLabelText('New password'), 'battery staple');
    await userEvent.click(screen.getByRole('button', { name: 'Set password' }));
    await waitFor(() => expect(history).toEqual(['/', '/']));
  });
});

describe('the audit page', () => {
  it('tells of strangers, and of what was before on demand', async () => {
    show(audit, {
      ...signedIn,
      'GET /api/audit?': { entries: [failed], before: 7 },
      'GET /api/audit?before=7': {
        entries: [
          {
            ...failed,
            id: 6,
            action: 'webinarEnded',
            actor: 'ines',
            subject: 'w1',
            detail: 'Soil',
          },
        ],
        before: null,
      },
    });
    expect(await screen.findByText('A stranger')).toBeTruthy();
    await userEvent.click(screen.getByRole('button', { name: 'Show older' }));
    const link = await screen.findByRole('link', { name: 'Soil' });
    expect(link.getAttribute('href')).toBe('/webinars/w1');
    expect(screen.queryByRole('button', { name: 'Show older' })).toBeNull();
  });

  it('says which line was tampered with', async () => {
    show(audit, {
      ...signedIn,
      'GET /api/audit?': { entries: [], before: null },
      'GET /api/audit/check': { entries: 3, head: 'ab', brokenAt: 4 },
    });
    await userEvent.click(await screen.findByRole('button', { name: 'Check the log' }));
    expect(await screen.findByText(/Line 4 was changed/)).toBeTruthy();
  });
});

describe('browserName', () => {
  it.each([
    [here.browser, 'Firefox on Linux'],
    [phone.browser, 'Safari on iOS'],
    ['Mozilla/5.0 (Windows NT 10.0) Chrome/140.0 Safari/537.36 Edg/140.0', 'Edge on Windows'],
    ['curl/8', 'Unknown browser'],
  ])('reads %s', (userAgent, name) => expect(browserName(userAgent)).toBe(name));
});
