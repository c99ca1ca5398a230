import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { id } from '../../src/ids';
import type { ChatMessageId } from '../../src/ids';
import { LiveDevice } from '../../src/media/LiveDevice';
import { LocalMedia } from '../../src/media/LocalMedia';
import { SoundGate } from '../../src/media/SoundGate';
import { StageSession } from '../../src/media/StageSession';
import { StageConnection } from '../../src/signaling/StageConnection';
import type { ChatMessage, Joined, StageRole } from '../../src/contract';
import { StudioView } from '../../src/ui/live/StudioView';
import { WatchView } from '../../src/ui/live/WatchView';
import { StagePage } from '../../src/ui/pages/StagePage';
import { FakeDevice } from '../fakes/FakeDevice';
import { FakeHub, joined, transportCreated } from '../fakes/FakeHub';
import { FakeMediaDevices } from '../fakes/FakeMediaDevices';
import { show } from './render';

const { webinar } = joined();
const doorHub = vi.hoisted(() => ({ current: undefined as FakeHub | undefined }));
vi.mock('../../src/signaling/openHub', () => ({ openHub: () => doorHub.current }));

function session(change: Partial<Joined> = {}, local?: LocalMedia) {
  const hub = new FakeHub({
    Join: () => joined(change),
    CreateTransport: () => transportCreated('t'),
    Produce: ({ source }) => ({ producerId: source }),
    Consume: () => {
      throw new Error('HubException: unsupported: The receiver takes none of video/H264.');
    },
  });
  const opened = new StageSession({
    connection: new StageConnection({
      hub,
      seat: 'seat of Marek',
      refusal: () => Promise.resolve(null),
      delay: () => new Promise(() => undefined),
    }),
    device: new LiveDevice(() => new FakeDevice().asDevice()),
    displayName: 'Marek',
    routerRtpCapabilities: joined().routerRtpCapabilities,
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

function written(message: string, displayName: string, role: StageRole): ChatMessage {
  return {
    id: id(message),
    participantId: id(`author of ${message}`),
    displayName,
    role,
    text: `Text of ${message}`,
    sentAt: '2026-11-22T18:00:00Z',
  };
}

describe('a link', () => {
  let hub: FakeHub;
  beforeEach(() => {
    hub = doorHub.current = new FakeHub();
  });

  it.each([
    ['link_invalid', 'This link does not work'],
    ['link_expired', 'This link has expired'],
    ['link_revoked', 'This link is no longer valid'],
  ])('that is %s says so', async (problem, title) => {
    show(<StagePage place="watch" token={id('t')} />, {
      'GET /api/join/t': { problem, status: 401 },
    });
    expect(await screen.findByText(title)).toBeTruthy();
    expect(document.querySelector('video')).toBeNull();
  });

  it('asks who is coming in', async () => {
    show(<StagePage place="watch" token={id('t')} />, {
      'GET /api/join/t': { role: 'viewer', webinar, routerRtpCapabilities: null },
    });
    expect(await screen.findByLabelText('Your name')).toBeTruthy();
    expect(screen.getByRole('button', { name: 'Join webinar' })).toBeTruthy();
  });

  it('opens the line while the name is typed, and goes in over it', async () => {
    show(<StagePage place="watch" token={id('t')} />, {
      'GET /api/join/t': { role: 'viewer', webinar, routerRtpCapabilities: null },
    });
    await userEvent.type(await screen.findByLabelText('Your name'), 'Marek');
    await waitFor(() => expect(hub.starts).toBe(1));
    expect(hub.calls).toEqual([]);
    await userEvent.click(screen.getByRole('button', { name: 'Join webinar' }));
    await waitFor(() => expect(hub.called('Join')).toBe(1));
    expect(hub.starts).toBe(1);
    expect(hub.calls[0]?.argument).toMatchObject({ displayName: 'Marek' });
  });

  it('for viewers does not open the studio', async () => {
    show(<StagePage place="studio" token={id('t')} />, {
      'GET /api/join/t': { role: 'viewer', webinar, routerRtpCapabilities: null },
    });
    expect(await screen.findByText('This is not a presenter link')).toBeTruthy();
  });
});

describe('watching', () => {
  it('waits until it begins', async () => {
    watch({ webinar: { ...webinar, state: 'scheduled' } });
    expect(await screen.findByText('It has not started yet')).toBeTruthy();
  });

  it('shows the presenter, a closed microphone, and why there is no picture', async () => {
    watch({
      producers: [
        {
          producerId: id('p1'),
          participantId: id('ines'),
          displayName: 'Ines Duarte',
          kind: 'video',
          source: 'camera',
          paused: false,
          offersStandIn: false,
          standIn: null,
        },
      ],
    });
    const video = await screen.findByTestId('stage-video');
    expect(video.getAttribute('data-producer-id')).toBe('p1');
    expect(screen.getByLabelText('Microphone off')).toBeTruthy();
    expect(await screen.findByText(/Chrome, Edge and Safari show both/)).toBeTruthy();
    expect(video.getAttribute('data-on')).toBe('false');
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

  it('says why it is over for this page, and does not come again', async () => {
    const hub = watch();
    await screen.findByText('No one is on stage right now');
    hub.tell('Dismissed', { code: 'link_revoked', message: 'This link is no longer valid.' });
    hub.drop();
    expect(await screen.findByText('The link was taken back')).toBeTruthy();
    expect(screen.getByText('This link is no longer valid.')).toBeTruthy();
    expect(screen.queryByRole('button', { name: 'Try again' })).toBeNull();
    expect(hub.starts).toBe(1);
  });

  it('draws the badge of a presenter by the role, outside the name', async () => {
    watch({ chat: [written('c1', 'Ines', 'presenter'), written('c2', 'Presenter ✓', 'viewer')] });
    const badge = await screen.findByTestId('presenter-badge');
    expect(badge.closest('bdi')).toBeNull();
    expect(screen.getByText('Ines').tagName).toBe('BDI');
    expect(screen.getByText('Presenter ✓').tagName).toBe('BDI');
    expect(screen.queryByText('Remove message')).toBeNull();
  });

  it('takes a message out of the chat', async () => {
    const hub = watch({ chat: [written('c1', 'Eve', 'viewer')] });
    await screen.findByText('Text of c1');
    hub.tell('ChatRemoved', { id: id<ChatMessageId>('c1') });
    await waitFor(() => expect(screen.queryByText('Text of c1')).toBeNull());
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
  async function studio(
    refuse?: ConstructorParameters<typeof FakeMediaDevices>[0],
    chat: readonly ChatMessage[] = [],
  ) {
    return studioWith(new LocalMedia(new FakeMediaDevices(refuse).asMediaDevices()), chat);
  }

  async function studioWith(local: LocalMedia, chat: readonly ChatMessage[] = []) {
    await local.open();
    const opened = session({ role: 'presenter', chat }, local);
    const view = { session: opened.session, local, sound: new SoundGate(), displayName: 'Marek' };
    show(<StudioView {...view} />);
    return opened.hub;
  }

  it('helps when the browser refuses camera and microphone', async () => {
    await studio({ audio: 'NotAllowedError', video: 'NotAllowedError' });
    expect((await screen.findByRole('alert')).textContent).toContain('choose “Allow”');
    expect(screen.getByRole('button', { name: 'Go live' }).hasAttribute('disabled')).toBe(true);
  });

  it('says on a page without TLS what it takes, and offers no try that cannot help', async () => {
    vi.stubGlobal('isSecureContext', false);
    await studioWith(new LocalMedia());
    const help = await screen.findByRole('alert');
    expect(help.textContent).toContain('Open your presenter link with https://');
    expect(screen.getByText('Going live takes https:// or localhost.')).toBeTruthy();
    expect(screen.queryByRole('button', { name: 'Try again' })).toBeNull();
  });

  it('removes a person after asking', async () => {
    const hub = await studio({ audio: 'NotFoundError' }, [written('c1', 'Eve', 'viewer')]);
    await userEvent.click(await screen.findByRole('button', { name: 'Remove person' }));
    expect(await screen.findByText('Remove this person?')).toBeTruthy();
    const dialog = within(screen.getByRole('dialog'));
    await userEvent.click(dialog.getByRole('button', { name: 'Remove person' }));
    await waitFor(() => expect(hub.called('RemovePerson')).toBe(1));
  });

  it('says how many only hear, and what helps', async () => {
    const hub = await studio({ audio: 'NotFoundError' });
    await screen.findByRole('button', { name: 'Go live' });
    const sentence = /2 people have browsers without a decoder/;
    hub.tell('ViewersWithoutPictureChanged', { count: 2 });
    expect(await screen.findByText(sentence)).toBeTruthy();
    hub.tell('ViewersWithoutPictureChanged', { count: 0 });
    await waitFor(() => expect(screen.queryByText(sentence)).toBeNull());
  });

  it('goes live, and leaves the stage', async () => {
    const hub = await studio({ audio: 'NotFoundError' });
    await userEvent.click(await screen.findByRole('button', { name: 'Go live' }));
    await userEvent.click(await screen.findByRole('button', { name: 'Leave stage' }));
    expect(await screen.findByRole('button', { name: 'Go live' })).toBeTruthy();
    await waitFor(() => expect(hub.called('CloseProducer')).toBe(1));
  });
});
