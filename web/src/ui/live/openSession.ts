import type { LinkToken } from '../../ids';
import type { LocalMedia } from '../../media/LocalMedia';
import { openDevice } from '../../media/openDevice';
import { StageSession } from '../../media/StageSession';
import { StageConnection } from '../../signaling/StageConnection';
import { TabSeat } from '../../signaling/TabSeat';
import { openHub } from '../../signaling/openHub';

const seat = new TabSeat(window);

/** A session over the real network with the real browser, connecting. */
export function openSession(
  token: LinkToken,
  displayName: string,
  local?: LocalMedia,
): StageSession {
  const session = new StageSession({
    connection: new StageConnection({ hub: openHub(token), displayName, seat: seat.secret }),
    createDevice: openDevice,
    ...(local && { local }),
  });
  session.open();
  return session;
}
