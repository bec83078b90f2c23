import { sql } from 'kysely'
import type { Db } from '../../db/database.ts'
import { notFound } from '../../http/problem.ts'
import { cell } from '../export.ts'
import { columnNames, readRows } from './rows.ts'
import { loadUpload, type ImportRow } from './store.ts'

const PAGE = 5_000

/** The refused rows of a pass as they stand in their file, each with its row number and the reason, as CSV. */
export async function* refusedRows(
  db: Db,
  dataFolder: string,
  row: ImportRow,
  pass: number,
): AsyncGenerator<string> {
  const wanted = row.passes[pass]
  if (!wanted) throw notFound('pass')
  const upload = await loadUpload(db, dataFolder, wanted.upload)
  const dialect = { ...upload.dialect, ...row.mapping.files[wanted.file]!.dialect }
  const reasons = reasonsOf(db, row.id, pass)
  let next = await reasons.next()
  let first = true
  for await (const line of readRows(upload.path, dialect)) {
    if (first) {
      first = false
      yield `\uFEFF${csv([...columnNames(line.cells, dialect.header), 'Row', 'Why it was refused'])}`
      if (dialect.header) continue
    }
    if (next.done) return
    if (next.value.row !== line.number) continue
    const { column, value, reason } = next.value
    yield csv([
      ...line.cells,
      String(line.number),
      [column && `${column}:`, value && `"${value}"`, reason].filter(Boolean).join(' '),
    ])
    next = await reasons.next()
  }
}

const csv = (cells: readonly string[]) => `${cells.map(cell).join(',')}\r\n`

interface Reason {
  row: number
  column: string | null
  value: string | null
  reason: string
}

async function* reasonsOf(db: Db, importId: string, pass: number): AsyncGenerator<Reason, undefined> {
  for (let after = -1; ;) {
    const { rows } = await sql<Reason>`select row, column_name as column, value, reason from import_refusals
      where import_id = ${importId} and pass = ${pass} and row > ${after} order by row limit ${PAGE}`.execute(
      db,
    )
    yield* rows
    if (rows.length < PAGE) return undefined
    after = rows.at(-1)!.row
  }
}
