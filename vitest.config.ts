import { availableParallelism } from 'node:os'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vitest/config'

/** Each has a PostgreSQL of its own, and the journeys a browser as well. */
const maxWorkers = Math.min(Math.max(2, availableParallelism() - 1), 4)
/**
 * A worker's files share what they import, which takes two seconds to load: nothing is kept in modules but by database,
 * and each file has a database of its own.
 */
const shared = { restoreMocks: true, unstubEnvs: true, retry: 0, maxWorkers, isolate: false }

export default defineConfig({
  test: {
    projects: [
      // Rules, declarations and components: no database, no browser.
      {
        plugins: [react()],
        test: { ...shared, name: 'unit', include: ['{contract,web,widget,scripts}/**/*.test.{ts,tsx}'] },
      },
      // Everything of the server runs on a real PostgreSQL.
      {
        test: {
          ...shared,
          name: 'server',
          include: ['{server,tests,bench}/**/*.test.ts'],
          exclude: ['tests/journeys/**'],
          globalSetup: ['tests/postgres.ts'],
          testTimeout: 20_000,
          hookTimeout: 30_000,
        },
      },
      // A server of its own and a real browser for each file.
      {
        test: {
          ...shared,
          name: 'journeys',
          include: ['tests/journeys/**/*.test.ts'],
          globalSetup: ['tests/postgres.ts'],
          testTimeout: 120_000,
          hookTimeout: 60_000,
          expect: { poll: { timeout: 20_000 } },
          // When the processors are theirs alone.
          sequence: { groupOrder: 1 },
        },
      },
    ],
  },
})
