import { cleanup, configure } from '@testing-library/react';
import { afterEach } from 'vitest';
import { FakeMediaStream } from './fakes/FakeMediaStream';

// A busy machine is no failure.
configure({ asyncUtilTimeout: 30_000 });

// What jsdom lacks and the pages touch; a test may stub another for itself.
Object.assign(globalThis, {
  isSecureContext: true,
  matchMedia: (query: string) => ({
    matches: false,
    media: query,
    addEventListener: () => undefined,
    removeEventListener: () => undefined,
  }),
  ResizeObserver: class {
    observe = () => undefined;
    unobserve = () => undefined;
    disconnect = () => undefined;
  },
  IntersectionObserver: class {
    observe = () => undefined;
    disconnect = () => undefined;
  },
  MediaStream: FakeMediaStream,
});
Object.defineProperty(document, 'fonts', { value: new EventTarget() });
HTMLMediaElement.prototype.play = () => Promise.resolve();

afterEach(() => {
  cleanup();
  localStorage.clear();
});
