import type { ParticipantId, ProducerId } from '../ids';
import type { StageProducer } from '../contract';
import { pictureOf } from './Subscriber';

/** One tile of the stage: a participant's camera and microphone, or a screen and its sound. */
export interface RemotePicture {
  readonly key: string;
  readonly participantId: ParticipantId;
  readonly displayName: string;
  readonly screen: boolean;
  /** The same object as long as the tile exists, so that elements need not be reattached. */
  readonly stream: MediaStream;
  readonly video: StageProducer | undefined;
  /** The video is of a codec that this browser does not know, and nothing stands in for it. */
  readonly unsupported: boolean;
  readonly audio: StageProducer | undefined;
  /** Why there is sound alone, though a picture is sent; null if there is not. */
  readonly soundOnly: SoundOnly | null;
}

/** Chosen by this person, or all that their network carries. */
export type SoundOnly = 'chosen' | 'network';

/** Sorts producers and their tracks into tiles, one MediaStream each so that lips stay in sync. */
export class RemotePictures {
  private readonly streams = new Map<string, MediaStream>();
  private tracks: ReadonlyMap<ProducerId, MediaStreamTrack> = new Map();
  private unsupported: ReadonlySet<ProducerId> = new Set();
  private readonly heldBack = new Set<ProducerId>();
  /** This person wants no pictures. */
  soundOnly = false;

  /** All is received anew. */
  begin(): void {
    this.heldBack.clear();
  }

  setHeldBack(producer: ProducerId, heldBack: boolean): void {
    if (heldBack) this.heldBack.add(producer);
    else this.heldBack.delete(producer);
  }

  setTracks(
    tracks: ReadonlyMap<ProducerId, MediaStreamTrack>,
    unsupported: ReadonlySet<ProducerId>,
  ): void {
    this.tracks = tracks;
    this.unsupported = unsupported;
  }

  arrange(producers: readonly StageProducer[]): readonly RemotePicture[] {
    const tiles = groupByPicture(producers);
    for (const key of this.streams.keys()) if (!tiles.has(key)) this.streams.delete(key);
    return [...tiles].flatMap(([key, members]) => this.tile(key, members));
  }

  private tile(key: string, members: readonly StageProducer[]): RemotePicture[] {
    const [first] = members;
    if (!first) return [];
    const stream = this.streamOf(key);
    const video = members.find(({ kind }) => kind === 'video');
    setStreamTracks(
      stream,
      members.map((member) => this.tracks.get(member.producerId)),
    );
    return [
      {
        key,
        participantId: first.participantId,
        displayName: first.displayName,
        screen: first.source.startsWith('screen'),
        stream,
        video,
        unsupported: video !== undefined && this.unsupported.has(video.producerId),
        audio: members.find(({ kind }) => kind === 'audio'),
        soundOnly: video ? this.soundOnlyOf(video) : null,
      },
    ];
  }

  private soundOnlyOf({ producerId, paused }: StageProducer): SoundOnly | null {
    if (paused) return null;
    if (this.soundOnly) return 'chosen';
    return this.heldBack.has(producerId) ? 'network' : null;
  }

  private streamOf(key: string): MediaStream {
    const known = this.streams.get(key);
    if (known) return known;
    const stream = new MediaStream();
    this.streams.set(key, stream);
    return stream;
  }
}

function groupByPicture(producers: readonly StageProducer[]): Map<string, StageProducer[]> {
  const tiles = new Map<string, StageProducer[]>();
  for (const producer of producers) {
    const key = pictureOf(producer);
    const members = tiles.get(key);
    if (members) members.push(producer);
    else tiles.set(key, [producer]);
  }
  return tiles;
}

function setStreamTracks(
  stream: MediaStream,
  tracks: readonly (MediaStreamTrack | undefined)[],
): void {
  for (const track of stream.getTracks()) if (!tracks.includes(track)) stream.removeTrack(track);
  for (const track of tracks) {
    if (track && !stream.getTracks().includes(track)) stream.addTrack(track);
  }
}
