import { FakeMediaStream, fakeTrack } from './FakeMediaStream';

/** A computer with one camera, one microphone and a screen; `refuse` takes some away. */
export class FakeMediaDevices extends EventTarget {
  constructor(private readonly refuse: Partial<Record<'audio' | 'video', string>> = {}) {
    super();
  }

  getUserMedia = ({ audio, video }: MediaStreamConstraints) => {
    const refused = (video && this.refuse.video) ?? (audio && this.refuse.audio);
    if (refused) return Promise.reject(new DOMException('no', refused));
    const tracks = [...(video ? [fakeTrack('video')] : []), ...(audio ? [fakeTrack('audio')] : [])];
    return Promise.resolve(new FakeMediaStream(tracks));
  };

  getDisplayMedia = () => Promise.resolve(new FakeMediaStream([fakeTrack('video', 'screen')]));

  enumerateDevices = () =>
    Promise.resolve([
      { kind: 'videoinput', deviceId: 'video-1', label: 'Desk camera' },
      { kind: 'audioinput', deviceId: 'audio-1', label: 'Desk microphone' },
      { kind: 'audiooutput', deviceId: 'out-1', label: 'Speakers' },
    ]);

  asMediaDevices(): MediaDevices {
    return this as unknown as MediaDevices;
  }
}
