/** Chance that can be repeated: the same seed tells the same story. */
export interface Random {
  /** From 0 up to, not including, 1. */
  next(): number
  /** A whole number; both ends count. */
  int(from: number, to: number): number
  chance(probability: number): boolean
  pick<T>(list: readonly T[]): T
  /** A value by its weight. */
  weighted<T>(entries: readonly (readonly [value: T, weight: number])[]): T
  /** Around a median, as durations are: never negative, with a tail to the right. */
  around(median: number, spread: number): number
  /** A UUIDv7 of a moment. */
  id(moment: number): string
}

/** FNV-1a; spreads a seed's text over 32 bits. */
function hash(text: string): number {
  let value = 0x811c9dc5
  for (const character of text) value = Math.imul(value ^ (character.codePointAt(0) ?? 0), 0x01000193)
  return value >>> 0
}

/** Each area of the sample draws from a stream of its own, so that a new area leaves the others as they are. */
export function randomOf(seed: string): Random {
  let state = hash(seed)
  // mulberry32
  const bits = () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return (mixed ^ (mixed >>> 14)) >>> 0
  }
  const next = () => bits() / 2 ** 32
  const int = (from: number, to: number) => from + Math.floor(next() * (to - from + 1))
  return {
    next,
    int,
    chance: (probability) => next() < probability,
    pick<T>(list: readonly T[]): T {
      if (list.length === 0) throw new RangeError('Nothing to pick from')
      return list[int(0, list.length - 1)] as T
    },
    weighted<T>(entries: readonly (readonly [T, number])[]): T {
      const total = entries.reduce((sum, [, weight]) => sum + weight, 0)
      let left = next() * total
      const found = entries.find(([, weight]) => (left -= weight) < 0) ?? entries.at(-1)
      if (!found) throw new RangeError('Nothing to weigh')
      return found[0]
    },
    around: (median, spread) =>
      median * Math.exp(spread * Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next())),
    id(moment) {
      const hex = (value: number, digits: number) => value.toString(16).padStart(digits, '0')
      const time = hex(moment, 12)
      const variant = ((bits() & 0x3fff) | 0x8000).toString(16)
      const version = hex(0x7000 | (bits() & 0xfff), 4)
      return `${time.slice(0, 8)}-${time.slice(8)}-${version}-${variant}-${hex(bits() & 0xffff, 4)}${hex(bits(), 8)}`
    },
  }
}
