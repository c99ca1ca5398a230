import { HttpTransportType, HubConnectionBuilder, LogLevel } from '@microsoft/signalr';
import type { LinkToken } from '../ids';
import type { Hub } from './StageConnection';

/** A SignalR connection to the stage that the token admits to; not started. WebSocket is all that is served, so nothing is negotiated. */
export function openHub(token: LinkToken): Hub {
  return new HubConnectionBuilder()
    .withUrl(`/hub/stage?access_token=${encodeURIComponent(token)}`, {
      skipNegotiation: true,
      transport: HttpTransportType.WebSockets,
    })
    .configureLogging(LogLevel.Error)
    .build();
}
