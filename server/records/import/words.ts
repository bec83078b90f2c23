const YES = new Set([
  'true',
  't',
  'yes',
  'y',
  '1',
  'on',
  'x',
  '✓',
  'ja',
  'j',
  'sim',
  's',
  'si',
  'sí',
  'oui',
  'o',
  'sì',
  'tak',
  'wahr',
  'vrai',
])
const NO = new Set([
  'false',
  'f',
  'no',
  'n',
  '0',
  'off',
  '-',
  '✗',
  'nein',
  'não',
  'nao',
  'non',
  'nie',
  'nee',
  'falsch',
  'faux',
])

export function readYesNo(raw: string): boolean | null {
  const word = raw.trim().toLowerCase()
  return YES.has(word) ? true : NO.has(word) ? false : null
}

/** Values in one cell, each once: parted by the sign given, or else by whichever of ; , | the cell has. */
export function readList(raw: string, separator?: string): string[] {
  const by = separator ?? [';', '|', ','].find((sign) => raw.includes(sign))
  const parts = by === undefined ? [raw] : raw.split(by)
  return [...new Set(parts.map((part) => part.trim()).filter((part) => part !== ''))]
}

const UNITS: Record<string, number> = { w: 604_800, d: 86_400, h: 3_600, m: 60, s: 1 }

/** Seconds of `1:30:00`, `12:05` (minutes and seconds), `1h 30m`, `2 days`, `PT1H30M`; a bare number is seconds. */
export function readDuration(raw: string): number | null {
  const text = raw.trim().toLowerCase()
  if (/^\d+(\.\d+)?$/.test(text)) return Math.round(Number(text))
  const clock = /^(?:(\d+):)?(\d{1,2}):(\d{2})$/.exec(text)
  if (clock) return Number(clock[1] ?? 0) * 3_600 + Number(clock[2]) * 60 + Number(clock[3])
  const iso = /^p(?:(\d+)w)?(?:(\d+)d)?(?:t(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?)?$/.exec(text)
  if (iso && text.length > 2)
    return ['w', 'd', 'h', 'm', 's'].reduce((sum, unit, i) => sum + Number(iso[i + 1] ?? 0) * UNITS[unit]!, 0)
  const part =
    /(\d+(?:\.\d+)?)\s*(w|d|h|m|s)(?:eeks?|ays?|ours?|rs?|inutes?|ins?|econds?|ecs?)?(?:[\s,]+|$|(?=\d))/y
  let sum = 0
  let at = 0
  while (at < text.length) {
    part.lastIndex = at
    const match = part.exec(text)
    if (!match) return null
    sum += Number(match[1]) * UNITS[match[2]!]!
    at = part.lastIndex
  }
  return at === 0 ? null : Math.round(sum)
}
