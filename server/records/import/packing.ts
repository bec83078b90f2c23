import type { Value } from './reading.ts'
import type { Chunk } from './parse.ts'
import type { PlannedRow } from './plan.ts'

/**
 * A chunk on its way between threads, column by column: texts of a column travel as one, because thousands of small
 * objects cost more to copy and to collect than to parse.
 */
export interface PackedChunk extends Omit<Chunk, 'rows'> {
  numbers: Int32Array
  sourceIds: Column<string>
  values: Column<Value>[]
  lifecycle: Column<string>[]
}

/** Texts with a zero character between them, which no cell has; a blank stands for null, as no cell is read as ''. */
type Column<T> = string | (T | null)[]

const BETWEEN = '\u0000'

export function pack({ rows, ...rest }: Chunk): PackedChunk {
  const across = <T>(count: number, of: (row: PlannedRow, at: number) => T | null) =>
    Array.from({ length: count }, (_, at) => packColumn(rows.map((row) => of(row, at))))
  return {
    ...rest,
    numbers: Int32Array.from(rows, (row) => row.number),
    sourceIds: packColumn(rows.map((row) => row.sourceId)),
    values: across(rows[0]?.values.length ?? 0, (row, at) => row.values[at]!),
    lifecycle: across(rows[0]?.lifecycle.length ?? 0, (row, at) => row.lifecycle[at]!),
  }
}

export function unpack(packed: PackedChunk): Chunk {
  const { numbers, sourceIds, values, lifecycle, ...rest } = packed
  const ids = unpackColumn(sourceIds, numbers.length)
  const columns = values.map((column) => unpackColumn(column, numbers.length))
  const entries = lifecycle.map((column) => unpackColumn(column, numbers.length))
  const rows = Array.from(numbers, (number, i): PlannedRow => ({
    number,
    sourceId: ids[i]!,
    values: columns.map((column) => column[i]!),
    lifecycle: entries.length > 0 ? entries.map((column) => column[i]!) : none,
  }))
  return { ...rest, rows }
}

const none: never[] = []

const packColumn = <T>(cells: (T | null)[]): Column<T> =>
  cells.every((cell) => cell === null || (typeof cell === 'string' && cell !== ''))
    ? cells.map((cell) => cell ?? '').join(BETWEEN)
    : cells

const unpackColumn = <T>(column: Column<T>, count: number): (T | null)[] =>
  typeof column !== 'string'
    ? column
    : count === 0
      ? []
      : (column.split(BETWEEN).map((cell) => (cell === '' ? null : cell)) as (T | null)[])
