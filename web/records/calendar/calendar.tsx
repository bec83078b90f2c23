import '@mantine/core/styles/FloatingIndicator.layer.css'
import '@mantine/core/styles/SegmentedControl.layer.css'
import { ActionIcon, Button, SegmentedControl, Select } from '@mantine/core'
import { IconChevronLeft, IconChevronRight, IconPlus } from '@tabler/icons-react'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react'
import { isDated } from '../../../contract/records/groups.ts'
import type { RecordType } from '../../../contract/records/record-type.ts'
import type { AnyRecord } from '../../../contract/records/value.ts'
import { addDays, dayOf } from '../../../contract/values/day.ts'
import { messageOf } from '../../shell/api.ts'
import { useMay } from '../../shell/session.tsx'
import { useShortcuts } from '../../shell/shortcuts.ts'
import { fieldLabel, inText, typeLabel } from '../../text/labels.ts'
import { t } from '../../text/pages.ts'
import { useManner } from '../../ui/manner.tsx'
import { useNow } from '../../ui/use-now.ts'
import { useChanges } from '../changes.ts'
import { both } from '../filter-tree.ts'
import { listQuery } from '../record-api.ts'
import { ExpandedContext } from '../titles.ts'
import { calendarFields, isWritable } from '../view.ts'
import type { CalendarOf, Layout } from '../view.ts'
import classes from './calendar.module.css'
import { DayCell } from './day-cell.tsx'
import { begunOn, dayIn, daysShown, fieldsMoved, filterOf, movedTo, stepped } from './days.ts'
import { Entry } from './entry.tsx'

/** Pages that are read of one month or week: beyond them it says so. */
const mostPages = 5
const shownInMonth = 4

interface CalendarProps {
  type: RecordType
  layout: Layout
  calendar: CalendarOf
  onLayout: (change: Partial<Layout>) => void
  q: string
  /** A day in what is shown. */
  day: string | undefined
  onDay: (day: string) => void
  onPreview: (id: string | null) => void
  onCreate: (values: Record<string, unknown>) => void
  glowing: ReadonlySet<string>
  phone: boolean
}

