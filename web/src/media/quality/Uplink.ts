import type { SendingQuality } from '../../contract';

/** What a presenter's network carries of what they would send. */
export type UplinkState = 'well' | 'thin' | 'soundOnly' | 'lossy' | 'slowMachine';

const lossOfTrouble = 0.05;
/** Below this no picture is worth looking at. */
const leastForPicture = 150_000;
/** So many looks in a row, so that one bad moment is not talked about. */
const worseAfter = 2;
const betterAfter = 3;

/** Judges one look after the other, slow to praise. */
export class Uplink {
  private state: UplinkState = 'well';
  private candidate: UplinkState = 'well';
  private times = 0;

  next(sent: SendingQuality): UplinkState {
    const seen = judge(sent);
    this.times = seen === this.candidate ? this.times + 1 : 1;
    this.candidate = seen;
    if (this.times >= (seen === 'well' ? betterAfter : worseAfter)) this.state = seen;
    return this.state;
  }
}

function judge({ availableBitrate, limitation, lost }: SendingQuality): UplinkState {
  if (limitation === 'bandwidth') {
    return (availableBitrate ?? Infinity) < leastForPicture ? 'soundOnly' : 'thin';
  }
  if (lost > lossOfTrouble) return 'lossy';
  return limitation === 'cpu' ? 'slowMachine' : 'well';
}
