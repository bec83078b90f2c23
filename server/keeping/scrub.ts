/** What stands where something about an erased person stood. Fits into any encoding, and breaks no table of a file. */
export const erased = '[erased]'

/** By what a person is recognised in what others wrote. */
export interface Marks {
  /** Theirs alone wherever they stand: addresses, numbers, the whole name. Without regard to case. */
  certain: readonly string[]
  /** Theirs only in what is about them: a single name, a street. As written, or all in capitals. */
  likely: readonly string[]
}

const literal = (text: string) => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')

/** The longest first, so that a whole name goes before its parts. */
const alternatives = (words: readonly string[], between: string) =>
  [...new Set(words)]
    .toSorted((a, b) => b.length - a.length)
    .map((word) => literal(word).replaceAll(/\s+/g, between))
    .join('|')

const within = (words: readonly string[], flags: string, between = '\\s+'): RegExp | null =>
  words.length === 0
    ? null
    : new RegExp(`(?<![\\p{L}\\p{N}])(?:${alternatives(words, between)})(?![\\p{L}\\p{N}])`, flags)

/** What stands for a space in the name of a file. */
const inNames = '[\\s_.+-]+'

/** A file as records have it. */
const isFile = (value: object): value is { name: string } =>
  'id' in value &&
  'mediaType' in value &&
  'size' in value &&
  'name' in value &&
  typeof value.name === 'string'

export interface Scrubber {
  /** Whether a row of a file is about the person: one certain mark stands in it, or two likely ones. */
  isAbout(row: string): boolean
  /** The text without the certain marks, and in what is `about` the person without the likely ones either. */
  text(text: string, about: boolean): string
  /** The same of the name of a file, where a name of theirs is written in other ways: `ana_duarte-cv.pdf`. */
  fileName(name: string, about: boolean): string
  /** The same of all texts in a JSON value, names of properties left alone. */
  json(value: unknown, about: boolean): unknown
  /** For PostgreSQL's `~*`: finds what may mention the person. Null when there is nothing to find. */
  pattern: string | null
}

export function scrubber({ certain, likely }: Marks): Scrubber {
  const sure = within(certain, 'giu')
  const all = within([...likely, ...likely.map((word) => word.toUpperCase())], 'gu')
  const without =
    (certainly: RegExp | null, nearby: RegExp | null) =>
    (given: string, about: boolean): string => {
      const once = certainly ? given.replace(certainly, erased) : given
      return about && nearby ? once.replace(nearby, erased) : once
    }
  const text = without(sure, all)
  const named = [...likely, ...certain]
  const fileName = without(within(certain, 'giu', inNames), within(named, 'giu', inNames))
  const json = (value: unknown, about: boolean): unknown => {
    if (typeof value === 'string') return text(value, about)
    if (Array.isArray(value)) return value.map((item) => json(item, about))
    if (typeof value !== 'object' || value === null) return value
    const inside = Object.fromEntries(
      Object.entries(value).map(([name, inner]) => [name, json(inner, about)]),
    )
    return isFile(value) ? { ...inside, name: fileName(value.name, about) } : inside
  }
  return {
    isAbout: (row) =>
      (sure !== null && row.search(sure) >= 0) ||
      (all !== null && new Set(Array.from(row.matchAll(all), ([word]) => word)).size > 1),
    text,
    fileName,
    json,
    pattern:
      certain.length === 0
        ? null
        : certain.map((word) => literal(word).replaceAll(/\s+/g, inNames)).join('|'),
  }
}

/** All texts in a value, those of an address or a list included. */
export function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return value.trim() === '' ? [] : [value.trim()]
  if (typeof value !== 'object' || value === null) return []
  return Object.values(value).flatMap(textsIn)
}

/** A word of two letters would take others with it. */
const shortest = 3

/** The marks of a person, from all that was ever known of them: values by field, the newest and those before. */
export function marksOf(
  known: readonly Readonly<Record<string, unknown>>[],
  shared: ReadonlySet<string>,
): Marks {
  const certain = new Set<string>()
  const likely = new Set<string>()
  for (const values of known) {
    const { firstName, lastName, ...others } = values
    const [first, last] = [firstName, lastName].map((name) => (typeof name === 'string' ? name.trim() : ''))
    if (first && last) {
      certain.add(`${first} ${last}`)
      certain.add(`${last}, ${first}`)
    }
    for (const name of [first, last]) if (name && name.length >= shortest) likely.add(name)
    for (const [field, value] of Object.entries(others))
      for (const text of textsIn(value)) {
        const sure = (field === 'email' || field === 'phone') && !shared.has(text)
        if (text.length >= shortest + 1) (sure ? certain : likely).add(text)
      }
  }
  return { certain: [...certain], likely: [...likely].filter((word) => !certain.has(word)) }
}
