import type { CheckReport } from './CheckReport';

export interface Verdict {
  readonly tone: 'well' | 'limited' | 'bad';
  readonly sentence: string;
}

/** Enough for the smallest picture with sound, and for a sharp one. */
const leastBps = 250_000;
const sharpBps = 1_200_000;
const lossOfTrouble = 0.03;

/** What is wrong, in one sentence: the first thing that has to be mended. */
export function verdictOf(report: CheckReport): Verdict {
  return (
    verdictOfAccess(report) ??
    verdictOfWays(report) ??
    verdictOfCapacity(report) ??
    verdictOfDevices(report) ?? {
      tone: 'well',
      sentence: 'All is well: you can watch and present from here.',
    }
  );
}

function verdictOfAccess({ browser, line }: CheckReport): Verdict | null {
  if (browser?.problem != null) return bad(browser.problem);
  if (line?.problem === 'busy') {
    return limited('Many people try their connection just now. Try again in a minute.');
  }
  if (line?.problem === 'down') {
    return bad('This server carries no sound and no picture at the moment. Try again in a minute.');
  }
  if (line?.problem === 'blocked') {
    return bad(
      'Your network lets no WebSocket through to this server, so you cannot come in: a proxy or firewall between here and there has to allow it.',
    );
  }
  return null;
}

function verdictOfWays({ ways: { udp, tcp, relay } }: CheckReport): Verdict | null {
  if (udp?.outcome === 'through') return null;
  if (tcp?.outcome === 'through' || relay?.outcome === 'through') {
    const by = tcp?.outcome === 'through' ? 'TCP' : 'a relay';
    return limited(
      `Everything works, but your network lets no UDP through: media goes by ${by}, and a picture may stop for moments on a poor line.`,
    );
  }
  return bad(
    'Your network lets no sound and no picture through: it blocks both UDP and TCP to this server’s media port. Try another network, such as a phone’s.',
  );
}

function verdictOfCapacity({ carried }: CheckReport): Verdict | null {
  if (!carried) return null;
  const { sentBps, lostUp, lostDown, limited: isThin } = carried;
  if (isThin && sentBps < leastBps) {
    return limited('Your connection is so slow that it carries little more than sound.');
  }
  if (lostUp > lossOfTrouble || lostDown > lossOfTrouble) {
    return limited(
      'Your connection loses a part of what is sent, so pictures may stop and sound may break. A cable instead of Wi-Fi helps.',
    );
  }
  if (isThin && sentBps < sharpBps) {
    return limited(
      'You can watch from here, but to present with a sharp picture your connection sends too little. A cable instead of Wi-Fi helps, and so does stopping other uploads.',
    );
  }
  return null;
}

function verdictOfDevices({ camera, microphone }: CheckReport): Verdict | null {
  const missing = [
    camera?.problem != null && 'camera',
    microphone?.problem != null && 'microphone',
  ].filter((each) => each !== false);
  if (missing.length === 0) return null;
  return limited(`You can watch from here. To present, your ${missing.join(' and ')} is needed.`);
}

function bad(sentence: string): Verdict {
  return { tone: 'bad', sentence };
}

function limited(sentence: string): Verdict {
  return { tone: 'limited', sentence };
}
