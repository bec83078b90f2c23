import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { thumbnailSizes, type ThumbnailSize } from '../../../contract/records/file-routes.ts'
import { newId } from '../../db/id.ts'
import type { Store } from './store.ts'
import { thumbnailKey } from './store.ts'
import type { Stores } from './stores.ts'

/** Loaded with the first image. Only what a file of ours can be is read: a decoder that nobody needs cannot be fooled. */
async function load() {
  const { default: sharp } = await import('sharp')
  sharp.block({ operation: ['VipsForeignLoad'] })
  sharp.unblock({
    operation: ['Png', 'Jpeg', 'Webp', 'Nsgif', 'Heif'].map((type) => `VipsForeignLoad${type}Buffer`),
  })
  sharp.cache(false)
  sharp.concurrency(1)
  return sharp
}

let loading: ReturnType<typeof load> | undefined

/** An image of more is not unpacked: a few kilobytes can say that they are gigabytes. */
const mostPixels = 50_000_000
const mostSeconds = 10
/** So many images are worked on at the same time; the others wait. */
const atOnce = 2

let busy = 0
const waiting: (() => void)[] = []

async function inTurn<T>(fn: () => Promise<T>): Promise<T> {
  if (busy >= atOnce) await new Promise<void>((go) => void waiting.push(go))
  else busy++
  try {
    return await fn()
  } finally {
    const next = waiting.shift()
    if (next) next()
    else busy--
  }
}

/** The image made small, upright, its first picture only; null for what is none, or is too much. Metadata goes. */
export async function shrink(image: Buffer, size: ThumbnailSize): Promise<Buffer | null> {
  const pixels = thumbnailSizes[size]
  const sharp = await (loading ??= load())
  try {
    return await sharp(image, { limitInputPixels: mostPixels, failOn: 'error', pages: 1 })
      .timeout({ seconds: mostSeconds })
      .rotate()
      .resize(pixels, pixels, {
        fit: size === 'small' ? 'cover' : 'inside',
        withoutEnlargement: size !== 'small',
      })
      .webp({ quality: 80 })
      .toBuffer()
  } catch {
    return null
  }
}

/** An image as a JPEG on white that fits into so many pixels; null for what is none, or is too much. */
export const flatten = (image: Buffer, width: number, height: number): Promise<Buffer | null> =>
  inTurn(async () => {
    const sharp = await (loading ??= load())
    try {
      return await sharp(image, { limitInputPixels: mostPixels, failOn: 'error', pages: 1 })
        .timeout({ seconds: mostSeconds })
        .rotate()
        .resize(width, height, { fit: 'inside', withoutEnlargement: true })
        .flatten({ background: '#ffffff' })
        .jpeg({ quality: 90 })
        .toBuffer()
    } catch {
      return null
    }
  })

/** Made when it is first asked for, and kept beside the file; null when there is none of it. */
export async function openThumbnail(
  stores: Stores,
  store: Store,
  id: string,
  size: ThumbnailSize,
): Promise<Readable | null> {
  const key = thumbnailKey(id, size)
  const kept = await store.open(key)
  if (kept) return kept
  return inTurn(async () => {
    // Who waited may find that somebody has made it meanwhile.
    const made = await store.open(key)
    if (made) return made
    const whole = await store.open(id)
    const small = whole && (await shrink(await buffer(whole), size))
    if (!small) return null
    const path = join(stores.incoming, newId())
    try {
      await mkdir(stores.incoming, { recursive: true, mode: 0o700 })
      await writeFile(path, small, { mode: 0o600 })
      await store.keep(key, path)
    } finally {
      await rm(path, { force: true })
    }
    return Readable.from([small])
  })
}
