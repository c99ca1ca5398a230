import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

const api = process.env.BROADCAST_API ?? 'http://localhost:8080';

export default defineConfig({
  plugins: [react()],
  server: {
    proxy: {
      '/api': api,
      '/files': api,
      '/live': api,
      '/hub': { target: api, ws: true },
    },
  },
  // hls.js is one file of 578 kB, and comes only to who plays a recording.
  build: { target: 'es2022', sourcemap: false, chunkSizeWarningLimit: 600 },
  test: {
    environment: 'jsdom',
    setupFiles: ['./tests/setup.ts'],
    include: ['tests/**/*.test.{ts,tsx}'],
    restoreMocks: true,
    unstubGlobals: true,
    // A busy machine is no failure.
    testTimeout: 60_000,
  },
});
