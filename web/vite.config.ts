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
  build: { target: 'es2022', sourcemap: false },
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
