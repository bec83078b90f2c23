import { readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Job } from '../../db/jobs.ts'
import { emptyDeleted, hoursWaiting, sweepFiles } from './commands.ts'
import type { Stores } from './stores.ts'

/** What a process left that died while a file was coming in. */
async function deleteHalf({ incoming }: Stores): Promise<void> {
  for (const name of await readdir(incoming).catch((): string[] => [])) {
    const path = join(incoming, name)
    const found = await stat(path).catch(() => null)
    if (found && found.mtimeMs < Date.now() - hoursWaiting * 3_600_000) await rm(path, { force: true })
  }
}

export const fileJobs = (stores: Stores): Job[] => [
  {
    name: 'empty-stores',
    cron: '* * * * *',
    run: (_, { database, signal }) => emptyDeleted(database.db, stores, signal),
  },
  {
    name: 'sweep-files',
    cron: '23 * * * *',
    async run(_, { database }) {
      await sweepFiles(database.db)
      await deleteHalf(stores)
    },
  },
]
