import type { S3Config } from '../../config.ts'
import { Refusal } from '../../http/problem.ts'
import { diskStore } from './disk.ts'
import { s3Store } from './s3.ts'
import type { Store, StoreName } from './store.ts'

/** The stores that this process reaches. */
export interface Stores {
  /** Where new files go. */
  name: StoreName
  /** Where files wait on this machine's disk until they are whole. */
  incoming: string
  /** Refuses when the store is not configured any more. */
  of(name: StoreName): Store
}

export interface StorePlace {
  dataFolder: string
  s3?: S3Config | undefined
}

/** With an object store, new files go there; those on the disk are still read. */
export function openStores({ dataFolder, s3 }: StorePlace): Stores {
  const { store, incoming } = diskStore(dataFolder)
  const stores: Partial<Record<StoreName, Store>> = { disk: store, ...(s3 ? { s3: s3Store(s3) } : {}) }
  return {
    name: s3 ? 's3' : 'disk',
    incoming,
    of(name) {
      const known = stores[name]
      if (known) return known
      throw new Refusal({
        status: 503,
        title: 'The file store is missing',
        detail:
          'This file lies in an object store that is not configured any more. Set S3_ENDPOINT and what belongs to it again.',
      })
    },
  }
}
