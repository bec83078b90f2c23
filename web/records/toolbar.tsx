import { Button, Menu, TextInput } from '@mantine/core'
import { useDebouncedCallback } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { lazy, Suspense, useEffect, useRef, useState } from 'react'
import { urlOf } from '../../contract/http/client.ts'
import type { RecordType } from '../../contract/records/record-type.ts'
import type { ExportFormat } from '../../contract/records/routes.ts'
import type { ListSearch } from '../shell/list-search.ts'
import { useMay } from '../shell/session.tsx'
import { useShortcuts } from '../shell/shortcuts.ts'
import { fieldLabel, inText, typeLabel } from '../text/labels.ts'
import { t } from '../text/pages.ts'
import { number } from '../ui/format.ts'
import { KeyHint } from '../ui/key-hint.tsx'
import { useManner } from '../ui/manner.tsx'
import { ColumnsMenu } from './columns-menu.tsx'
import { conditionsIn } from './filter-tree.ts'
import { GroupMenu } from './group-menu.tsx'
import classes from './list-page.module.css'
import { countedAtMost, countQuery, queryOf, routesOf } from './record-api.ts'
import type { Listing } from './record-api.ts'
import type { CurrentView } from './use-layout.ts'
import { boardFields, calendarFields } from './view.ts'
import type { Layout } from './view.ts'
import { ViewsMenu } from './views-menu.tsx'

const FilterBuilder = lazy(() => import('./filter-builder.tsx'))

interface ToolbarProps {
  type: RecordType
  layout: Layout
  onLayout: (change: Partial<Layout>) => void
  view: CurrentView
  listing: Listing
  q: string
  onQ: (q: string) => void
  onCreate: () => void
  phone: boolean
}

export function Toolbar({ type, layout, onLayout, view, listing, q, onQ, onCreate, phone }: ToolbarProps) {
  const may = useMay(type.name)
  const manner = useManner()
  const [filtering, setFiltering] = useState(false)
  const [written, setWritten] = useState(q)
  const find = useRef<HTMLInputElement>(null)
  const pass = useDebouncedCallback(onQ, 200)
  const { data: count } = useQuery(countQuery(type, listing))
  const many = inText(typeLabel(type).many)
  const conditions = layout.filter ? conditionsIn(layout.filter) : 0
  const byBoard = boardFields(type)

  // Cleared from outside, by the empty state: the field follows.
  const [lastQ, setLastQ] = useState(q)
  if (q !== lastQ) {
    setLastQ(q)
    if (q === '') setWritten('')
  }
  useEffect(() => {
    document.title = `${view.saved?.name ?? typeLabel(type).many} · Throughline`
  }, [view.saved, type])
  useShortcuts([{ keys: 'f', label: t('keys.filter'), run: () => setFiltering((open) => !open) }])

  const exportedAs = (format: ExportFormat) =>
    urlOf(routesOf(type).export, {
      query: { ...queryOf(type, listing), fields: ['title', ...listing.fields].join(','), format },
    })

  const counted = count !== undefined && (
    <span className={classes.count}>
      {count >= countedAtMost ? t('records.countCapped', { count }) : number(count, manner)}
    </span>
  )

  return (
    <div className={classes.toolbar}>
      <div className={classes.heading}>
        <ViewsMenu type={type} layout={layout} view={view} count={counted} />
      </div>
      <TextInput
        ref={find}
        className={classes.find}
        type="search"
        placeholder={t('records.search', { many })}
        aria-label={t('records.search', { many })}
        value={written}
        onChange={(event) => {
          setWritten(event.currentTarget.value)
          pass(event.currentTarget.value.trim())
        }}
      />
      <Suspense fallback={<Button disabled>{t('filter.title')}</Button>}>
        <FilterBuilder
          type={type}
          filter={layout.filter}
          onFilter={(filter) => onLayout({ filter })}
          opened={filtering}
          onOpened={setFiltering}
          label={conditions > 0 ? t('filter.count', { count: conditions }) : t('filter.title')}
        />
      </Suspense>
      {!phone && layout.show === 'table' && (
        <>
          <GroupMenu type={type} layout={layout} onLayout={onLayout} />
          <ColumnsMenu type={type} layout={layout} onLayout={onLayout} />
        </>
      )}
      {byBoard.length > 0 && (
        <Button
          onClick={() => onLayout({ show: layout.show === 'board' ? 'table' : 'board' })}
          rightSection={<KeyHint keys="b" />}
        >
          {layout.show === 'board' ? t('board.table') : t('board.show')}
        </Button>
      )}
      {calendarFields(type).length > 0 && (
        <Button onClick={() => onLayout({ show: layout.show === 'calendar' ? 'table' : 'calendar' })}>
          {layout.show === 'calendar' ? t('board.table') : t('calendar.show')}
        </Button>
      )}
      <Menu>
        <Menu.Target>
          <Button>{t('records.more')}</Button>
        </Menu.Target>
        <Menu.Dropdown>
          {layout.show === 'board' && byBoard.length > 1 && (
            <>
              <Menu.RadioGroup value={layout.board} onChange={(board) => onLayout({ board })}>
                {byBoard.map(([name, field]) => (
                  <Menu.RadioItem key={name} value={name}>
                    {t('board.by', { field: inText(fieldLabel(field)) })}
                  </Menu.RadioItem>
                ))}
              </Menu.RadioGroup>
              <Menu.Divider />
            </>
          )}
          {may('export') && (
            <>
              <Menu.Item component="a" href={exportedAs('csv')} download>
                {t('records.export')}
              </Menu.Item>
              <Menu.Item component="a" href={exportedAs('xlsx')} download>
                {t('lists.exportXlsx')}
              </Menu.Item>
            </>
          )}
          <Menu.Item
            component={Link}
            to={`/print/${type.plural}`}
            search={((before: ListSearch) => ({ ...before, ...(q && { q }) })) as never}
          >
            {t('print.print')}
          </Menu.Item>
          {(type.name === 'person' || type.name === 'lead') && (
            <Menu.Item
              component={Link}
              to="/call-queue/new"
              search={
                {
                  type: type.name,
                  ...(layout.filter && { filter: JSON.stringify(layout.filter) }),
                  ...(q && { q }),
                } as never
              }
            >
              {t('lists.callList')}
            </Menu.Item>
          )}
          {may('edit') && (
            <Menu.Item component={Link} to="/bulk-edits">
              {t('bulk.list')}
            </Menu.Item>
          )}
          <Menu.Item component={Link} to="/bin" search={{ type: type.name } as never}>
            {t('records.bin')}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {may('create') && (
        <Button
          variant="filled"
          className={classes.create}
          onClick={onCreate}
          rightSection={<KeyHint keys="c" />}
        >
          {t('records.new', { type: inText(typeLabel(type).one) })}
        </Button>
      )}
    </div>
  )
}
