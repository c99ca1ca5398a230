import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it, vi } from 'vitest';
import type { Recording, Webinar } from '../../src/contract';
import { id } from '../../src/ids';
import { OrganizerOnly } from '../../src/ui/pages/OrganizerOnly';
import { RecordingPage } from '../../src/ui/pages/RecordingPage';
import { WebinarPage } from '../../src/ui/pages/WebinarPage';
import { WebinarsPage } from '../../src/ui/pages/WebinarsPage';
import { show } from './render';

const organizer = { name: 'Ines', email: 'ines@example.org' };
const webinar: Webinar = {
  id: id('w1'),
  title: 'Soil and seeds',
  description: null,
  startsAt: null,
  record: true,
  state: 'live',
  startedAt: '2026-11-22T18:00:00Z',
  endedAt: null,
  createdAt: '2026-11-20T18:00:00Z',
  viewerCount: 12,
  endedUnattended: false,
  unattended: null,
  preferH264: true,
  moderateQuestions: false,
  anonymousQuestions: false,
  recording: null,
};
const recording: Recording = {
  id: id('r1'),
  webinarId: webinar.id,
  state: 'ready',
  step: null,
  percent: 100,
  liveUrl: null,
  certificateUrl: null,
  secondsLeft: null,
  error: null,
  startedAt: '2026-11-22T18:00:00Z',
  endedAt: '2026-11-22T18:51:40Z',
  durationMs: 3_100_000,
  look: { arrangement: 'grid', height: 720, showNames: true, title: null, tracks: false },
  expiresAt: null,
  legalHold: false,
  diskBytes: 104_000_000,
  storedBytes: 518_000_000,
  journalKeptUntil: '2026-12-22T18:51:40Z',
  journalRemovedAt: null,
  files: [
    {
      name: 'soil.mp4',
      kind: 'video',
      contentType: 'video/mp4',
      bytes: 412_300_000,
      url: '/files/soil',
    },
  ],
};

const signedIn = { 'GET /api/session': organizer };
const recordingPage = (
  <OrganizerOnly>
    <RecordingPage recordingId={recording.id} />
  </OrganizerOnly>
);

describe('signing in', () => {
  const signedOut = {
    'GET /api/session': { problem: 'unauthorized', status: 401 },
    'GET /api/setup': { needed: false },
  };

  it('shows the page behind it', async () => {
    show(<OrganizerOnly>secret</OrganizerOnly>, {
      ...signedOut,
      'POST /api/session': organizer,
    });
    await userEvent.type(await screen.findByLabelText('E-mail'), 'ines@example.org');
    await userEvent.type(screen.getByLabelText('Password'), 'a long sentence');
    await userEvent.click(screen.getByRole('button', { name: 'Sign in' }));
    expect(await screen.findByText('secret')).toBeTruthy();
  });

  it('says so when e-mail and password do not match', async () => {
    show(<OrganizerOnly>secret</OrganizerOnly>, {
      ...signedOut,
      'POST /api/session': { problem: 'unauthorized', status: 401 },
    });
    await userEvent.type(await screen.findByLabelText('E-mail'), 'ines@example.org');
    await userEvent.type(screen.getByLabelText('Password'), 'wrong');
    await userEvent.click(screen.getByRole('button', { name: 'Sign in' }));
    expect((await screen.findByRole('alert')).textContent).toContain('do not match');
  });
});

describe('the list of webinars', () => {
  const list = (
    <OrganizerOnly>
      <WebinarsPage />
    </OrganizerOnly>
  );

  it('invites to plan the first one', async () => {
    show(list, { ...signedIn, 'GET /api/webinars': [] });
    expect(await screen.findByText('Plan your first webinar')).toBeTruthy();
  });

  it('creates one and opens it', async () => {
    const { history } = show(list, {
      ...signedIn,
      'GET /api/webinars': [],
      'POST /api/webinars': webinar,
    });
    await screen.findByText('Plan your first webinar');
    await userEvent.click(screen.getByRole('button', { name: 'New webinar' }));
    await userEvent.type(await screen.findByLabelText('Title'), 'Soil and seeds');
    await userEvent.click(screen.getByRole('button', { name: 'Create webinar' }));
    await waitFor(() => expect(history.at(-1)).toBe('/webinars/w1'));
  });
});

