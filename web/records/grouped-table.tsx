import { Button } from '@mantine/core'
import { IconChevronDown, IconChevronRight } from '@tabler/icons-react'
import { useVirtualizer } from '@tanstack/react-virtual'
import { useMemo, useRef } from 'react'
import { isChoice } from '../../contract/records/field.ts'
import type { Field } from '../../contract/records/field.ts'
import { mostGroups } from '../../contract/records/groups.ts'
import type { Group, GroupSum } from '../../contract/records/groups.ts'
import { fieldsOf } from '../../contract/records/record-type.ts'
import type { RecordType } from '../../contract/records/record-type.ts'
import { choiceLabel, fieldLabel, inText, typeLabel } from '../text/labels.ts'
import { t } from '../text/pages.ts'
import { duration, money, number, type Manner } from '../ui/format.ts'
import { useManner } from '../ui/manner.tsx'
import { useCellClicks } from './cell-clicks.ts'
import classes from './grouped-table.module.css'
import { GridFrame } from './grid-frame.tsx'
import { useGridKeys } from './grid-keys.ts'
import { periodLabel } from './period-label.ts'
import { placed, type Placed } from './placed.ts'
import type { Selection } from './selection.ts'
import { TableRow } from './table-row.tsx'
import table from './table.module.css'
import type { Grouped, Item } from './use-groups.ts'
import type { Grouping, Layout } from './view.ts'

const rowHeight = 36

interface GroupedTableProps {
  type: RecordType
  layout: Layout
  grouping: Grouping
  onLayout: (change: Partial<Layout>) => void
  grouped: Grouped
  selection: Selection
  previewed: string | undefined
  onPreview: (id: string | null) => void
  onOpen: (id: string) => void
  glowing: ReadonlySet<string>
}

/** What a group is called: its option, record, period, yes or no. */
export function groupLabel(field: Field, { key, title }: Group, { unit }: Grouping, manner: Manner): string {
  if (key === null) return t('group.none')
  if (field.type === 'date' || field.type === 'moment') return periodLabel(key, unit, manner)
  if (field.type === 'yesNo') return t(key === 'true' ? 'field.yes' : 'field.no')
  if (isChoice(field)) return choiceLabel(field.options, key)
  return title ?? t('group.hidden')
}

