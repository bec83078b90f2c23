/** How long a statement took, over all its calls since the process began. */
export interface StatementTime {
  /** Without what was asked for: values are parameters, and what is written out is left out. */
  text: string
  calls: number
  totalMs: number
  maxMs: number
}

export interface Timing {
  note(text: string, ms: number): void
  /** Those that take longest on average, the slowest first. */
  slowest(count: number): StatementTime[]
}

/** Statements made from users' filters have no end; when so many are known, those that took least in all are forgotten. */
const mostTexts = 1_000
const mostStatements = 300
const longest = 2_000

/** The statement without its values, and of lists of parameters only that they are there. */
export const plainStatement = (text: string): string =>
  text
    .slice(0, 20_000)
    .replaceAll(/'(?:[^']|'')*'/g, "'…'")
    .replaceAll(/\$\d+(?:::\w+(?:\[\])?)?(?:\s*,\s*\$\d+(?:::\w+(?:\[\])?)?)+/g, '$…')
    .replaceAll(/\s+/g, ' ')
    .trim()
    .slice(0, longest)

export function openTiming(): Timing {
  const known = new Map<string, StatementTime>()
  const byText = new Map<string, StatementTime>()

  function timeOf(text: string): StatementTime {
    const plain = plainStatement(text)
    const time = known.get(plain) ?? { text: plain, calls: 0, totalMs: 0, maxMs: 0 }
    if (byText.size >= mostTexts) byText.clear()
    if (known.size >= mostStatements) {
      const least = [...known.values()].sort((a, b) => a.totalMs - b.totalMs).slice(0, mostStatements / 2)
      for (const one of least) known.delete(one.text)
      byText.clear()
    }
    known.set(plain, time)
    byText.set(text, time)
    return time
  }

  return {
    note(text, ms) {
      const time = byText.get(text) ?? timeOf(text)
      time.calls += 1
      time.totalMs += ms
      if (ms > time.maxMs) time.maxMs = ms
    },
    slowest: (count) =>
      [...known.values()].sort((a, b) => b.totalMs / b.calls - a.totalMs / a.calls).slice(0, count),
  }
}
