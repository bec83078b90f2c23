import { useInfiniteQuery } from '@tanstack/react-query'
import { useParams, useSearch } from '@tanstack/react-router'
import { useEffect, useMemo } from 'react'
import type { RecordType } from '../../../contract/records/record-type.ts'
import type { AnyRecord } from '../../../contract/records/value.ts'
import { messageOf } from '../../shell/api.ts'
import { NotFound } from '../../shell/error-page.tsx'
import type { ListSearch } from '../../shell/list-search.ts'
import { useTypeByPlural } from '../../shell/types.ts'
import { inText, typeLabel } from '../../text/labels.ts'
import { t } from '../../text/t.ts'
import { listQuery } from '../record-api.ts'
import { ExpandedContext } from '../titles.ts'
import { useLayout } from '../use-layout.ts'
import { arranged } from '../view.ts'
import classes from './print.module.css'
import { RecordsTable } from './records-table.tsx'
import { Sheet } from './sheet.tsx'

/** Pages of the list that are printed; of a longer one it says so. */
const mostPages = 10

export default function PrintList() {
  const { plural } = useParams({ strict: false })
  const type = useTypeByPlural(plural)
  return type ? <Listed type={type} /> : <NotFound />
}

/** A list as it is seen, for paper: its columns, filter and order. */
function Listed({ type }: { type: RecordType }) {
  const search = useSearch({ strict: false }) as ListSearch & { q?: string }
  const { layout, view } = useLayout(type, search)
  const names = arranged(layout.columns)
    .map(({ field }) => field)
    .filter((name) => name !== 'title')
  const list = useInfiniteQuery(
    listQuery(type, {
      filter: layout.filter,
      sort: layout.sort,
      fields: names,
      ...(search.q && { q: search.q }),
    }),
  )
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = list
  const pages = list.data?.pages
  const read = pages?.length ?? 0
  const reading = hasNextPage && read < mostPages
  useEffect(() => {
    if (reading && !isFetchingNextPage) void fetchNextPage()
  }, [reading, isFetchingNextPage, fetchNextPage])
  const records = useMemo(() => pages?.flatMap((page) => page.data) ?? [], [pages])
  const expanded = useMemo(
    () => Object.assign({}, ...(pages ?? []).map((page) => page.expanded ?? {})) as Record<string, AnyRecord>,
    [pages],
  )
  const many = typeLabel(type).many
  return (
    <ExpandedContext value={expanded}>
      <Sheet
        title={view.saved?.name ?? many}
        subtitle={t('records.count', { count: records.length, many: inText(many) })}
        ready={pages !== undefined && !reading}
      >
        {list.isError && <p role="alert">{messageOf(list.error)}</p>}
        <RecordsTable type={type} names={names} records={records} />
        {hasNextPage && !reading && (
          <p className={classes.told}>{t('print.beyond', { count: records.length, many: inText(many) })}</p>
        )}
      </Sheet>
    </ExpandedContext>
  )
}
