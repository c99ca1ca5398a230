import type { UplinkState } from '../../media/quality/Uplink';
import { Problem } from '../components/Problem';

interface UplinkNoticeProps {
  readonly uplink: UplinkState;
}

/** Tells a presenter that their picture is worse than it could be, why, and what helps. */
export function UplinkNotice({ uplink }: UplinkNoticeProps) {
  return uplink === 'well' ? null : <Problem>{words[uplink]}</Problem>;
}

const words: Readonly<Record<Exclude<UplinkState, 'well'>, string>> = {
  thin: 'Your connection is too weak for your whole picture, so it is sent smaller or with fewer frames. Your sound is not affected. A cable instead of Wi-Fi helps, and so does stopping other uploads.',
  soundOnly:
    'Your connection carries little more than your sound. Your picture may stand still for your audience; it comes back by itself. A cable instead of Wi-Fi helps, or turning your camera off.',
  lossy:
    'Your connection loses some of what you send. Your audience may see and hear gaps. A cable instead of Wi-Fi helps.',
  slowMachine:
    'This computer is too busy to send your whole picture, so it is sent smaller. Closing other programs helps.',
};
