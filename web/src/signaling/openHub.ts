import { HttpTransportType, HubConnectionBuilder, LogLevel } from '@microsoft/signalr';
import type { HubConnection } from '@microsoft/signalr';
import type { LinkToken } from '../ids';
import type { Hub } from './StageConnection';

/** A SignalR connection to the stage that the token admits to; not started. */
export function openHub(token: LinkToken): Hub {
  return buildHub(`/hub/stage?access_token=${encodeURIComponent(token)}`, LogLevel.Error);
}

/** WebSocket is all that is served, so nothing is negotiated. */
export function buildHub(url: string, logLevel: LogLevel): HubConnection {
  return new HubConnectionBuilder()
    .withUrl(url, {
      skipNegotiation: true,
      transport: HttpTransportType.WebSockets,
    })
    .configureLogging(logLevel)
    .build();
}
