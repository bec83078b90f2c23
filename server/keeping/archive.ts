import { createHash } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { open, rename, rm } from 'node:fs/promises'
import { Readable, Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createZstdCompress, createZstdDecompress } from 'node:zlib'

/**
 * The one file of a backup: a first line, then Zstandard of frames, then the SHA-256 of all bytes before it. A frame is
 * its kind (one byte), its length (four, big-endian) and its content: the head of an entry as JSON, or a piece of what
 * the entry holds.
 */
const opening = 'throughline backup '
const formatNumber = 1
const firstLine = Buffer.from(`${opening}${formatNumber}\n`)
const sealBytes = 32
const headKind = 0x48
const pieceKind = 0x44
const frameHead = 5

/** A file that is no whole backup, with a sentence that says what is wrong with it. */
export class BrokenArchive extends Error {
  override name = 'BrokenArchive'
}

/** Writes heads (objects) and pieces (buffers) to a file that is there whole, or not at all. */
export async function writeArchive(path: string, source: AsyncIterable<object>): Promise<{ bytes: number }> {
  const partial = `${path}.part`
  const hash = createHash('sha256').update(firstLine)
  let bytes = firstLine.length
  let begun = false
  const sealing = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      if (!begun) this.push(firstLine)
      begun = true
      hash.update(chunk)
      bytes += chunk.length
      done(null, chunk)
    },
    flush(done) {
      bytes += sealBytes
      done(null, hash.digest())
    },
  })
  try {
    await pipeline(
      Readable.from(framesOf(source), { objectMode: true, highWaterMark: 4 }),
      createZstdCompress(),
      sealing,
      createWriteStream(partial, { mode: 0o600, flush: true }),
    )
    await rename(partial, path)
  } catch (error) {
    await rm(partial, { force: true })
    throw error
  }
  return { bytes }
}

async function* framesOf(source: AsyncIterable<object>): AsyncGenerator<Buffer> {
  for await (const part of source) {
    const isPiece = Buffer.isBuffer(part)
    const content = isPiece ? part : Buffer.from(JSON.stringify(part))
    const head = Buffer.alloc(frameHead)
    head.writeUInt8(isPiece ? pieceKind : headKind)
    head.writeUInt32BE(content.length, 1)
    yield head
    yield content
  }
}

/** Reads the whole file and compares: no byte of it was lost or changed since it was written. */
export async function verifyArchive(path: string): Promise<void> {
  const size = await sizeOf(path)
  const hash = createHash('sha256')
  let seal = Buffer.alloc(0)
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 }) as AsyncIterable<Buffer>) {
    const both = Buffer.concat([seal, chunk])
    const end = Math.max(0, both.length - sealBytes)
    hash.update(both.subarray(0, end))
    seal = both.subarray(end)
  }
  if (size < firstLine.length + sealBytes || !hash.digest().equals(seal))
    throw new BrokenArchive(
      `${path} is damaged or was cut short: its checksum does not fit. Nothing was restored. Use another copy.`,
    )
}

async function sizeOf(path: string): Promise<number> {
  const file = await open(path)
  try {
    const { size } = await file.stat()
    const start = Buffer.alloc(firstLine.length)
    await file.read(start, 0, start.length, 0)
    if (!start.toString().startsWith(opening)) throw new BrokenArchive(`${path} is no backup of Throughline.`)
    if (!start.equals(firstLine))
      throw new BrokenArchive(
        `${path} is a backup of another format (${start.toString().slice(opening.length).trim()}); this version reads ${formatNumber}. Use the version that made it, or a newer one.`,
      )
    return size
  } finally {
    await file.close()
  }
}

/** An entry's head, and its pieces, which are to be read before the next entry. */
export interface ArchiveEntry {
  head: unknown
  pieces: AsyncIterable<Buffer>
}

/** The entries of a file in their order, in constant memory. Verify it first. */
export async function* readArchive(path: string): AsyncGenerator<ArchiveEntry> {
  const size = await sizeOf(path)
  const bytes = createReadStream(path, { start: firstLine.length, end: size - sealBytes - 1 })
  const plain = createZstdDecompress()
  const flowing = pipeline(bytes, plain)
  flowing.catch(() => undefined)
  const frames = framesIn(plain as AsyncIterable<Buffer>)
  let next = await frames.next()
  async function* pieces(): AsyncGenerator<Buffer> {
    while (!next.done && next.value.kind === pieceKind) {
      yield next.value.content
      next = await frames.next()
    }
  }
  try {
    while (!next.done) {
      const head = JSON.parse(next.value.content.toString()) as unknown
      next = await frames.next()
      yield { head, pieces: { [Symbol.asyncIterator]: pieces } }
      for await (const _ of pieces());
    }
    await flowing
  } finally {
    bytes.destroy()
    plain.destroy()
  }
}

async function* framesIn(source: AsyncIterable<Buffer>): AsyncGenerator<{ kind: number; content: Buffer }> {
  let held: Buffer[] = []
  let length = 0
  let wanted = frameHead
  for await (const chunk of source) {
    held.push(chunk)
    length += chunk.length
    while (length >= wanted) {
      const all = held.length === 1 ? (held[0] as Buffer) : Buffer.concat(held)
      const end = frameHead + all.readUInt32BE(1)
      wanted = end
      held = [all]
      if (length < end) break
      yield { kind: all.readUInt8(0), content: all.subarray(frameHead, end) }
      const rest = all.subarray(end)
      held = [rest]
      length = rest.length
      wanted = frameHead
    }
  }
  if (length > 0) throw new BrokenArchive('The backup ends in the middle of an entry.')
}
