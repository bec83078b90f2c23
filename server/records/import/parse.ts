import { typesFrom } from '../../../contract/record-types.ts'
import type { Dialect, FileMapping, ImportMapping } from '../../../contract/records/import-mapping.ts'
import type { RecordType } from '../../../contract/records/record-type.ts'
import { isRefusal, planFile, planRow, type Organisation, type PlannedRow, type Refusal } from './plan.ts'
import { columnNames, readRowsTogether } from './rows.ts'

export interface ParseTask {
  path: string
  dialect: Dialect
  mapping: ImportMapping
  file: FileMapping
  home: Organisation
  /** The record types with the company's own fields, as plain data, which can go to another thread. */
  types: readonly RecordType[]
  /** Rows up to this one are already done. */
  after: number
  /** Only these rows, when given. */
  only?: readonly number[]
  chunkRows: number
}

export interface Chunk {
  rows: PlannedRow[]
  refused: Refusal[]
  /** Rows that filters leave out. */
  left: number
  /** The last row read. */
  upTo: number
  last: boolean
}

/** The rows of a file as its mapping reads them, in chunks; the last one may be empty. */
export async function* chunksOf(task: ParseTask): AsyncGenerator<Chunk> {
  const only = task.only && new Set(task.only)
  let plan: ReturnType<typeof planFile> | undefined
  let chunk: Chunk = { rows: [], refused: [], left: 0, upTo: task.after, last: false }
  for await (const rows of readRowsTogether(task.path, task.dialect))
    for (const row of rows) {
      if (!plan) {
        plan = planFile(
          task.mapping,
          task.file,
          columnNames(row.cells, task.dialect.header),
          task.home,
          typesFrom(task.types),
        )
        if (task.dialect.header) continue
      }
      if (row.number <= task.after || (only && !only.has(row.number))) continue
      const planned = planRow(plan, row.number, row.cells)
      if (planned === null) chunk.left++
      else if (isRefusal(planned)) chunk.refused.push(planned)
      else chunk.rows.push(planned)
      chunk.upTo = row.number
      if (chunk.rows.length + chunk.refused.length + chunk.left >= task.chunkRows) {
        yield chunk
        chunk = { rows: [], refused: [], left: 0, upTo: row.number, last: false }
      }
    }
  yield { ...chunk, last: true }
}
