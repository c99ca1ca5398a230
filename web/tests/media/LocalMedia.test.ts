import { describe, expect, it, vi } from 'vitest';
import { LocalMedia } from '../../src/media/LocalMedia';
import { FakeMediaDevices } from '../fakes/FakeMediaDevices';

async function opened(refuse?: ConstructorParameters<typeof FakeMediaDevices>[0]) {
  const local = new LocalMedia(new FakeMediaDevices(refuse).asMediaDevices());
  await local.open();
  return local;
}

describe('LocalMedia', () => {
  it('opens camera and microphone and knows what else could be chosen', async () => {
    const { camera, microphone } = (await opened()).state.get();
    expect(camera.track?.kind).toBe('video');
    expect(microphone.track?.kind).toBe('audio');
    expect(camera.devices.map(({ label }) => label)).toEqual(['Desk camera']);
  });

  it('makes do with the microphone when there is no camera', async () => {
    const { camera, microphone } = (await opened({ video: 'NotFoundError' })).state.get();
    expect(camera.problem).toBe('missing');
    expect(microphone.track).not.toBeNull();
  });

  it.each([
    ['NotAllowedError', 'denied'],
    ['NotReadableError', 'busy'],
    ['TypeError', 'unknown'],
  ])('tells %s as %s', async (name, problem) => {
    const { microphone } = (await opened({ audio: name })).state.get();
    expect(microphone.problem).toBe(problem);
  });

  it('says that a page without TLS gets no devices', async () => {
    vi.stubGlobal('isSecureContext', false);
    vi.stubGlobal('navigator', { mediaDevices: new FakeMediaDevices() });
    const local = new LocalMedia();
    await local.open();
    expect(local.state.get().camera.problem).toBe('insecure');
  });

  it('does not blame the page when it is the browser that has no devices', async () => {
    const local = new LocalMedia(undefined);
    await local.open();
    expect(local.state.get().camera.problem).toBe('unsupported');
  });

  it('stops the camera when it is turned off, so that its light goes out', async () => {
    const local = await opened();
    const before = local.state.get().camera.track;
    await local.setCameraOn(false);
    expect(before?.readyState).toBe('ended');
    await local.setCameraOn(true);
    expect(local.state.get().camera.track?.readyState).toBe('live');
  });

  it('notices when the screen is stopped in the browser’s own bar', async () => {
    const local = await opened();
    await local.shareScreen();
    local.state.get().screen?.getVideoTracks()[0]?.dispatchEvent(new Event('ended'));
    expect(local.state.get().screen).toBeNull();
  });

  it('closes everything it opened', async () => {
    const local = await opened();
    await local.shareScreen();
    const { camera, microphone, screen } = local.state.get();
    local.close();
    for (const track of [camera.track, microphone.track, screen?.getTracks()[0]]) {
      expect(track?.readyState).toBe('ended');
    }
  });
});
