import { autoScrollForElements } from '@atlaskit/pragmatic-drag-and-drop-auto-scroll/element'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import type { InfiniteData } from '@tanstack/react-query'
import { Select } from '@mantine/core'
import type { Filter } from '../../contract/records/filter.ts'
import type { RecordType } from '../../contract/records/record-type.ts'
import type { Page } from '../../contract/records/routes.ts'
import type { AnyRecord } from '../../contract/records/value.ts'
import { useMay } from '../shell/session.tsx'
import { fieldLabel, inText } from '../text/labels.ts'
import { t } from '../text/pages.ts'
import { RowsSkeleton } from '../ui/skeleton.tsx'
import { BoardColumn } from './board-column.tsx'
import { onCards } from './cells.ts'
import { useBoardColumns } from './board-columns.ts'
import type { ColumnHead } from './board-columns.ts'
import classes from './board.module.css'
import { useChanges } from './changes.ts'
import { both } from './filter-tree.ts'
import { listQuery, summaryQuery } from './record-api.ts'
import type { Listing } from './record-api.ts'
import { isWritable, moneyOf } from './view.ts'
import type { Layout } from './view.ts'

interface BoardProps {
  type: RecordType
  layout: Layout
  q: string
  onPreview: (id: string | null) => void
  glowing: ReadonlySet<string>
}

/** A card held near the edge moves the board. */
const scrolling = (element: HTMLDivElement | null) =>
  element ? autoScrollForElements({ element }) : undefined

/** Fields that a card shows, in the order of the table's columns. */
const cardFields = (type: RecordType, layout: Layout): string[] => {
  const money = moneyOf(type)
  const marks = onCards(type.name).filter((name) => type.fields[name])
  const others = layout.columns
    .map(({ field }) => field)
    .filter((name) => name !== layout.board && name !== money && type.fields[name] && !marks.includes(name))
  return [...new Set([...(money ? [money] : []), ...others.slice(0, 2), ...marks])]
}

/** Records as cards in a column for each value of a field, moved by mouse, finger or the "Move to…" menu. */
export default function Board({ type, layout, q, onPreview, glowing }: BoardProps) {
  const by = layout.board ?? ''
  const field = type.fields[by]
  const money = moneyOf(type)
  const queries = useQueryClient()
  const { update } = useChanges(type)
  const may = useMay(type.name)
  const heads = useBoardColumns(type, by)
  const narrowed: Filter | null = both(layout.filter, heads.narrowing)
  const summary = useQuery(summaryQuery(type, by, money, narrowed, q))

  if (!field || !heads.columns) return <RowsSkeleton />

  const listingOf = (key: string | null): Listing => ({
    filter: both(narrowed, key === null ? { field: by, op: 'empty' } : { field: by, op: 'is', value: key }),
    sort: layout.sort,
    fields: [by, ...cardFields(type, layout)],
    ...(q && { q }),
  })

  const move = async (record: AnyRecord, to: ColumnHead) => {
    if (record[by] === to.value) return
    // The card stands in its new column at once; its old one leaves it out by its value.
    queries.setQueryData<InfiniteData<Page>>(listQuery(type, listingOf(to.key)).queryKey, (list) => {
      const [first, ...rest] = list?.pages ?? []
      if (!list || !first) return list
      const others = first.data.filter(({ id }) => id !== record.id)
      return { ...list, pages: [{ ...first, data: [record, ...others] }, ...rest] }
    })
    await update(record, { [by]: to.value })
  }

  return (
    <>
      {heads.scopes && heads.scopes.length > 1 && (
        <div className={classes.scope}>
          <Select
            aria-label={heads.scopeLabel}
            data={heads.scopes.map(({ id, title }) => ({ value: id, label: title }))}
            allowDeselect={false}
            value={heads.scope}
            onChange={heads.setScope}
          />
        </div>
      )}
      <div
        ref={scrolling}
        className={classes.board}
        role="group"
        aria-label={t('board.by', { field: inText(fieldLabel(field)) })}
      >
        {heads.columns.map((head) => (
          <BoardColumn
            key={head.key ?? ''}
            type={type}
            by={by}
            head={head}
            heads={heads.columns ?? []}
            listing={listingOf(head.key)}
            fields={cardFields(type, layout)}
            group={summary.data?.groups.find((group) => group.key === head.key)}
            canMove={(record) => isWritable(field) && may('edit', record)}
            onMove={(record, to) => void move(record, to)}
            onPreview={onPreview}
            glowing={glowing}
          />
        ))}
      </div>
    </>
  )
}
