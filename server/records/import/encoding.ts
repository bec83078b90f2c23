import { createReadStream } from 'node:fs'
import { isAscii } from 'node:buffer'
import { analyse } from 'chardet'
import iconv from 'iconv-lite'

/** A name that iconv-lite knows, in lower case: 'utf-8', 'utf-16le', 'windows-1252' … */
export type Encoding = string

/** Bytes around the first non-ASCII ones tell more than the first bytes: names with accents may come late. */
const TELLING_BYTES = 64 * 1024
const AROUND = 200

export async function detectFileEncoding(path: string): Promise<Encoding> {
  let first: Uint8Array | undefined
  const telling: Uint8Array[] = []
  let tellingBytes = 0
  let decoder: TextDecoder | undefined = new TextDecoder('utf-8', { fatal: true })
  for await (const chunk of createReadStream(path, { highWaterMark: 256 * 1024 }) as AsyncIterable<Buffer>) {
    if (!first) {
      first = chunk
      const known = byMark(chunk) ?? byZeros(chunk)
      if (known) return known
    }
    if (decoder) {
      try {
        decoder.decode(chunk, { stream: true })
      } catch {
        decoder = undefined
      }
    }
    if (tellingBytes < TELLING_BYTES && !isAscii(chunk)) {
      const first = chunk.findIndex((byte) => byte > 127)
      const part = chunk.subarray(Math.max(0, first - AROUND), first + TELLING_BYTES)
      telling.push(part)
      tellingBytes += part.length
    }
    if (!decoder && tellingBytes >= TELLING_BYTES) break
  }
  if (decoder && ends(decoder)) return 'utf-8'
  return byStatistics(Buffer.concat(telling))
}

/** The same question of bytes in memory that are the whole text. */
export function detectEncoding(bytes: Uint8Array): Encoding {
  const known = byMark(bytes) ?? byZeros(bytes)
  if (known) return known
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    return 'utf-8'
  } catch {
    return byStatistics(bytes)
  }
}

function ends(decoder: TextDecoder): boolean {
  try {
    decoder.decode()
    return true
  } catch {
    return false
  }
}

function byMark(bytes: Uint8Array): Encoding | undefined {
  const [a, b, c, d] = bytes
  if (a === 0xef && b === 0xbb && c === 0xbf) return 'utf-8'
  if (a === 0xff && b === 0xfe) return c === 0 && d === 0 ? 'utf-32le' : 'utf-16le'
  if (a === 0xfe && b === 0xff) return 'utf-16be'
  return undefined
}

/** UTF-16 without a mark: text of western languages has a zero in every other byte. */
function byZeros(bytes: Uint8Array): Encoding | undefined {
  const length = Math.min(bytes.length, 4096) & ~1
  if (length < 4) return undefined
  let even = 0
  let odd = 0
  for (let i = 0; i < length; i += 2) {
    if (bytes[i] === 0) even++
    if (bytes[i + 1] === 0) odd++
  }
  const half = length / 2
  if (odd > half * 0.4 && even < half * 0.1) return 'utf-16le'
  if (even > half * 0.4 && odd < half * 0.1) return 'utf-16be'
  return undefined
}

function byStatistics(bytes: Uint8Array): Encoding {
  for (const { name } of analyse(bytes)) {
    const encoding = name.toLowerCase()
    // A file that is not valid UTF-8 is not UTF-8, whatever the statistics say; and what calls itself
    // latin-1 is nearly always windows-1252, which agrees with it on every printable character.
    if (encoding.startsWith('utf-') || encoding === 'ascii') continue
    if (encoding === 'iso-8859-1') return 'windows-1252'
    // Letters in several bytes obey rules: what breaks them is not that encoding.
    if (iconv.encodingExists(encoding) && !iconv.decode(Buffer.from(bytes), encoding).includes('\uFFFD'))
      return encoding
  }
  return 'windows-1252'
}
