/** What a person has chosen to receive: a number is the most lines that a camera may have. */
export type ViewMode = 'automatic' | 'dataSaver' | 'soundOnly' | 720 | 360 | 180;

export const viewModes: readonly ViewMode[] = [
  'automatic',
  'dataSaver',
  'soundOnly',
  720,
  360,
  180,
];

/** What is wanted of one picture; null for no limit. */
export interface PictureWish {
  readonly paused: boolean;
  readonly spatialLayer: number | null;
  readonly temporalLayer: number | null;
}

export interface ShownPicture {
  readonly screen: boolean;
  /** How many sizes it is sent in. */
  readonly layers: number;
  /** Lines of the tile on this person's screen; 0 if it cannot be seen. */
  readonly lines: number;
}

const cameraLines = 720;
const savingLines = 360;
/** A picture may be drawn so much larger than it is before a larger one is worth its bits. */
const enlargement = 1.25;
/** Fewer lines than that of a screen cannot be read anyway. */
const leastLegible = 300;

const all: PictureWish = { paused: false, spatialLayer: null, temporalLayer: null };
const none: PictureWish = { ...all, paused: true };

/** @param shown - Whether the page is seen at all: one in the background is only heard. */
export function pictureWish(mode: ViewMode, shown: boolean, picture: ShownPicture): PictureWish {
  if (mode === 'soundOnly' || !shown || picture.lines === 0) return none;
  return picture.screen ? screenWish(mode, picture) : cameraWish(mode, picture);
}

/** Of a screen, frames are given up before lines: it is there to be read. */
function screenWish(mode: ViewMode, { layers, lines }: ShownPicture): PictureWish {
  if (lines < leastLegible || (typeof mode === 'number' && mode < cameraLines)) {
    return capped(0, layers);
  }
  return mode === 'dataSaver' ? { ...all, temporalLayer: 0 } : all;
}

function cameraWish(mode: ViewMode, { layers, lines }: ShownPicture): PictureWish {
  const ofTile = smallestWith(layers, lines / enlargement);
  if (mode === 'automatic') return capped(ofTile, layers);
  const most = typeof mode === 'number' ? mode : savingLines;
  return capped(Math.min(ofTile, largestWithin(layers, most)), layers);
}

function capped(layer: number, layers: number): PictureWish {
  return layer >= layers - 1 ? all : { ...all, spatialLayer: layer };
}

function smallestWith(layers: number, lines: number): number {
  const found = linesOf(layers).findIndex((each) => each >= lines);
  return found === -1 ? layers - 1 : found;
}

function largestWithin(layers: number, lines: number): number {
  return Math.max(
    0,
    linesOf(layers).findLastIndex((each) => each <= lines),
  );
}

/** Each layer of a camera has twice the lines of the one before. */
function linesOf(layers: number): number[] {
  return Array.from({ length: layers }, (_, layer) => cameraLines / 2 ** (layers - 1 - layer));
}
