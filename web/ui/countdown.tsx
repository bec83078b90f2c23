import { t } from '../text/t.ts'
import classes from './countdown.module.css'
import { clock, day, dayIn, duration } from './format.ts'
import { useManner } from './manner.tsx'
import { useNow } from './use-now.ts'

interface CountdownProps {
  by: string
  /** From when on it is urgent. */
  warnAt: string | null
  /** When it was met; nothing runs any more. */
  metAt?: string | null
}

/** How long is left until something is due: urgent in colour and weight, late in red, each said in words as well. */
export function Countdown({ by, warnAt, metAt = null }: CountdownProps) {
  const manner = useManner()
  const now = useNow()
  const left = (Date.parse(by) - (metAt ? Date.parse(metAt) : now.getTime())) / 1000
  const state = metAt
    ? 'met'
    : left < 0
      ? 'late'
      : warnAt && Date.parse(warnAt) <= now.getTime()
        ? 'urgent'
        : 'calm'
  const onDay = dayIn(by, manner)
  // Over a night or a weekend nobody counts hours: then the moment says more.
  const when = onDay === dayIn(now, manner) ? '' : `${day(onDay, manner)} ${clock(by, manner)}`
  const inMinutes = (seconds: number) => duration(Math.max(60, Math.floor(seconds / 60) * 60), manner)
  const said = metAt
    ? left < 0
      ? t('due.metLate', { time: inMinutes(-left) })
      : t('due.met')
    : left < 0
      ? t('due.late', { time: inMinutes(-left) })
      : when
        ? t('due.by', { when })
        : t('due.left', { time: inMinutes(left) })
  return (
    <span
      className={classes.countdown}
      data-state={state}
      title={`${day(onDay, manner)} ${clock(by, manner)}`}
    >
      {said}
    </span>
  )
}
