type DelayHints = RTCRtpReceiver & {
  jitterBufferTarget?: number | null;
  playoutDelayHint?: number;
};

/** Asks the browser to play as soon as the network allows instead of building up a reserve. */
export function lowestDelay(receiver: RTCRtpReceiver | undefined): void {
  if (!receiver) return;
  const hints: DelayHints = receiver;
  if ('jitterBufferTarget' in receiver) hints.jitterBufferTarget = 0;
  else hints.playoutDelayHint = 0;
}
