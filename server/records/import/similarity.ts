/** Case, accents, spaces and punctuation taken away: "GTX Pro", "gtx-pro" and "GTXPro" become one. */
export const bare = (text: string): string =>
  text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '')

/** 1 for the same word, towards 0 the more letters must be added, dropped, changed or swapped. */
export function similarity(a: string, b: string): number {
  const [x, y] = [bare(a), bare(b)]
  if (x === y) return x === '' ? 0 : 1
  const longest = Math.max(x.length, y.length)
  return Math.max(0, 1 - distance(x, y) / longest)
}

/** Damerau-Levenshtein distance (a swap of neighbours is one step). */
function distance(a: string, b: string): number {
  let before: number[] = []
  let previous = Array.from({ length: b.length + 1 }, (_, j) => j)
  for (let i = 1; i <= a.length; i++) {
    const current = [i]
    for (let j = 1; j <= b.length; j++) {
      const change = previous[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)
      let steps = Math.min(previous[j]! + 1, current[j - 1]! + 1, change)
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        steps = Math.min(steps, before[j - 2]! + 1)
      current.push(steps)
    }
    before = previous
    previous = current
  }
  return previous[b.length]!
}

/** The candidate that a word probably means, when it is near enough and no other is as near. */
export function nearest(
  word: string,
  candidates: Iterable<string>,
  least = 0.75,
): { candidate: string; likeness: number } | null {
  let best: { candidate: string; likeness: number } | null = null
  let tied = false
  for (const candidate of candidates) {
    const likeness = similarity(word, candidate)
    if (best && likeness === best.likeness && candidate !== best.candidate) tied = true
    if (!best || likeness > best.likeness) [best, tied] = [{ candidate, likeness }, false]
  }
  return best && best.likeness >= least && !tied ? best : null
}
