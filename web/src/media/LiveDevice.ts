import type { Device } from 'mediasoup-client';
import type { RtpCapabilities } from 'mediasoup-client/types';
import { NoLiveVideo, openDevice } from './openDevice';
import { takesRedundantSound, withoutRedundantSound } from './redundantSound';

const notLoaded =
  'This browser’s WebRTC is too old for live video, or not whole. Try a newer Chrome, Edge, Firefox or Safari.';

/** The browser's WebRTC, made ready for what a router can. That is done once, and again only when the router can something else. */
export class LiveDevice {
  private router = '';
  private loading: Promise<Device> | undefined;

  constructor(
    private readonly open: () => Device = openDevice,
    private readonly takesRed: () => Promise<boolean> = takesRedundantSound,
  ) {}

  /** @throws {NoLiveVideo} when there is no WebRTC, or not enough of it. */
  readyFor(router: RtpCapabilities): Promise<Device> {
    const asked = JSON.stringify(router);
    if (!this.loading || asked !== this.router) {
      this.router = asked;
      this.loading = this.load(router);
    }
    return this.loading;
  }

  private async load(router: RtpCapabilities): Promise<Device> {
    const device = this.open();
    try {
      const takesRed = await this.takesRed();
      const routerRtpCapabilities = takesRed ? router : withoutRedundantSound(router);
      await device.load({ routerRtpCapabilities });
    } catch {
      throw new NoLiveVideo(notLoaded);
    }
    return device;
  }
}
