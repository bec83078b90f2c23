import { Button } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { useCallback, useState } from 'react'
import { meeting, task } from '../../contract/customer/activities.ts'
import type { DayItem } from '../../contract/sales/my-day.ts'
import { addressOf } from '../records/address.ts'
import { useChanges } from '../records/changes.ts'
import { messageOf } from '../shell/api.ts'
import { useLiveEvents } from '../shell/live.ts'
import { useShortcuts } from '../shell/shortcuts.ts'
import { t } from '../text/t.ts'
import { Card } from '../ui/card.tsx'
import { KeyHint } from '../ui/key-hint.tsx'
import { CardSkeleton } from '../ui/skeleton.tsx'
import { dayKey, dayQuery, groupOf, recordOf } from './day-api.ts'
import type { DayForm } from './day-api.ts'
import { DayRow } from './day-row.tsx'
import { NothingToDo } from './nothing-to-do.tsx'
import classes from './today.module.css'

/** How many are shown at first, and at all: who has more to do than that begins at the top. */
const [first, most] = [60, 200]

interface DayListProps {
  /** Opens an item beside the list. */
  onOpen: (item: DayItem) => void
  onForm: (item: DayItem, form: DayForm) => void
}

/** What needs the member now, in one order, to be worked off by keys. What is dealt with leaves, and the next is at hand. */
export function DayList({ onOpen, onForm }: DayListProps) {
  const queries = useQueryClient()
  const navigate = useNavigate()
  const [limit, setLimit] = useState(first)
  const { data, error } = useQuery(dayQuery(limit))
  const tasks = useChanges(task)
  const meetings = useChanges(meeting)
  const [at, setAt] = useState(0)
  useLiveEvents(useCallback(() => void queries.invalidateQueries({ queryKey: dayKey }), [queries]))
  const items = data?.data ?? []
  // What was dealt with is gone, and what came after it stands in its place.
  const active = Math.min(at, items.length - 1)
  const current = items[active]
  const [byKeys, setByKeys] = useState(false)

  const move = (by: number) => {
    setByKeys(true)
    setAt(Math.max(0, Math.min(items.length - 1, active + by)))
  }
  const finish = (item: DayItem) => {
    if (item.kind === 'task') void tasks.update(recordOf(item), { status: 'done' })
    else if (item.kind === 'meeting') void meetings.update(recordOf(item), { outcome: 'held' })
    else onForm(item, 'call')
  }
  const on = (run: (item: DayItem) => void) => () => {
    if (current) run(current)
  }
  // A meeting is not put off but moved, which stands beside.
  const postpone = (item: DayItem) => (item.kind === 'meeting' ? onOpen(item) : onForm(item, 'postpone'))
  useShortcuts(
    current
      ? [
          { keys: 'j', label: t('keys.down'), run: () => move(1) },
          { keys: 'k', label: t('keys.up'), run: () => move(-1) },
          { keys: 'enter', label: t('today.beside'), run: on(onOpen) },
          {
            keys: 'o',
            label: t('keys.open'),
            run: on((item) => void navigate({ to: addressOf(item.kind, item.id) })),
          },
          { keys: 'e', label: t('today.finish'), run: on(finish) },
          { keys: 's', label: t('today.postpone'), run: on(postpone) },
          { keys: 'c', label: t('today.call'), run: on((item) => onForm(item, 'call')) },
          { keys: 'n', label: t('today.note'), run: on((item) => onForm(item, 'note')) },
          { keys: 'p', label: t('today.next'), run: on((item) => onForm(item, 'next')) },
        ]
      : [],
  )

  return (
    <Card
      title={t('today.day')}
      aside={
        <Button component={Link} to={`/${task.plural}`} search={{ create: true } as never}>
          {t('today.newTask')}
        </Button>
      }
    >
      {error ? (
        <p className={classes.none}>{messageOf(error)}</p>
      ) : !data ? (
        <CardSkeleton lines={8} />
      ) : items.length === 0 ? (
        <NothingToDo />
      ) : (
        <>
          <ul>
            {items.map((item, index) => (
              <li key={`${item.reason} ${item.id}`}>
                {groupOf[item.reason] !== (items[index - 1] && groupOf[items[index - 1]!.reason]) && (
                  <h3 className={classes.heading} data-group={groupOf[item.reason]}>
                    {t(`today.group.${groupOf[item.reason]}`)}
                  </h3>
                )}
                <DayRow
                  item={item}
                  active={index === active}
                  focused={byKeys && index === active}
                  onActive={() => setAt(index)}
                  onOpen={() => onOpen(item)}
                  onFinish={() => finish(item)}
                  onForm={(form) => onForm(item, form)}
                />
              </li>
            ))}
          </ul>
          {data.next !== null && limit < most && (
            <Button variant="subtle" onClick={() => setLimit(most)}>
              {t('today.more')}
            </Button>
          )}
          <p className={classes.keys} aria-hidden>
            <KeyHint keys="j" /> <KeyHint keys="k" /> · <KeyHint keys="e" /> {t('today.finish')} ·{' '}
            <KeyHint keys="s" /> {t('today.postpone')} · <KeyHint keys="c" /> {t('today.call')} ·{' '}
            <KeyHint keys="n" /> {t('today.note')} · <KeyHint keys="p" /> {t('today.next')}
          </p>
        </>
      )}
    </Card>
  )
}
