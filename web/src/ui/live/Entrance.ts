import type { ApiClient } from '../../api/ApiClient';
import { ApiError } from '../../api/ApiError';
import type { Invitation } from '../../contract';
import type { LinkToken } from '../../ids';
import { LiveDevice } from '../../media/LiveDevice';
import type { LocalMedia } from '../../media/LocalMedia';
import { StageSession } from '../../media/StageSession';
import { StageConnection } from '../../signaling/StageConnection';
import type { Refusal } from '../../signaling/StageConnection';
import { TabSeat } from '../../signaling/TabSeat';
import { openHub } from '../../signaling/openHub';
import { rememberedView } from '../remembered';

const seat = new TabSeat(window);

/**
 * What can be done before the person comes in is done here while they type their name: the line to the stage is opened and the
 * browser's WebRTC made ready, so that the way in is one call.
 */
export class Entrance {
  private readonly device = new LiveDevice();
  private line: StageConnection | undefined;

  constructor(
    private readonly api: ApiClient,
    private readonly token: LinkToken,
    private readonly invitation: Invitation,
  ) {}

  /** May be called again: a line that the server gave up waiting for is opened anew. */
  prepare(): void {
    const { routerRtpCapabilities } = this.invitation;
    // What is wrong with the browser is said when the person is in.
    if (routerRtpCapabilities) this.device.readyFor(routerRtpCapabilities).catch(() => undefined);
    this.line ??= this.connection();
    this.line.prepare();
  }

  /** Goes in, with the devices of a presenter or to watch. */
  enter(displayName: string, local?: LocalMedia): StageSession {
    const connection = this.line ?? this.connection();
    this.line = undefined;
    const session = new StageSession({
      connection,
      device: this.device,
      displayName,
      routerRtpCapabilities: this.invitation.routerRtpCapabilities,
      ...(local ? { local } : { viewMode: rememberedView() }),
    });
    session.open();
    return session;
  }

  close(): void {
    void this.line?.close();
    this.line = undefined;
  }

  private connection(): StageConnection {
    return new StageConnection({
      hub: openHub(this.token),
      seat: seat.secret,
      refusal: () => this.refusal(),
    });
  }

  private async refusal(): Promise<Refusal | null> {
    try {
      await this.api.invitation(this.token);
      return null;
    } catch (cause) {
      const final = cause instanceof ApiError && (cause.status === 401 || cause.status === 404);
      return final ? { code: cause.code, message: cause.message } : null;
    }
  }
}
