import type { Db } from '../../db/database.ts'
import { keyKinds } from './draft.ts'
import { isUnique, keyText, knownValues } from './lookup.ts'
import type { FilePlan } from './plan.ts'

/** Bits for eight million keys at one false alarm in a hundred; 10 MB, however long the file is. */
const BITS = 2 ** 26
const HASHES = 5

/**
 * Which keys a record may have: never wrong when it says that none has a key, so only the others need looking up. Of a
 * first import that is nearly all of them.
 */
export class KnownKeys {
  readonly #bits = new Uint32Array(BITS / 32)

  /** May it have been met before? From now on it has been. */
  meet(key: string): boolean {
    const [from, step] = hashes(key)
    let before = true
    for (let i = 0; i < HASHES; i++) {
      const bit = (from + Math.imul(i, step)) & (BITS - 1)
      const [word, mask] = [bit >>> 5, 1 << (bit & 31)]
      if ((this.#bits[word]! & mask) !== 0) continue
      before = false
      this.#bits[word]! |= mask
    }
    return before
  }
}

/** Two independent hashes (FNV-1a, and one of 31s, both mixed), of which all others are made. */
function hashes(key: string): [number, number] {
  let one = 0x811c9dc5
  let two = 0
  for (let i = 0; i < key.length; i++) {
    const code = key.charCodeAt(i)
    one = Math.imul(one ^ code, 0x01000193)
    two = (Math.imul(two, 31) + code) | 0
  }
  return [mixed(one), mixed(two) | 1]
}

function mixed(hash: number): number {
  let h = hash ^ (hash >>> 16)
  h = Math.imul(h, 0x85ebca6b)
  h ^= h >>> 13
  h = Math.imul(h, 0xc2b2ae35)
  return h ^ (h >>> 16)
}

/** With so many keys known already, looking all of a file up costs less than learning them. */
const FEW = 5_000

/** What is known before a file is taken, when that is little. */
export async function knownKeys(db: Db, plan: FilePlan): Promise<KnownKeys | null> {
  const known = new KnownKeys()
  for (const { key } of keyKinds(plan)) {
    if (!isUnique(plan.type, key)) continue
    const values = await knownValues(db, plan.type, key, FEW + 1)
    if (values.length > FEW) return null
    for (const value of values) known.meet(keyText(key, value))
  }
  return known
}
