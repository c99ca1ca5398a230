import type { RtpCapabilities } from 'mediasoup-client/types';

const red = 'audio/red';

/** An offer as mediasoup-client writes it: what redundant sound (RFC 2198) carries is a value without a name. */
const offer = `v=0
o=- 1 1 IN IP4 0.0.0.0
s=-
t=0 0
a=group:BUNDLE 0
m=audio 9 UDP/TLS/RTP/SAVPF 100 101
c=IN IP4 0.0.0.0
a=mid:0
a=sendonly
a=rtcp-mux
a=ice-ufrag:aaaa
a=ice-pwd:aaaaaaaaaaaaaaaaaaaaaaaa
a=fingerprint:sha-256 ${Array<string>(32).fill('AA').join(':')}
a=setup:actpass
a=rtpmap:100 opus/48000/2
a=rtpmap:101 red/48000/2
a=fmtp:101 =100/100
`.replaceAll('\n', '\r\n');

/** Whether this browser would take redundant sound that is offered so. */
export async function takesRedundantSound(): Promise<boolean> {
  let connection: RTCPeerConnection | undefined;
  try {
    connection = new RTCPeerConnection();
    await connection.setRemoteDescription({ type: 'offer', sdp: offer });
    const { sdp } = await connection.createAnswer();
    return sdp?.includes('a=rtpmap:101 red/') ?? false;
  } catch {
    return false;
  } finally {
    connection?.close();
  }
}

/** What a router can, for a browser that takes no redundant sound: it would hear nothing. */
export function withoutRedundantSound(router: RtpCapabilities): RtpCapabilities {
  return {
    ...router,
    codecs: router.codecs?.filter(({ mimeType }) => mimeType.toLowerCase() !== red) ?? [],
  };
}
