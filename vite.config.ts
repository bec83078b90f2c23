import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin } from 'vite'

const server = process.env['THROUGHLINE_URL'] ?? 'http://localhost:3000'

/** What only the server reads of a field: by which names files know it, and what it looks like in examples. */
const serversOwn = /\balsoKnownAs: \[[^\]]*\],?|\bexample: '[^']*',?/g

/** Pages go without. */
const withoutServersOwn: Plugin = {
  name: 'without-servers-own',
  apply: 'build',
  enforce: 'pre',
  transform: {
    filter: { id: /\/contract\/.*\.ts$/, code: /\brecordType\(\{/ },
    handler: (code) => ({ code: code.replaceAll(serversOwn, ''), map: null }),
  },
}

/** What a route tells whoever reads the API's document, which the server writes. */
const serversWords = /\b(?:summary|detail):\s*(?:'(?:[^'\\]|\\.)*'|`[^`]*`),?/g

const withoutServersWords: Plugin = {
  name: 'without-servers-words',
  apply: 'build',
  enforce: 'pre',
  transform: {
    filter: { id: /\/contract\/.*\.ts$/, code: /\broute\(\{/ },
    handler: (code) => ({ code: code.replaceAll(serversWords, ''), map: null }),
  },
}

export default defineConfig({
  plugins: [withoutServersOwn, withoutServersWords, react()],
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