describe('a webinar', () => {
  it('shows who watches, and ends after asking', async () => {
    show(
      <OrganizerOnly>
        <WebinarPage webinarId={webinar.id} />
      </OrganizerOnly>,
      {
        ...signedIn,
        'GET /api/webinars/w1': webinar,
        'GET /api/webinars/w1/links': {
          presenter: 'http://x/studio/a',
          audience: 'http://x/watch/b',
          issued: [],
        },
        'GET /api/webinars/w1/recordings': [],
        'POST /api/webinars/w1/end': { ...webinar, state: 'ended' },
      },
    );
    expect(await screen.findByText('12')).toBeTruthy();
    expect(await screen.findByRole('button', { name: 'Copy audience link' })).toBeTruthy();
    await userEvent.click(screen.getByRole('button', { name: 'End webinar' }));
    expect(await screen.findByRole('button', { name: 'End for everyone' })).toBeTruthy();
  });

  it('says that no presenter is there and when the webinar ends by itself', async () => {
    const unattended = { since: '2026-11-22T18:30:00Z', endsAt: '2026-11-22T19:00:00Z' };
    show(
      <OrganizerOnly>
        <WebinarPage webinarId={webinar.id} />
      </OrganizerOnly>,
      {
        ...signedIn,
        'GET /api/webinars/w1': { ...webinar, unattended },
        'GET /api/webinars/w1/recordings': [],
      },
    );
    expect((await screen.findByRole('alert')).textContent).toMatch(
      /^No presenter has been here since .+ Unless one comes back, the webinar ends by itself at .+\.$/,
    );
  });

  it('says why a webinar is not recorded and lets another recording start', async () => {
    const recorded = {
      id: null,
      state: 'stopped',
      light: 'red',
      sentence: 'The disk is full.',
      checkedAt: null,
    };
    show(
      <OrganizerOnly>
        <WebinarPage webinarId={webinar.id} />
      </OrganizerOnly>,
      {
        ...signedIn,
        'GET /api/webinars/w1': { ...webinar, recording: recorded },
        'GET /api/webinars/w1/recordings': [],
      },
    );
    expect((await screen.findByLabelText('Recording')).textContent).toBe(
      'Not recorded: The disk is full.',
    );
    expect(screen.getByRole('button', { name: 'Start recording' })).toBeTruthy();
    expect(screen.queryByRole('button', { name: 'Stop recording' })).toBeNull();
  });

  it('takes a link back after asking', async () => {
    const issued = {
      id: 'l1',
      role: 'viewer',
      label: 'Marek',
      url: 'http://x/watch/m',
      createdAt: '2026-11-22T18:00:00Z',
      createdBy: 'Ann',
      expiresAt: '2126-11-22T18:00:00Z',
      revokedAt: null,
    };
    const revoke = vi.fn(() => null);
    show(
      <OrganizerOnly>
        <WebinarPage webinarId={webinar.id} />
      </OrganizerOnly>,
      {
        ...signedIn,
        'GET /api/webinars/w1': webinar,
        'GET /api/webinars/w1/links': { presenter: 'p', audience: 'a', issued: [issued] },
        'GET /api/webinars/w1/recordings': [],
        'DELETE /api/webinars/w1/links/l1': {},
        'POST /api/webinars/w1/links/revoke': revoke,
      },
    );
    await userEvent.click(await screen.findByText('All links (1)'));
    await userEvent.click(screen.getByLabelText('Revoke link for Marek'));
    expect(await screen.findByText(/leaves the webinar at once/)).toBeTruthy();
    await userEvent.click(screen.getByRole('button', { name: 'Revoke link' }));
    await userEvent.click(screen.getByRole('button', { name: 'Revoke all presenter links' }));
    await userEvent.click(await screen.findByRole('button', { name: 'Revoke presenter links' }));
    await waitFor(() => expect(revoke).toHaveBeenCalledWith({ role: 'presenter' }));
  });

  it('lists who is there, and removes somebody after asking', async () => {
    const people = {
      present: [{ participantId: 'p1', displayName: 'Eve', role: 'viewer', blame: 'nobody' }],
      removed: [],
    };
    show(
      <OrganizerOnly>
        <WebinarPage webinarId={webinar.id} />
      </OrganizerOnly>,
      {
        ...signedIn,
        'GET /api/webinars/w1': webinar,
        'GET /api/webinars/w1/people': people,
        'GET /api/webinars/w1/recordings': [],
        'DELETE /api/webinars/w1/people/p1': {},
      },
    );
    await userEvent.click(await screen.findByLabelText('Remove Eve'));
    await userEvent.click(await screen.findByRole('button', { name: 'Remove person' }));
    await waitFor(() => expect(screen.queryByText('Remove this person?')).toBeNull());
  });

  it('takes the title of a chapter while it is recorded', async () => {
    let sent: unknown;
    const recorded = {
      id: 'r1',
      state: 'recording',
      light: 'green',
      sentence: '',
      checkedAt: null,
    };
    show(
      <OrganizerOnly>
        <WebinarPage webinarId={webinar.id} />
      </OrganizerOnly>,
      {
        ...signedIn,
        'GET /api/webinars/w1': { ...webinar, recording: recorded },
        'GET /api/webinars/w1/recordings': [],
        'POST /api/webinars/w1/recording/marker': (marker: unknown) => (sent = marker),
      },
    );
    await userEvent.type(await screen.findByLabelText('Chapter title'), ' Questions ');
    await userEvent.click(screen.getByRole('button', { name: 'Add chapter' }));
    expect(await screen.findByText('Chapter “Questions” added to the recording.')).toBeTruthy();
    expect(sent).toEqual({ label: 'Questions' });
  });
});

