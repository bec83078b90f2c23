import { fieldsOf } from '../../../contract/records/record-type.ts'
import type { RecordType } from '../../../contract/records/record-type.ts'
import type { AnyRecord } from '../../../contract/records/value.ts'
import { fieldLabel, typeLabel } from '../../text/labels.ts'
import { widgetOf } from '../fields/widgets.ts'
import classes from './print.module.css'

interface RecordsTableProps {
  type: RecordType
  names: readonly string[]
  records: readonly AnyRecord[]
}

/** Records as a plain table, whose head stands on each sheet of paper. */
export function RecordsTable({ type, names, records }: RecordsTableProps) {
  const fields = fieldsOf(type)
  const columns = names.flatMap((name) => (fields[name] ? [{ name, field: fields[name] }] : []))
  const align = (field: (typeof columns)[number]['field']) =>
    widgetOf(field).align === 'end' ? classes.end : undefined
  return (
    <table className={classes.table}>
      <thead>
        <tr>
          <th scope="col">{typeLabel(type).one}</th>
          {columns.map(({ name, field }) => (
            <th key={name} scope="col" className={align(field)}>
              {fieldLabel(field)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {records.map((record) => (
          <tr key={record.id}>
            <td>{record.title}</td>
            {columns.map(({ name, field }) => {
              const value = record[name]
              const { Show } = widgetOf(field)
              return (
                <td key={name} className={align(field)}>
                  {value !== null && value !== undefined && (
                    <Show field={field} value={value} plain full={field.type === 'moment'} />
                  )}
                </td>
              )
            })}
          </tr>
        ))}
      </tbody>
    </table>
  )
}
