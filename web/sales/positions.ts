import type { AnyRecord } from '../../contract/records/value.ts'

const positionOf = (record: AnyRecord) => Number(record['position'] ?? 0)

export const byPosition = (records: readonly AnyRecord[]): AnyRecord[] =>
  records.toSorted((a, b) => positionOf(a) - positionOf(b) || (a.id < b.id ? -1 : 1))

/** A position behind all of these. */
export const after = (records: readonly AnyRecord[]): number => Math.max(-1, ...records.map(positionOf)) + 1

/**
 * What to write so that the record at `from` comes to stand at `to`: one position between its new neighbours, or, where
 * they leave no room, a new one for each that must move.
 */
export function moved(
  ordered: readonly AnyRecord[],
  from: number,
  to: number,
): { record: AnyRecord; position: number }[] {
  const record = ordered[from]
  if (!record || from === to || to < 0 || to >= ordered.length) return []
  const others = ordered.toSpliced(from, 1)
  const [before, behind] = [others[to - 1], others[to]]
  const low = before ? positionOf(before) : positionOf(behind!) - 2
  const high = behind ? positionOf(behind) : low + 2
  const middle = (low + high) / 2
  if (low < middle && middle < high) return [{ record, position: middle }]
  return others
    .toSpliced(to, 0, record)
    .flatMap((one, position) => (positionOf(one) === position ? [] : [{ record: one, position }]))
}

/** The name, or with a number behind it when it is taken. */
export function freeName(name: string, taken: readonly string[]): string {
  const known = new Set(taken.map((one) => one.toLowerCase()))
  let free = name
  for (let number = 2; known.has(free.toLowerCase()); number++) free = `${name} ${number}`
  return free
}
