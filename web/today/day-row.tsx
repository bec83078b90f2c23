import { Link } from '@tanstack/react-router'
import { useEffect, useRef } from 'react'
import type { DayItem } from '../../contract/sales/my-day.ts'
import { addressOf } from '../records/address.ts'
import { t } from '../text/t.ts'
import { Countdown } from '../ui/countdown.tsx'
import { clock, day, dayIn, money, relative } from '../ui/format.ts'
import type { Manner } from '../ui/format.ts'
import { useManner } from '../ui/manner.tsx'
import { useNow } from '../ui/use-now.ts'
import { WingDot } from '../ui/wing.tsx'
import type { DayForm } from './day-api.ts'
import classes from './today.module.css'

interface DayRowProps {
  item: DayItem
  active: boolean
  /** The keys have come to it: it takes the focus, also from what stood here and has left. */
  focused: boolean
  onActive: () => void
  onOpen: () => void
  onFinish: () => void
  onForm: (form: DayForm) => void
}

/** One thing to do: what, about whom, and why now. */
export function DayRow({ item, active, focused, onActive, onOpen, onFinish, onForm }: DayRowProps) {
  const manner = useManner()
  const today = dayIn(useNow(), manner)
  const about = [item.person, item.deal ?? item.company]
    .flatMap((one) => (one && one.title !== item.title ? [one.title] : []))
    .join(' · ')
  const main = useRef<HTMLAnchorElement>(null)
  useEffect(() => {
    if (focused) main.current?.focus()
  }, [focused])
  const ticks = item.kind === 'task' || item.kind === 'meeting'
  return (
    <div className={classes.task} data-active={active || undefined}>
      {ticks ? (
        <label className={classes.target}>
          <input
            type="checkbox"
            className={classes.check}
            aria-label={t(item.kind === 'task' ? 'today.complete' : 'today.held', { task: item.title })}
            checked={false}
            onChange={onFinish}
          />
        </label>
      ) : (
        <span className={classes.dot}>
          <WingDot wing="sales" />
        </span>
      )}
      <Link
        to={addressOf(item.kind, item.id)}
        ref={main}
        onFocus={onActive}
        className={classes.subject}
        onClick={(event) => {
          if (event.metaKey || event.ctrlKey || event.shiftKey) return
          event.preventDefault()
          onOpen()
        }}
      >
        {item.title}
      </Link>
      {about && <span className={classes.about}>{about}</span>}
      {item.amount && <span className={classes.when}>{money(item.amount, manner, 'compact')}</span>}
      {item.link && (
        <a className={classes.join} href={item.link} target="_blank" rel="noreferrer">
          {t('today.join')}
        </a>
      )}
      <span className={classes.why} data-late={item.reason === 'taskLate' || undefined}>
        <Why item={item} manner={manner} today={today} />
      </span>
      {item.kind !== 'meeting' && (
        <button type="button" className={classes.later} onClick={() => onForm('postpone')}>
          {t('today.postpone')}
        </button>
      )}
    </div>
  )
}

/** Why it is here, in a few words. */
function Why({
  item: { reason, at, until },
  manner,
  today,
}: {
  item: DayItem
  manner: Manner
  today: string
}) {
  const onDay = dayIn(at, manner)
  switch (reason) {
    case 'leadUrgent':
    case 'leadWaiting':
      return until === null ? (
        t('today.since', { when: relative(at, manner) })
      ) : (
        <Countdown by={at} warnAt={until} />
      )
    case 'taskLate':
      return t('today.due', {
        when: onDay === today ? clock(at, manner) : day(onDay, manner),
      })
    case 'meetingNow':
    case 'taskToday':
    case 'meetingToday':
      return clock(at, manner)
    case 'quoteViewed':
      return t('today.viewed', { when: relative(at, manner) })
    case 'quoteLapsing':
      return t('today.lapses', { day: day(onDay, manner) })
    case 'dealClosing':
      return t('today.closes', { day: day(onDay, manner) })
    case 'dealQuiet':
      return t('today.quiet', { day: day(onDay, manner) })
  }
}
