/** Short and foreign forms of given names, each with the one that stands for all of its line. */
const nicknames = new Map(
  `alexander alex sandro sascha xander
  alexandra alexa sandra sasha
  andreas andi andrew andy andre andrea
  ann ana anna anne annie anya
  anthony antonio anton toni tony toninho
  benjamin ben benny
  catherine cat cathy catarina katarina katharina katherine kathrin kate kathy katja
  charles carl carlo carlos charlie chuck karl
  christian chris christoph christopher cristiano kristian topher
  christina chrissy cristina kristina tina
  daniel dan danny daniele
  david dave davide
  edward ed eddie eduard eduardo ned ted
  elizabeth beth bettina betty elisa elisabeth eliza liz lisa lizzy isabel isabella
  francis francisco francesco frank franz chico paco
  frederick fred freddy frederico friedrich fritz
  george georg jorge giorgio jurgen jorg
  gregory greg gregor
  henry enrique harry heinrich heinz henrique enrico
  jacob jake jakob jakub
  james diego jaime jim jimmy jamie
  jennifer jen jenny
  john giovanni hans ian ivan jack jan jean joao johann johannes johnny jon juan
  joseph giuseppe joe jose josef pepe ze
  louis lewis lou luigi luis ludwig
  margaret greta maggie margarete margarida margarita meg peggy
  mary maria marie mia
  matthew mateus mathias matt matteo matthias
  michael michal michel michele miguel mick mike mikhail
  nicholas klaus nick nico nicola nicolas nikolaus
  patricia pat patty trish
  paul paolo paulo pablo pawel
  peter pedro pete pietro pierre piotr
  philip felipe filipe phil philipp
  richard dick ricardo rich rick ricky
  robert bob bobby rob roberto robbie
  samuel sam sammy
  stephen esteban estevao stefan stefano steffen steve steven
  susan sue susana susanne susie suzanne
  theodore teo theo theodor
  thomas tom tomas tommaso tommy
  victoria vicky vittoria vitoria
  william bill billy guglielmo guilherme liam wilhelm will willi willy`
    .split('\n')
    .flatMap((line) => {
      const names = line.trim().split(' ')
      return names.map((name) => [name, names[0] as string] as const)
    }),
)

const letters: Record<string, string> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ı: 'i',
}

/** Lower case without marks: "Müller" and "MULLER" are the same, and "ß" is "ss". */
export const folded = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[ßæœøłđðþı]/g, (letter) => letters[letter] ?? letter)

/** Titles before a name and what stands between its parts; it is there or not for the same person. */
const besides = new Set(
  'mr mrs ms miss dr prof herr frau sr sra dra eng ing dipl mag de da do dos das di del della der den van von und e y la le'.split(
    ' ',
  ),
)

/** Who of a family it is: father and son with one name. */
const generations = new Map(
  'jr:junior jnr:junior junior:junior filho:junior hijo:junior neto:grandson sr:senior snr:senior senior:senior pai:senior ii:second iii:third iv:fourth'
    .split(' ')
    .map((pair) => pair.split(':') as [string, string]),
)

/** The words of a name as they are compared: folded, double letters single, the u of "Mueller" as the one of "Müller". */
const words = (name: string): string[] => (folded(name).match(/[\p{L}\p{N}]+/gu) ?? []).filter(Boolean)

const simplified = (word: string): string =>
  word
    .replace(/([aou])e(?=[^aeiou]|$)/g, '$1')
    .replace(/ph/g, 'f')
    .replace(/(\p{L})\1+/gu, '$1')

const canonical = (word: string): string => simplified(nicknames.get(word) ?? word)

/** A town's name and the like, in comparable words. */
export const comparable = (text: string): string => words(text).map(simplified).join(' ')

export interface PersonName {
  given: string[]
  family: string[]
  generation: string | null
}

/** "Duarte, Ana M." and the like, taken apart into comparable words; short forms are their long ones. */
export function personName(first: string | null, last: string | null): PersonName {
  const parts = (text: string | null) => words(text ?? '')
  const found = [...parts(first).slice(1), ...parts(last).slice(1)].find((word) => generations.has(word))
  const kept = (list: string[]) => {
    const rest = list.filter((word, i) => !(i > 0 && generations.has(word)))
    const own = rest.filter((word) => !besides.has(word))
    return own.length > 0 ? own : rest
  }
  return {
    given: kept(parts(first)).map(canonical),
    // A given name may stand there by mistake.
    family: kept(parts(last)).map(canonical),
    generation: (found && generations.get(found)) ?? null,
  }
}

