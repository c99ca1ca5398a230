/** A MediaStream without media. */
export class FakeMediaStream {
  private tracks: MediaStreamTrack[];

  constructor(tracks: MediaStreamTrack[] = []) {
    this.tracks = [...tracks];
  }

  getTracks = () => [...this.tracks];
  getVideoTracks = () => this.tracks.filter(({ kind }) => kind === 'video');
  getAudioTracks = () => this.tracks.filter(({ kind }) => kind === 'audio');
  addTrack = (track: MediaStreamTrack) => void this.tracks.push(track);
  removeTrack = (track: MediaStreamTrack) => {
    this.tracks = this.tracks.filter((other) => other !== track);
  };
}

let made = 0;

/** A track that only knows whether it was stopped. */
export function fakeTrack(kind: 'audio' | 'video', deviceId = `${kind}-1`): MediaStreamTrack {
  const track = Object.assign(new EventTarget(), {
    id: `track-${++made}`,
    kind,
    enabled: true,
    readyState: 'live',
    contentHint: '',
    getSettings: () => ({ deviceId }),
    stop: () => {
      track.readyState = 'ended';
    },
  });
  return track as unknown as MediaStreamTrack;
}
