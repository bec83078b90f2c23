import { types as pgTypes } from 'pg'

const { builtins, getTypeParser } = pgTypes

const textArrayType: number = 1009
const textArray: (text: string) => (string | null)[] = getTypeParser(textArrayType)
const arrayOf = (parse: (text: string) => unknown) => (text: string) =>
  textArray(text).map((item) => (item === null ? null : parse(item)))

/** Money is counted in minor units, so a safe integer reaches 90 trillion of any currency; more is refused, never rounded. */
export function safeInteger(text: string): number {
  const number = Number(text)
  if (!Number.isSafeInteger(number)) throw new RangeError(`${text} is too large for an exact number`)
  return number
}

/**
 * '2026-11-22 10:00:00.5+00' → '2026-11-22T10:00:00.500Z'. Sessions run in UTC, so the text needs only cutting.
 * Microseconds stay when there are any: a page that continues after an instant must name exactly that instant.
 */
export function instant(text: string): string {
  if (text.length < 22 || text[10] !== ' ' || !text.endsWith('+00')) return text
  const fraction = text.slice(20, -3)
  const digits = fraction.length > 3 ? fraction.padEnd(6, '0') : fraction.padEnd(3, '0')
  return `${text.slice(0, 10)}T${text.slice(11, 19)}.${digits}Z`
}

const same = (text: string) => text
const parsers = new Map<number, (text: string) => unknown>([
  [builtins.INT8, safeInteger],
  [builtins.TIMESTAMPTZ, instant],
  [builtins.TIMESTAMP, same],
  [builtins.DATE, same],
  [builtins.INTERVAL, same],
  [1016, arrayOf(safeInteger)],
  [1185, arrayOf(instant)],
  [1115, textArray],
  [1182, textArray],
  [1187, textArray],
])

/** How values arrive from PostgreSQL. Given to each connection, so that nothing is set for the whole process. */
export const types = {
  getTypeParser: (oid: number, format?: 'text' | 'binary') =>
    (format !== 'binary' && parsers.get(oid)) || getTypeParser(oid, format),
}
