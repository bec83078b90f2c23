import { fieldsOf } from '../../contract/records/record-type.ts'
import type { RecordType } from '../../contract/records/record-type.ts'
import { widgetOf } from './fields/widgets.ts'
import { arranged } from './view.ts'
import type { Column } from './view.ts'

const checkWidth = 40
const titleWidth = 240

export interface Placed extends Column {
  width: number
  left: number
}

/** Widths and sticky offsets: check box, title, pinned columns, the rest. */
export function placed(type: RecordType, columns: readonly Column[]): { columns: Placed[]; width: number } {
  const fields = fieldsOf(type)
  let left = checkWidth
  const all = [
    { field: 'title', pinned: true, ...columns.find(({ field }) => field === 'title') },
    ...arranged(columns),
  ]
  const result = all
    .filter(({ field }, index) => index === 0 || (field !== 'title' && fields[field]))
    .map((column) => {
      const field = fields[column.field]
      const width =
        column.width ?? (column.field === 'title' ? titleWidth : field ? widgetOf(field).width : 140)
      const at = { ...column, width, left }
      left += width
      return at
    })
  return { columns: result, width: left }
}
