import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

const server = process.env['THROUGHLINE_URL'] ?? 'http://localhost:3000'

export default defineConfig({
  plugins: [react()],
  publicDir: 'web/public',
  build: {
    outDir: 'dist/web',
    target: 'es2023',
    // A strict content policy: fonts and images are files, nothing is inline.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 700,
  },
  server: { proxy: { '^/api/(?!docs)': server, '/healthz': server } },
})