/** A table whose records stand under what they share, with what they come to. */
export default function GroupedTable(props: GroupedTableProps) {
  const { type, layout, grouping, onLayout, grouped, selection, previewed, glowing } = props
  const { items, rows, told } = grouped
  const manner = useManner()
  const scroller = useRef<HTMLDivElement>(null)
  const { columns, width } = useMemo(() => placed(type, layout.columns), [type, layout.columns])
  const virtual = useVirtualizer({
    count: items.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 16,
    paddingStart: rowHeight,
    scrollPaddingStart: rowHeight * 2,
  })
  const placeOf = useMemo(
    () => new Map(items.flatMap((item, at) => (item.kind === 'record' ? [[item.index, at] as const] : []))),
    [items],
  )
  const grid = useGridKeys({
    ...props,
    rows,
    columns,
    scrollTo: (index) => virtual.scrollToIndex(placeOf.get(index) ?? 0),
  })
  useCellClicks(scroller, (row, column, times) => {
    if (times > 1) return grid.edit(row, column)
    grid.activate(row, column)
    const record = rows[row]
    if (column > 0 && record && !grid.editing) props.onPreview(record.id)
  })
  const field = fieldsOf(type)[grouping.field]
  const many = inText(typeLabel(type).many)
  const more = told.data?.more
  if (!field) return null

  const line = (item: Item, top: number) => {
    const style = { transform: `translateY(${top}px)`, width }
    switch (item.kind) {
      case 'record':
        return (
          <TableRow
            key={item.record.id}
            type={type}
            record={item.record}
            index={item.index}
            top={top}
            columns={columns}
            width={width}
            activeColumn={grid.active?.row === item.index ? grid.active.column : null}
            editing={grid.editing?.row === item.index ? grid.editing.column : null}
            selected={selection.has(item.record.id)}
            previewed={previewed === item.record.id}
            glow={glowing.has(item.record.id)}
            onSelect={selection.toggle}
            onStopEditing={grid.stopEditing}
          />
        )
      case 'group': {
        const label = groupLabel(field, item.group, grouping, manner)
        return (
          <div key={`group ${item.key}`} role="row" className={classes.group} style={style}>
            <div role="gridcell" className={classes.name} style={{ width: 40 + (columns[0]?.width ?? 0) }}>
              <button
                type="button"
                className={classes.toggle}
                aria-expanded={item.open}
                onClick={() => grouped.toggle(item.key)}
              >
                {item.open ? (
                  <IconChevronDown size={16} aria-hidden />
                ) : (
                  <IconChevronRight size={16} aria-hidden />
                )}
                <span className={classes.label}>{label}</span>
                <span className={classes.count}>{number(item.group.count, manner)}</span>
              </button>
            </div>
            <Sums type={type} columns={columns} sums={item.group.sums} />
          </div>
        )
      }
      case 'all':
        return (
          <div key="all" role="row" className={classes.group} data-all style={style}>
            <div role="gridcell" className={classes.name} style={{ width: 40 + (columns[0]?.width ?? 0) }}>
              <span className={classes.whole}>
                {t('group.all', { many })}
                <span className={classes.count}>{number(item.of.count, manner)}</span>
              </span>
              <Button variant="subtle" size="compact-sm" onClick={() => grouped.setAll(!grouped.someOpen)}>
                {t(grouped.someOpen ? 'group.closeAll' : 'group.openAll')}
              </Button>
            </div>
            <Sums type={type} columns={columns} sums={item.of.sums} />
          </div>
        )
      case 'coming':
        return (
          <div key={`coming ${item.key}`} className={table.coming} role="row" style={style}>
            <div role="gridcell" className={table.comingBar} aria-label={t('ui.loading')} />
          </div>
        )
      case 'more':
        return (
          <div key={`more ${item.key}`} role="row" className={classes.more} style={style}>
            <div role="gridcell">
              <Button variant="subtle" size="compact-sm" onClick={item.load}>
                {t('group.more', { count: item.left })}
              </Button>
            </div>
          </div>
        )
    }
  }

  return (
    <>
      {more && more.groups > 0 && (
        <p role="status" className={classes.beyond}>
          {t('group.beyond', { shown: mostGroups, count: more.groups, records: more.records, many })}
        </p>
      )}
      <GridFrame
        scroller={scroller}
        label={`${typeLabel(type).many}, ${t('group.by', { field: inText(fieldLabel(field)) })}`}
        active={grid.active}
        height={virtual.getTotalSize()}
        type={type}
        layout={layout}
        onLayout={onLayout}
        columns={columns}
        width={width}
        rows={rows}
        selection={selection}
      >
        {virtual.getVirtualItems().map((at) => {
          const item = items[at.index]
          return item && line(item, at.start)
        })}
      </GridFrame>
    </>
  )
}

interface SumsProps {
  type: RecordType
  columns: readonly Placed[]
  sums: Readonly<Record<string, GroupSum>>
}

/** Under each column that can be added up, what a group's records come to. */
function Sums({ type, columns, sums }: SumsProps) {
  const manner = useManner()
  const fields = fieldsOf(type)
  return columns.slice(1).map(({ field, width }) => {
    const sum = sums[field]
    const declared = fields[field]
    return (
      <div key={field} role="gridcell" className={classes.sum} style={{ width }}>
        {sum && declared && <Sum of={sum} field={declared} manner={manner} />}
      </div>
    )
  })
}

function Sum({ of, field, manner }: { of: GroupSum; field: Field; manner: Manner }) {
  if (of.total === null)
    return of.number === null ? null : (
      <span>{field.type === 'duration' ? duration(of.number, manner) : number(of.number, manner)}</span>
    )
  if (of.money.length === 0) return null
  const each = of.money.map((one) => money(one, manner)).join(' + ')
  const whole = `${each} = ${money(of.total, manner)}`
  const left = of.unconverted.map((one) => money(one, manner)).join(' + ')
  // Where no rate is known for any of it, the amounts stand for themselves.
  if (of.unconverted.length === of.money.length) return <span title={t('group.noRate')}>{each}</span>
  const about = of.money.length > 1 || of.money[0]?.currency !== of.total.currency
  const { amount, currency } = of.total
  const rounded = about ? { amount: String(Math.round(Number(amount))), currency } : of.total
  const short = money(rounded, manner, 'compact')
  return (
    <span title={left ? t('group.without', { each: whole, left }) : whole}>
      {about ? t('board.total', { total: short }) : short}
      {left && <span className={classes.left}> {t('group.and', { left })}</span>}
    </span>
  )
}
