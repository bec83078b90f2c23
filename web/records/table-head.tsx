import { Menu } from '@mantine/core'
import { isGroupable } from '../../contract/records/groups.ts'
import { fieldsOf } from '../../contract/records/record-type.ts'
import type { RecordType } from '../../contract/records/record-type.ts'
import type { AnyRecord } from '../../contract/records/value.ts'
import { fieldLabel, typeLabel } from '../text/labels.ts'
import { t } from '../text/pages.ts'
import { widgetOf } from './fields/widgets.ts'
import { ResizeHandle } from './resize-handle.tsx'
import type { Selection } from './selection.ts'
import type { Placed } from './placed.ts'
import classes from './table.module.css'
import { changeColumn, directionOf, isSortable, moveColumn, toggleColumn } from './view.ts'
import type { Column, Layout } from './view.ts'

interface HeadRowProps {
  type: RecordType
  layout: Layout
  onLayout: (change: Partial<Layout>) => void
  columns: readonly Placed[]
  width: number
  rows: readonly AnyRecord[]
  selection: Selection
}

export function HeadRow({ type, layout, onLayout, columns, width, rows, selection }: HeadRowProps) {
  const fields = fieldsOf(type)
  const all = rows.length > 0 && selection.ids.size >= rows.length
  const resize = (field: string, to: number) => {
    const known: readonly Column[] = layout.columns.some((column) => column.field === field)
      ? layout.columns
      : [{ field, pinned: true }, ...layout.columns]
    onLayout({ columns: changeColumn(known, field, { width: to }) })
  }
  return (
    <div role="row" aria-rowindex={1} className={classes.head} style={{ width }}>
      <div role="columnheader" className={classes.check}>
        <input
          type="checkbox"
          aria-label={t('records.selectAll')}
          checked={all}
          ref={(box) => {
            if (box) box.indeterminate = selection.ids.size > 0 && !all
          }}
          onChange={() => (all ? selection.clear() : selection.setAll(rows.map(({ id }) => id)))}
        />
      </div>
      {columns.map((column, at) => {
        const field = fields[column.field]
        const label = field ? fieldLabel(field) : typeLabel(type).one
        const direction = directionOf(layout.sort, column.field)
        const sortable = at === 0 || (field !== undefined && isSortable(field))
        const end = field && widgetOf(field).align === 'end'
        const sortTo = (sort: string | null) => onLayout({ sort })
        const mark = direction === 'ascending' ? '↑' : direction === 'descending' ? '↓' : ''
        return (
          <div
            key={column.field}
            role="columnheader"
            aria-colindex={at + 2}
            aria-sort={direction === 'none' ? undefined : direction}
            className={classes.headCell}
            style={{
              width: column.width,
              ...(column.pinned && { position: 'sticky', left: column.left, zIndex: 3 }),
            }}
          >
            <Menu position="bottom-start" width={180}>
              <Menu.Target>
                <button type="button" className={end ? classes.headButtonEnd : classes.headButton}>
                  <span className={classes.headLabel}>{label}</span>
                  {mark && (
                    <span aria-hidden className={classes.mark}>
                      {mark}
                    </span>
                  )}
                </button>
              </Menu.Target>
              <Menu.Dropdown>
                {sortable && (
                  <>
                    <Menu.Item onClick={() => sortTo(column.field)}>{t('table.ascending')}</Menu.Item>
                    <Menu.Item onClick={() => sortTo(`-${column.field}`)}>{t('table.descending')}</Menu.Item>
                    {direction !== 'none' && (
                      <Menu.Item onClick={() => sortTo(null)}>{t('table.unsorted')}</Menu.Item>
                    )}
                  </>
                )}
                {field && isGroupable(field) && (
                  <Menu.Item
                    onClick={() =>
                      onLayout({ group: { field: column.field, unit: layout.group?.unit ?? 'month' } })
                    }
                  >
                    {t('group.byThis')}
                  </Menu.Item>
                )}
                {at > 0 && (
                  <>
                    {sortable && <Menu.Divider />}
                    <Menu.Item
                      onClick={() =>
                        onLayout({
                          columns: changeColumn(layout.columns, column.field, { pinned: !column.pinned }),
                        })
                      }
                    >
                      {column.pinned ? t('table.unpin') : t('table.pin')}
                    </Menu.Item>
                    <Menu.Item
                      onClick={() => onLayout({ columns: moveColumn(layout.columns, column.field, -1) })}
                    >
                      {t('table.left')}
                    </Menu.Item>
                    <Menu.Item
                      onClick={() => onLayout({ columns: moveColumn(layout.columns, column.field, 1) })}
                    >
                      {t('table.right')}
                    </Menu.Item>
                    <Menu.Item
                      onClick={() => onLayout({ columns: toggleColumn(layout.columns, column.field) })}
                    >
                      {t('table.hide')}
                    </Menu.Item>
                  </>
                )}
              </Menu.Dropdown>
            </Menu>
            <ResizeHandle
              label={t('table.resize', { column: label })}
              width={column.width}
              onResize={(to) => resize(column.field, to)}
            />
          </div>
        )
      })}
    </div>
  )
}
