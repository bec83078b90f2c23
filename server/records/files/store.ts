import type { Readable } from 'node:stream'
import type { Span } from './rules.ts'

/** Where the content of files lies. Keys are the ids of files, and of thumbnails with an ending behind. */
export interface Store {
  /** Takes the file at a path, which is gone from there afterwards. Keeping it twice changes nothing. */
  keep(key: string, path: string): Promise<void>
  /** The content or a part of it; null when there is none. Destroy what is not read to its end. */
  open(key: string, span?: Span): Promise<Readable | null>
  /** What is not there is as good as removed. */
  remove(keys: readonly string[]): Promise<void>
}

export type StoreName = 'disk' | 's3'

export const thumbnailKey = (id: string, size: string): string => `${id}.${size}.webp`

/** Everything that is kept of a file. */
export const keysOf = (id: string): string[] => [id, thumbnailKey(id, 'small'), thumbnailKey(id, 'large')]
