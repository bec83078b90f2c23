const sizes: Record<string, number> = { d: 86_400, h: 3_600, m: 60, s: 1 }

/** Seconds of "1 h 30 min", "1:30", "90m" or a bare number of minutes; null when it means none of these. */
export function parseDuration(text: string): number | null {
  const plain = text.trim().toLowerCase()
  const clock = /^(\d+):([0-5]\d)$/.exec(plain)
  if (clock) return Number(clock[1]) * 3_600 + Number(clock[2]) * 60
  if (/^\d+$/.test(plain)) return Number(plain) * 60
  if (!/^(\d+(?:[.,]\d+)?\s*[a-z]+\s*)+$/.test(plain)) return null
  let seconds = 0
  for (const [, count, unit] of plain.matchAll(/(\d+(?:[.,]\d+)?)\s*([a-z]+)/g)) {
    const size = sizes[unit?.[0] ?? '']
    if (!size) return null
    seconds += Number((count ?? '').replace(',', '.')) * size
  }
  return Math.round(seconds)
}

/** The shortest text that `parseDuration` reads back. */
export function writeDuration(seconds: number | null | undefined): string {
  if (seconds == null) return ''
  const parts: string[] = []
  let rest = seconds
  for (const [unit, size] of [
    ['d', 86_400],
    ['h', 3_600],
    ['min', 60],
    ['s', 1],
  ] as const) {
    const count = Math.floor(rest / size)
    rest -= count * size
    if (count > 0) parts.push(`${count} ${unit}`)
  }
  return parts.join(' ') || '0 min'
}
