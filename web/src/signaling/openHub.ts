import { HubConnectionBuilder, LogLevel } from '@microsoft/signalr';
import type { LinkToken } from '../ids';
import type { Hub } from './StageConnection';

/** A SignalR connection to the stage that the token admits to; not started. */
export function openHub(token: LinkToken): Hub {
  return new HubConnectionBuilder()
    .withUrl(`/hub/stage?access_token=${encodeURIComponent(token)}`)
    .configureLogging(LogLevel.Error)
    .build();
}