/** Records on their days: a month or a week of them, moved by mouse, finger or keyboard. */
export default function Calendar(props: CalendarProps) {
  const { type, layout, calendar, onLayout, q, onDay, onPreview, glowing, phone } = props
  const { field, span } = calendar
  const declared = type.fields[field]
  const manner = useManner()
  const { zone, locale, firstDay = 1 } = manner
  const may = useMay(type.name)
  const { update } = useChanges(type)
  const grid = useRef<HTMLDivElement>(null)
  const today = dayOf(useNow().toISOString(), zone)
  const day = props.day ?? today
  const days = useMemo(() => daysShown(day, span, firstDay), [day, span, firstDay])
  const [focused, setFocused] = useState(day)
  const walking = useRef(false)
  const enters = days.includes(focused) ? focused : days.includes(today) ? today : days[0]

  // Days say little below a day.
  const others = layout.columns
    .map((column) => column.field)
    .filter((name) => type.fields[name] && !isDated(type.fields[name]))
  const shown = span === 'week' || phone ? others.slice(0, 2) : []
  const list = useInfiniteQuery(
    listQuery(type, {
      filter: both(layout.filter, filterOf(type, field, days[0]!, addDays(days.at(-1)!, 1), zone)),
      sort: field,
      fields: [...new Set([...fieldsMoved(type, field), ...others.slice(0, 2)])],
      ...(q && { q }),
    }),
  )
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = list
  const pages = list.data?.pages
  const read = pages?.length ?? 0
  useEffect(() => {
    if (hasNextPage && !isFetchingNextPage && read < mostPages) void fetchNextPage()
  }, [hasNextPage, isFetchingNextPage, fetchNextPage, read])
  const records = useMemo(() => pages?.flatMap((page) => page.data) ?? [], [pages])
  const byDay = useMemo(
    () => Map.groupBy(records, (record) => dayIn(type, record, field, zone)),
    [records, type, field, zone],
  )
  const expanded = useMemo(
    () => Object.assign({}, ...(pages ?? []).map((page) => page.expanded ?? {})) as Record<string, AnyRecord>,
    [pages],
  )

  const create =
    may('create') && declared && isWritable(declared)
      ? (on: string) => props.onCreate({ [field]: begunOn(type, field, on, zone) })
      : null
  const move = (record: AnyRecord, to: string) => {
    if (dayIn(type, record, field, zone) !== to) void update(record, movedTo(type, record, field, to, zone))
  }
  const go = (by: number) => onDay(stepped(day, span, by))
  useShortcuts([
    { keys: 'pagedown', label: t('calendar.next'), run: () => go(1) },
    { keys: 'pageup', label: t('calendar.previous'), run: () => go(-1) },
    { keys: 'escape', label: t('keys.leave'), run: () => onPreview(null) },
  ])

  const words = (on: string, options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(locale, { timeZone: 'UTC', ...options }).format(new Date(`${on}T00:00:00Z`))
  const dayLabel = (on: string) => {
    const count = byDay.get(on)?.length ?? 0
    const long = words(on, { weekday: 'long', day: 'numeric', month: 'long' })
    return count > 0 ? t('calendar.day', { day: long, count }) : long
  }
  const entry = (on: string) => (record: AnyRecord) => (
    <Entry
      key={record.id}
      type={type}
      record={record}
      field={field}
      day={on}
      shown={shown}
      movable={declared !== undefined && isWritable(declared) && may('edit', record)}
      onMove={move}
      onPreview={onPreview}
      glow={glowing.has(record.id)}
    />
  )

  // As soon as the day is there, so that the next key is struck on it.
  useLayoutEffect(() => {
    const to = walking.current && grid.current?.querySelector<HTMLElement>(`[data-day="${focused}"]`)
    if (!to) return
    walking.current = false
    to.focus()
  })

  /** The focus goes from day to day, and beyond what is shown to the next or the one before. */
  const walk = (by: number) => {
    const to = addDays(enters!, by)
    setFocused(to)
    if (!days.includes(to)) onDay(to)
    walking.current = true
  }
  const steps: Record<string, number> = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 }
  const onKeyDown = (event: React.KeyboardEvent) => {
    if ((event.target as Element).getAttribute('role') !== 'gridcell') return
    const step = steps[event.key]
    if (step !== undefined) walk(step)
    else if (event.key === 'Enter' && create) create(enters!)
    else return
    event.preventDefault()
    event.stopPropagation()
  }

  const weeks = Array.from({ length: days.length / 7 }, (_, week) => days.slice(week * 7, week * 7 + 7))
  const title =
    span === 'month'
      ? words(day, { month: 'long', year: 'numeric' })
      : new Intl.DateTimeFormat(locale, {
          timeZone: 'UTC',
          day: 'numeric',
          month: 'long',
          year: 'numeric',
        }).formatRange(new Date(`${days[0]}T00:00:00Z`), new Date(`${days.at(-1)}T00:00:00Z`))
  const fields = calendarFields(type)
  const many = inText(typeLabel(type).many)
  return (
    <ExpandedContext value={expanded}>
      <div className={classes.bar}>
        <h2 className={classes.month} aria-live="polite">
          {title}
        </h2>
        <ActionIcon aria-label={t('calendar.previous')} onClick={() => go(-1)}>
          <IconChevronLeft size={16} aria-hidden />
        </ActionIcon>
        <Button onClick={() => onDay(today)}>{t('calendar.today')}</Button>
        <ActionIcon aria-label={t('calendar.next')} onClick={() => go(1)}>
          <IconChevronRight size={16} aria-hidden />
        </ActionIcon>
        <SegmentedControl
          aria-label={t('calendar.span')}
          data={[
            { value: 'month', label: t('calendar.month') },
            { value: 'week', label: t('calendar.week') },
          ]}
          value={span}
          onChange={(to) => onLayout({ calendar: { ...calendar, span: to } })}
        />
        {fields.length > 1 && (
          <Select
            className={classes.by ?? ''}
            aria-label={t('calendar.by')}
            data={fields.map(([name, of]) => ({ value: name, label: fieldLabel(of) }))}
            allowDeselect={false}
            value={field}
            onChange={(name) => name && onLayout({ calendar: { ...calendar, field: name } })}
          />
        )}
      </div>
      {list.isError && (
        <p role="alert" className={classes.told}>
          {messageOf(list.error)}
        </p>
      )}
      {hasNextPage && read >= mostPages && (
        <p role="status" className={classes.told}>
          {t('calendar.beyond', { count: records.length, many })}
        </p>
      )}
      {phone ? (
        <div className={classes.agenda}>
          {days
            .filter((on) => span === 'week' || on.startsWith(day.slice(0, 7)))
            .filter((on) => span === 'week' || on === today || byDay.has(on))
            .map((on) => (
              <section
                key={on}
                className={classes.agendaDay}
                aria-label={dayLabel(on)}
                data-today={on === today || undefined}
              >
                <header>
                  <h3>{words(on, { weekday: 'short', day: 'numeric', month: 'short' })}</h3>
                  {create && (
                    <ActionIcon
                      aria-label={t('calendar.createOn', {
                        day: words(on, { day: 'numeric', month: 'long' }),
                      })}
                      onClick={() => create(on)}
                    >
                      <IconPlus size={16} aria-hidden />
                    </ActionIcon>
                  )}
                </header>
                {(byDay.get(on) ?? []).map(entry(on))}
              </section>
            ))}
          {!list.isPending && records.length === 0 && (
            <p className={classes.told}>{t('calendar.none', { many })}</p>
          )}
        </div>
      ) : (
        <div
          ref={grid}
          role="grid"
          tabIndex={-1}
          aria-label={t('calendar.label', { many, period: title })}
          className={classes.grid}
          data-span={span}
          onKeyDown={onKeyDown}
        >
          <div role="row" className={classes.heads}>
            {days.slice(0, 7).map((on) => (
              <span key={on} role="columnheader" aria-label={words(on, { weekday: 'long' })}>
                {words(on, { weekday: 'short' })}
              </span>
            ))}
          </div>
          {weeks.map((week) => (
            <div key={week[0]} role="row" className={classes.week}>
              {week.map((on) => (
                <DayCell
                  key={on}
                  day={on}
                  typeName={type.name}
                  label={dayLabel(on)}
                  number={String(Number(on.slice(8)))}
                  entries={byDay.get(on) ?? []}
                  most={span === 'month' ? shownInMonth : null}
                  today={on === today}
                  other={span === 'month' && !on.startsWith(day.slice(0, 7))}
                  focused={on === enters}
                  onFocus={() => setFocused(on)}
                  onDrop={(record) => move(record, on)}
                  onCreate={create && (() => create(on))}
                  render={entry(on)}
                />
              ))}
            </div>
          ))}
        </div>
      )}
    </ExpandedContext>
  )
}
