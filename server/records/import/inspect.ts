import type { RecordTypes } from '../../../contract/record-types.ts'
import type { Inspection } from '../../../contract/records/import-routes.ts'
import type { Dialect } from '../../../contract/records/import-mapping.ts'
import { columnNames, readRows } from './rows.ts'
import type { Upload } from './store.ts'
import { lookAt, suggestFile } from './suggest.ts'

const LOOKED_AT = 1_000
const SHOWN = 20
const SUGGESTED_TYPES = 5

/** What a file holds and what it probably means, from its first rows. */
export async function inspectFile(
  upload: Upload,
  stated: Partial<Dialect> = {},
  recordType?: string,
  types?: RecordTypes,
): Promise<Inspection> {
  const dialect = { ...upload.dialect, ...stated }
  const rows: string[][] = []
  for await (const { cells } of readRows(upload.path, dialect)) {
    rows.push(cells)
    if (rows.length > LOOKED_AT) break
  }
  const names = columnNames(rows[0] ?? [], dialect.header)
  const body = dialect.header ? rows.slice(1) : rows
  const columns = names.map((name, i) =>
    lookAt(
      name,
      body.map((cells) => cells[i] ?? ''),
    ),
  )
  const { id, name, bytes } = upload
  return {
    file: {
      id,
      name,
      bytes,
      rows: upload.rows + Number(upload.dialect.header) - Number(dialect.header),
      dialect,
    },
    columns,
    sample: body.slice(0, SHOWN).map((cells) => names.map((_, i) => cells[i] ?? '')),
    suggestions: suggestFile(name, columns, body.length, recordType, types)
      .slice(0, SUGGESTED_TYPES)
      .map(({ file, suggestions, confidence }) => ({
        recordType: file.recordType,
        confidence,
        file,
        fields: suggestions,
      })),
  }
}
