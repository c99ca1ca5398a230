import { LogLevel } from '@microsoft/signalr';
import type { HubConnection } from '@microsoft/signalr';
import type { RtpCapabilities } from 'mediasoup-client/types';
import type { StageCalls } from '../contract';
import { StageError } from './StageError';
import { buildHub } from './openHub';

/** The calls of the check hub are those of the stage that have to do with media, and one to begin. */
type CheckMethod = 'CreateTransport' | 'ConnectTransport' | 'Produce' | 'Consume';

/** A line to the server's check hub, by which anybody may try their connection for a minute. */
export class CheckLine {
  private constructor(private readonly hub: HubConnection) {}

  /** @throws Error if no WebSocket gets through. */
  static async open(): Promise<CheckLine> {
    const hub = buildHub('/hub/check', LogLevel.None);
    await hub.start();
    return new CheckLine(hub);
  }

  /** @returns What there will be to receive. */
  begin(): Promise<RtpCapabilities> {
    return this.invoke<RtpCapabilities>('Begin');
  }

  call<Method extends CheckMethod>(
    method: Method,
    argument: StageCalls[Method]['argument'],
  ): Promise<StageCalls[Method]['answer']> {
    return this.invoke<StageCalls[Method]['answer']>(method, argument);
  }

  close(): Promise<void> {
    return this.hub.stop();
  }

  private async invoke<T>(method: string, ...args: unknown[]): Promise<T> {
    try {
      return await this.hub.invoke<T>(method, ...args);
    } catch (cause) {
      throw StageError.from(cause);
    }
  }
}
