import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { describe, expect, it } from 'vitest';
import { id } from '../../src/ids';
import { LocalMedia } from '../../src/media/LocalMedia';
import { SoundGate } from '../../src/media/SoundGate';
import { StageSession } from '../../src/media/StageSession';
import { StageConnection } from '../../src/signaling/StageConnection';
import type { Joined } from '../../src/signaling/messages';
import { StudioView } from '../../src/ui/live/StudioView';
import { WatchView } from '../../src/ui/live/WatchView';
import { StagePage } from '../../src/ui/pages/StagePage';
import { FakeDevice } from '../fakes/FakeDevice';
import { FakeHub, joined } from '../fakes/FakeHub';
import { FakeMediaDevices } from '../fakes/FakeMediaDevices';
import { show } from './render';

const { webinar } = joined();

function session(change: Partial<Joined> = {}, local?: LocalMedia) {
  const hub = new FakeHub({
    Join: () => joined(change),
    CreateTransport: () => ({ id: 't' }),
    Produce: ({ source }) => ({ producerId: source }),
    Consume: () => {
      throw new Error('HubException: conflict: no codec in common.');
    },
  });
  const opened = new StageSession({
    connection: new StageConnection({
      hub,
      displayName: 'Marek',
      seat: 'seat of Marek',
      delay: () => new Promise(() => undefined),
    }),
    createDevice: () => Promise.resolve(new FakeDevice().asDevice()),
    ...(local && { local }),
  });
  opened.open();
  return { hub, session: opened };
}

function watch(change: Partial<Joined> = {}) {
  const { hub, session: opened } = session(change);
  show(<WatchView session={opened} sound={new SoundGate()} />);
  return hub;
}

describe('a link', () => {
  it.each([
    ['link_invalid', 'This link does not work'],
    ['link_expired', 'This link has expired'],
  ])('that is %s says so', async (problem, title) => {
    show(<StagePage place="watch" token={id('t')} />, {
      'GET /api/join/t': { problem, status: 401 },
    });
    expect(await screen.findByText(title)).toBeTruthy();
    expect(document.querySelector('video')).toBeNull();
  });

  it('asks who is coming in', async () => {
    show(<StagePage place="watch" token={id('t')} />, {
      'GET /api/join/t': { role: 'viewer', webinar },
    });
    expect(await screen.findByLabelText('Your name')).toBeTruthy();
    expect(screen.getByRole('button', { name: 'Join webinar' })).toBeTruthy();
  });

  it('for viewers does not open the studio', async () => {
    show(<StagePage place="studio" token={id('t')} />, {
      'GET /api/join/t': { role: 'viewer', webinar },
    });
    expect(await screen.findByText('This is not a presenter link')).toBeTruthy();
  });
});

describe('watching', () => {
  it('waits until it begins', async () => {
    watch({ webinar: { ...webinar, state: 'scheduled' } });
    expect(await screen.findByText('It has not started yet')).toBeTruthy();
  });

  it('shows the presenter, and a closed microphone', async () => {
    watch({
      producers: [
        {
          producerId: id('p1'),
          participantId: id('ines'),
          displayName: 'Ines Duarte',
          kind: 'video',
          source: 'camera',
          paused: false,
        },
      ],
    });
    const video = await screen.findByTestId('stage-video');
    expect(video.getAttribute('data-producer-id')).toBe('p1');
    expect(screen.getByLabelText('Microphone off')).toBeTruthy();
  });

  it('says that it is reconnecting', async () => {
    const hub = watch();
    await screen.findByText('No one is on stage right now');
    hub.startFailures.push(new Error('no route'));
    hub.drop();
    expect(await screen.findByText(/Reconnecting/)).toBeTruthy();
  });

  it('ends when the webinar ends', async () => {
    const hub = watch();
    await screen.findByText('No one is on stage right now');
    hub.tell('WebinarChanged', { state: 'ended', startedAt: null, endedAt: null });
    expect(await screen.findByText('The webinar has ended')).toBeTruthy();
  });

  it('sends what is typed into the chat', async () => {
    const hub = watch();
    const sent = {
      id: id<never>('c1'),
      participantId: id<never>('me'),
      displayName: 'Marek',
      seat: 'seat of Marek',
      role: 'viewer',
      text: 'Hello!',
      sentAt: '2026-11-22T18:00:00Z',
    };
    hub.answers.SendChat = () => sent;
    await userEvent.type(await screen.findByLabelText('Message'), 'Hello!{Enter}');
    await waitFor(() => expect(screen.getByText('Hello!')).toBeTruthy());
    expect(hub.calls.at(-1)).toEqual({ method: 'SendChat', argument: { text: 'Hello!' } });
  });
});

describe('the studio', () => {
  async function studio(refuse?: ConstructorParameters<typeof FakeMediaDevices>[0]) {
    const local = new LocalMedia(new FakeMediaDevices(refuse).asMediaDevices());
    await local.open();
    const opened = session({ role: 'presenter' }, local);
    const view = { session: opened.session, local, sound: new SoundGate(), displayName: 'Marek' };
    show(<StudioView {...view} />);
    return opened.hub;
  }

  it('helps when the browser refuses camera and microphone', async () => {
    await studio({ audio: 'NotAllowedError', video: 'NotAllowedError' });
    expect((await screen.findByRole('alert')).textContent).toContain('choose “Allow”');
    expect(screen.getByRole('button', { name: 'Go live' }).hasAttribute('disabled')).toBe(true);
  });

  it('goes live, and leaves the stage', async () => {
    const hub = await studio({ audio: 'NotFoundError' });
    await userEvent.click(await screen.findByRole('button', { name: 'Go live' }));
    await userEvent.click(await screen.findByRole('button', { name: 'Leave stage' }));
    expect(await screen.findByRole('button', { name: 'Go live' })).toBeTruthy();
    await waitFor(() => expect(hub.called('CloseProducer')).toBe(1));
  });
});
