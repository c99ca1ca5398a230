// WebRTC of a program in another language: each line to it is a call, each line from it an answer or what happened (see elsewhere.py).
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

/** Makes the program's peer connections those of this process, and what it shows and films its screen and camera. */
export function elsewhere(program) {
  const child = spawn('/usr/bin/python3', ['-B', new URL(program, import.meta.url).pathname], { stdio: ['pipe', 'pipe', 'inherit'] });
  process.on('exit', () => child.kill('SIGKILL'));
  const calls = new Map();
  const connections = new Map();
  const counts = { frames: 0, soundMs: 0 };
  let lastCall = 0;

  const call = (connection, method, values = {}) =>
    new Promise((resolve, reject) => {
      calls.set(++lastCall, { resolve, reject });
      child.stdin.write(`${JSON.stringify({ call: lastCall, connection, method, ...values })}\n`);
    });
  createInterface({ input: child.stdout }).on('line', (line) => {
    const { call, answer, error, state, connection, counted } = JSON.parse(line);
    if (counted) Object.assign(counts, counted);
    else if (state) connections.get(connection).hear(state);
    else if (error) calls.get(call).reject(new Error(error));
    else calls.get(call).resolve(answer);
  });

  const trackOf = (kind) => Object.assign(new EventTarget(), { id: `${kind}-${crypto.randomUUID()}`, kind, enabled: true, readyState: 'live', stop() {} });

  class Connection extends EventTarget {
    #id = connections.size;
    #transceivers = [];
    connectionState = 'new';
    localDescription = null;

    constructor() {
      super();
      connections.set(this.#id, this);
      void call(this.#id, 'open');
    }

    hear(state) {
      this.connectionState = state;
      this.dispatchEvent(new Event('connectionstatechange'));
    }

    addTransceiver(trackOrKind, { direction = 'sendrecv' } = {}) {
      const kind = trackOrKind.kind ?? trackOrKind;
      void call(this.#id, 'addTransceiver', { kind, direction, sends: trackOrKind !== kind });
      return this.#add(kind, trackOrKind === kind ? null : trackOrKind);
    }

    getTransceivers = () => this.#transceivers;
    createOffer = () => call(this.#id, 'createOffer');
    createAnswer = () => call(this.#id, 'createAnswer');
    close = () => void call(this.#id, 'close');

    async setLocalDescription(description) {
      const { local, transceivers } = await call(this.#id, 'setLocalDescription', description);
      this.localDescription = local;
      this.#name(transceivers);
    }

    async setRemoteDescription(description) {
      this.#name((await call(this.#id, 'setRemoteDescription', description)).transceivers);
    }

    #add(kind, track) {
      const transceiver = { mid: null, sender: { track, getParameters: () => ({ encodings: [] }) }, receiver: { track: trackOf(kind) } };
      this.#transceivers.push(transceiver);
      return transceiver;
    }

    #name(theirs) {
      theirs.forEach(({ kind, mid }, i) => Object.assign(this.#transceivers[i] ?? this.#add(kind, null), { mid }));
    }
  }
  Object.assign(globalThis, {
    RTCPeerConnection: Connection,
    MediaStream: class {
      id = crypto.randomUUID();
    },
  });

  return {
    camera: () => ({ tracks: { camera: trackOf('video'), microphone: trackOf('audio') }, start: () => call(null, 'start'), frames: () => counts.frames }),
    screen: ({ kind }) => (kind === 'video' ? { frames: () => counts.frames } : { soundMs: () => counts.soundMs }),
  };
}
