// WebRTC in C, as GStreamer's webrtcbin is.
import { elsewhere } from './elsewhere.mjs';

export const { camera, screen } = elsewhere('webrtcbin_client.py');
