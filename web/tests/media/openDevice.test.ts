import { beforeEach, describe, expect, it, vi } from 'vitest';
import { NoLiveVideo, openDevice } from '../../src/media/openDevice';

const system = 'Mozilla/5.0 (X11; Linux x86_64)';

/** A page without TLS, where no browser has `userAgentData`. */
function browserCalled(userAgent: string): void {
  vi.stubGlobal('navigator', { userAgent, platform: 'Linux', maxTouchPoints: 0 });
}

describe('openDevice', () => {
  beforeEach(() => {
    vi.stubGlobal('RTCPeerConnection', () => undefined);
  });

  it.each([
    ['Chrome', `${system} AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0 Safari/537.36`],
    ['a Chromium under a name of its own', `${system} HeadlessChrome/156.0.0.0 Safari/537.36`],
    ['a browser without a name', system],
  ])('takes %s for a Chromium', (_, userAgent) => {
    browserCalled(userAgent);
    expect(openDevice().handlerName).toBe('Chrome111');
  });

  it.each([
    ['Firefox', `${system} Gecko/20100101 Firefox/140.0`],
    ['a Firefox under a name of its own', `${system} Gecko/20100101 Fox/3.0`],
  ])('takes %s for a Firefox', (_, userAgent) => {
    browserCalled(userAgent);
    expect(openDevice().handlerName).toBe('Firefox120');
  });

  it('says what is missing where there is no WebRTC', () => {
    vi.unstubAllGlobals();
    expect(openDevice).toThrow(NoLiveVideo);
    expect(openDevice).toThrow(/has no WebRTC, or it is switched off/);
  });
});
