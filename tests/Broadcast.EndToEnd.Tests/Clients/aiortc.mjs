// WebRTC in Python, as aiortc is.
import { elsewhere } from './elsewhere.mjs';

export const { camera, screen } = elsewhere('aiortc_client.py');