describe('a recording', () => {
  it('plays and downloads when it is ready', async () => {
    show(recordingPage, { ...signedIn, 'GET /api/recordings/r1': recording });
    const link = await screen.findByRole('link', { name: 'Download MP4' });
    expect(link.getAttribute('href')).toBe('/files/soil');
    expect(link.textContent).toContain('412.3 MB');
    expect((await screen.findByLabelText('Recording')).getAttribute('src')).toBe('/files/soil');
  });

  it('says what it takes and until when it can be made again', async () => {
    show(recordingPage, { ...signedIn, 'GET /api/recordings/r1': recording });
    const said = await screen.findByText(/It takes 104.0 MB on the disk and 518.0 MB in the store/);
    expect(said.textContent).toContain('can be rendered again, is kept until');
  });

  it('offers no other look once its journal is gone', async () => {
    const old = {
      ...recording,
      diskBytes: 0,
      journalKeptUntil: null,
      journalRemovedAt: '2026-12-22T18:51:40Z',
    };
    show(recordingPage, { ...signedIn, 'GET /api/recordings/r1': old });
    const said = await screen.findByText(/It takes nothing on the disk/);
    expect(said.textContent).toContain('it cannot be rendered again');
    expect(screen.queryByRole('button', { name: 'Make it again' })).toBeNull();
  });

  it('shows how far it is', async () => {
    const processing = {
      ...recording,
      state: 'processing',
      step: 'compose',
      percent: 42,
      secondsLeft: 130,
    };
    show(recordingPage, { ...signedIn, 'GET /api/recordings/r1': processing });
    expect(await screen.findByText(/Making the video… 42 %, about 2 min left/)).toBeTruthy();
  });

  it('says why it failed and offers another try', async () => {
    const failed = { ...recording, state: 'failed', error: 'The disk was full.' };
    show(recordingPage, { ...signedIn, 'GET /api/recordings/r1': failed });
    expect((await screen.findByRole('alert')).textContent).toContain('The disk was full.');
    expect(screen.getByRole('button', { name: 'Retry' })).toBeTruthy();
  });

  it('is made again in another look', async () => {
    const sent: unknown[] = [];
    show(recordingPage, {
      ...signedIn,
      'GET /api/recordings/r1': recording,
      'GET /api/recordings/r1/history': [{ at: '2026-11-22T19:00:00Z', text: 'Published.' }],
      'POST /api/recordings/r1/render': (body: unknown) => {
        sent.push(body);
        return { ...recording, state: 'processing' };
      },
    });
    await userEvent.click(await screen.findByText('Follow the speaker'));
    await userEvent.type(screen.getByLabelText('Title card'), 'Soil');
    await userEvent.click(screen.getByRole('button', { name: 'Make it again' }));
    expect(await screen.findByText('Published.')).toBeTruthy();
    expect(sent).toEqual([{ ...recording.look, arrangement: 'speaker', title: 'Soil' }]);
  });
});
