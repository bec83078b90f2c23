import { t } from '../../text/seldom.ts'
import editor from './editor.module.css'
import classes from './import.module.css'

const shown = 6

/** The first rows as they are in the file. */
export function PreviewTable({
  columns,
  rows,
  label,
}: {
  columns: readonly { name: string }[]
  rows: readonly (readonly string[])[]
  label: string
}) {
  if (rows.length === 0) return null
  return (
    // A region that scrolls sideways is reached by the keyboard.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div className={editor.preview} role="region" aria-label={label} tabIndex={0}>
      <table>
        <thead>
          <tr>
            {columns.map(({ name }) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.slice(0, shown).map((cells, row) => (
            // The rows of a file have no name but their place.
            // oxlint-disable-next-line react/no-array-index-key
            <tr key={row}>
              {columns.map(({ name }, column) => (
                <td key={name} title={cells[column]}>
                  {cells[column] || <span className={classes.blank}>{t('import.blank')}</span>}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
