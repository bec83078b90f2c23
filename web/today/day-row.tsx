import { Link } from '@tanstack/react-router'
import type { DayItem } from '../../contract/sales/my-day.ts'
import { addressOf } from '../records/address.ts'
import { t } from '../text/t.ts'
import { Countdown } from '../ui/countdown.tsx'
import { clock, day, dayIn, money, relative } from '../ui/format.ts'
import type { Manner } from '../ui/format.ts'
import { useManner } from '../ui/manner.tsx'
import { WingDot } from '../ui/wing.tsx'
import type { DayForm } from './day-api.ts'
import classes from './today.module.css'

interface DayRowProps {
  item: DayItem
  active: boolean
  onActive: () => void
  onOpen: () => void
  onFinish: () => void
  onForm: (form: DayForm) => void
}

/** One thing to do: what, about whom, and why now. */
export function DayRow({ item, active, onActive, onOpen, onFinish, onForm }: DayRowProps) {
  const manner = useManner()
  const about = [item.person, item.deal ?? item.company]
    .flatMap((one) => (one && one.title !== item.title ? [one.title] : []))
    .join(' · ')
  const ticks = item.kind === 'task' || item.kind === 'meeting'
  return (
    <div className={classes.task} data-active={active || undefined} onFocus={onActive}>
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
        data-main
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
        <Why item={item} manner={manner} />
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
function Why({ item: { reason, at, until }, manner }: { item: DayItem; manner: Manner }) {
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
        when: onDay === dayIn(new Date(), manner) ? clock(at, manner) : day(onDay, manner),
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
