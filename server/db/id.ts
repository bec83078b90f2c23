import { randomFillSync } from 'node:crypto'
import { UUID } from 'uuidv7'

/** Random numbers drawn many at a time: for some millions of ids that is most of what they cost. */
const drawn = new Uint32Array(1024)
let next = drawn.length

function random(): number {
  if (next === drawn.length) {
    randomFillSync(drawn)
    next = 0
  }
  return drawn[next++]!
}

const STEPS = 4096
/** A clock set back further than this is followed; until then ids go on from the latest. */
const PATIENCE_MS = 10_000
let latest = 0
let step = 0

const digits = Buffer.from('0123456789abcdef')
const text = Buffer.from('00000000-0000-0000-0000-000000000000')
/** Where in the text of an id each of its bytes stands. */
export const bytePlaces = [0, 2, 4, 6, 9, 11, 14, 16, 19, 21, 24, 26, 28, 30, 32, 34] as const

/**
 * An id that nothing has yet: a UUID of version 7 (RFC 9562), after all that this process has made. The ids of one
 * millisecond are counted in the twelve bits behind it, not in later ones: PostgreSQL sorts by the first eight bytes
 * and looks at the rest only of those that are alike in them, which is where building an index spends its time.
 */
export function newId(): string {
  const now = Date.now()
  if (now > latest || now < latest - PATIENCE_MS) [latest, step] = [now, 0]
  else if (++step === STEPS) [latest, step] = [latest + 1, 0]
  const { bytes } = UUID.fromFieldsV7(latest, step, random() >>> 2, random())
  for (let i = 0; i < 16; i++) {
    const at = bytePlaces[i]!
    text[at] = digits[bytes[i]! >>> 4]!
    text[at + 1] = digits[bytes[i]! & 15]!
  }
  return text.toString('latin1')
}
