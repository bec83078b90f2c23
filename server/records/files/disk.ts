import { mkdir, open, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Store } from './store.ts'

const isKey = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}(\.(small|large)\.webp)?$/

/** Below the data folder. The last of an id is by chance, so that no folder holds them all. */
export function diskStore(dataFolder: string): { store: Store; incoming: string } {
  const folder = join(dataFolder, 'files')
  const pathOf = (key: string) => {
    if (!isKey.test(key)) throw new Error('This is no key of a file')
    return join(folder, key.slice(34, 36), key)
  }
  const store: Store = {
    async keep(key, path) {
      const target = pathOf(key)
      await mkdir(dirname(target), { recursive: true, mode: 0o700 })
      await rename(path, target)
    },
    async open(key, span) {
      const file = await open(pathOf(key)).catch((error: NodeJS.ErrnoException) => {
        if (error.code !== 'ENOENT') throw error
        return null
      })
      return file?.createReadStream(span ? { start: span.from, end: span.to } : {}) ?? null
    },
    async remove(keys) {
      for (const key of keys) await rm(pathOf(key), { force: true })
    },
  }
  return { store, incoming: join(folder, 'incoming') }
}