/** How alike two words are, from 0 to 1, by Jaro and Winkler; the same whichever comes first. */
export function wordLikeness(one: string, other: string): number {
  if (one === other) return 1
  const [a, b] = one < other ? [one, other] : [other, one]
  if (a.length === 0) return 0
  const reach = Math.max(0, Math.floor(Math.max(a.length, b.length) / 2) - 1)
  const taken = Array.from(b, () => false)
  const matches: string[] = []
  for (let i = 0; i < a.length; i++)
    for (let j = Math.max(0, i - reach); j < Math.min(b.length, i + reach + 1); j++)
      if (!taken[j] && a[i] === b[j]) {
        taken[j] = true
        matches.push(a[i] as string)
        break
      }
  if (matches.length === 0) return 0
  const opposite = b.split('').filter((_, j) => taken[j])
  const swapped = matches.filter((letter, i) => letter !== opposite[i]).length / 2
  const jaro =
    (matches.length / a.length + matches.length / b.length + (matches.length - swapped) / matches.length) / 3
  let prefix = 0
  while (prefix < 4 && prefix < a.length && a[prefix] === b[prefix]) prefix++
  const winkler = jaro + prefix * 0.1 * (1 - jaro)
  // Words that have nothing to do with each other still share letters.
  return Math.max(0, (winkler - 0.7) / 0.3)
}

const isInitial = (word: string) => word.length === 1

/** The most alike words of each: a middle name more or less is the same person's. */
function listLikeness(a: readonly string[], b: readonly string[]): number {
  if (a.join(' ') === b.join(' ')) return 1
  let best = 0
  for (const one of a)
    for (const other of b) {
      const initial = (isInitial(one) || isInitial(other)) && one[0] === other[0]
      best = Math.max(best, initial ? 0.8 : 0.97 * wordLikeness(one, other))
    }
  return Math.max(best, 0.97 * wordLikeness(a.join(''), b.join('')))
}

const both = (x: number, y: number) => (x + y + Math.min(x, y)) / 3

/** How alike two people's names are, also when given and family name are swapped; null when one has none. */
export function personLikeness(a: PersonName, b: PersonName): number | null {
  const all = ({ given, family }: PersonName) => [...given, ...family]
  if (all(a).length === 0 || all(b).length === 0) return null
  if (all(a).toSorted().join(' ') === all(b).toSorted().join(' ')) return all(a).length > 1 ? 1 : 0.7
  const whole = [a, b].every(({ given, family }) => given.length > 0 && family.length > 0)
  // One word is a first name as often as a last one, and shared by too many.
  if (!whole) return Math.min(0.55, listLikeness(all(a), all(b)))
  const straight = both(listLikeness(a.given, b.given), listLikeness(a.family, b.family))
  const swapped = both(listLikeness(a.given, b.family), listLikeness(a.family, b.given))
  return Math.max(straight, swapped)
}

/** Whether the given names, both known, have nothing to do with each other: relatives, or colleagues on one phone. */
export const givenDiffer = (a: PersonName, b: PersonName): boolean =>
  a.given.length > 0 &&
  b.given.length > 0 &&
  listLikeness(a.given, b.given) < 0.4 &&
  listLikeness(a.given, b.family) < 0.4 &&
  listLikeness(a.family, b.given) < 0.4

/** The first letters of a name's words, in their order in the alphabet: the same for "Ana Duarte" and "Duarte, Anna". */
export const initialsOf = ({ given, family }: PersonName): string =>
  [given[0]?.[0] ?? '', family.at(-1)?.[0] ?? ''].toSorted().join('')

/** The consonants of a name's words, which misspellings tend to leave as they are. */
export const skeletonOf = (list: readonly string[]): string =>
  list
    .map(
      (word) =>
        word[0] +
        word
          .slice(1)
          .replace(/[aeiouyhw]/g, '')
          .replace(/[ckq]/g, 'k')
          .replace(/z/g, 's'),
    )
    .toSorted()
    .join(' ')

/** A company's name in comparable words, without its legal form; `bare` has taken that off. */
export const companyWords = (bare: string): string[] =>
  words(bare.replace(/&/g, ' and '))
    .filter((word) => word !== 'and' && word !== 'the')
    .map(simplified)

const acronym = (list: readonly string[]) => list.map((word) => word[0]).join('')

/** How alike two companies' names are, by their words run together, or as one being the other's initials. */
export function companyLikeness(a: readonly string[], b: readonly string[]): number | null {
  if (a.length === 0 || b.length === 0) return null
  const [one, other] = [a.join(''), b.join('')]
  if (one === other || a.toSorted().join(' ') === b.toSorted().join(' ')) return 1
  const short = [one, other].some((text) => text.length > 2 && text.length < 7)
  if (short && ((a.length > 2 && acronym(a) === other) || (b.length > 2 && acronym(b) === one))) return 0.8
  const shared = a.filter((word) => b.includes(word)).length
  const overlap = shared / Math.max(a.length, b.length)
  return Math.max(0.98 * wordLikeness(one, other), overlap)
}
