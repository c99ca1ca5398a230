import type { Hub } from '../../src/signaling/StageConnection';
import type {
  Consumed,
  Joined,
  ServerCalls,
  StageCalls,
  TransportCreated,
  WatchRequest,
  Watching,
} from '../../src/contract';
import { id } from '../../src/ids';
import type { ProducerId } from '../../src/ids';

type Handler = (...args: unknown[]) => unknown;
type Answers = {
  [M in keyof StageCalls]?: (argument: StageCalls[M]['argument']) => unknown;
};

/** A hub whose other side is the test. */
export class FakeHub implements Hub {
  readonly calls: { method: string; argument: unknown }[] = [];
  /** What the next starts do; then they succeed. */
  readonly startFailures: Error[] = [];
  starts = 0;
  stopped = false;
  private readonly handlers = new Map<string, Handler>();
  private closed: (error?: Error) => void = () => undefined;

  constructor(readonly answers: Answers = {}) {
    answers.Join ??= () => joined();
    answers.MyQuestions ??= () => ({ asked: [], votedFor: [] });
    answers.Watch ??= (request) => this.watching(request);
  }

  /** As a server does it that answers the single steps as this one does. */
  private watching({ rtpCapabilities, ...request }: WatchRequest): Watching {
    const joined = this.answers.Join?.(request) as Joined;
    if (joined.resumed) return { joined, transport: null, consumers: [], unsupported: [] };
    const transport = (this.answers.CreateTransport?.({ direction: 'recv' }) ??
      transportCreated('t')) as TransportCreated;
    const consumers: Consumed[] = [];
    const unsupported: ProducerId[] = [];
    for (const { producerId } of joined.producers) {
      const wanted = { transportId: transport.id, producerId, rtpCapabilities };
      try {
        const consumed = this.answers.Consume?.(wanted) as Consumed | undefined;
        if (consumed) consumers.push(consumed);
      } catch (cause) {
        if (String(cause).includes('unsupported')) unsupported.push(producerId);
      }
    }
    return { joined, transport, consumers, unsupported };
  }

  start = () => {
    this.starts++;
    const failure = this.startFailures.shift();
    return failure ? Promise.reject(failure) : Promise.resolve();
  };

  stop = () => {
    this.stopped = true;
    return Promise.resolve();
  };

  invoke = async <T>(method: string, argument: unknown): Promise<T> => {
    this.calls.push({ method, argument });
    const answer = this.answers[method as keyof StageCalls] as Handler | undefined;
    return (await answer?.(argument)) as T;
  };

  on = (method: string, handler: Handler) => void this.handlers.set(method, handler);
  onclose = (callback: (error?: Error) => void) => {
    this.closed = callback;
  };

  /** The server calls. */
  tell<M extends keyof ServerCalls>(method: M, body: ServerCalls[M]): void {
    this.handlers.get(method)?.(body);
  }

  /** The line breaks. */
  drop(): void {
    this.closed(new Error('gone'));
  }

  called(method: keyof StageCalls): number {
    return this.calls.filter((call) => call.method === method).length;
  }
}

/** A transport of a node that the test never reaches. */
export function transportCreated(transport: string): TransportCreated {
  return {
    id: id(transport),
    iceParameters: { usernameFragment: 'u', password: 'p', iceLite: true },
    iceCandidates: [],
    dtlsParameters: { role: 'auto', fingerprints: [] },
    iceServers: [],
  };
}

export function joined(change: Partial<Joined> = {}): Joined {
  return {
    participantId: id('me'),
    role: 'viewer',
    webinar: {
      id: id('w'),
      title: 'Soil and seeds',
      description: null,
      state: 'live',
      startsAt: null,
      startedAt: '2026-11-22T18:00:00Z',
      endedAt: null,
      preferH264: true,
      moderateQuestions: false,
      anonymousQuestions: false,
    },
    routerRtpCapabilities: { codecs: [], headerExtensions: [] },
    producers: [],
    recording: null,
    viewersWithoutPicture: 0,
    resumed: false,
    viewerCount: 1,
    chat: [],
    questions: [],
    ...change,
  };
}
