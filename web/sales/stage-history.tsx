import type { DealStage } from '../../contract/sales/deal-stages.ts'
import { t } from '../text/t.ts'
import { day, dayIn } from '../ui/format.ts'
import { useManner } from '../ui/manner.tsx'
import classes from './deal-head.module.css'

/** Each stay in a stage, the latest first: from when to when, how long, and who moved it there. */
export function StageHistory({ stays }: { stays: readonly DealStage[] }) {
  const manner = useManner()
  if (stays.length === 0) return null
  const dayOf = (moment: string) => day(dayIn(moment, manner), manner)
  const when = ({ enteredAt, leftAt, status }: DealStage) => {
    const from = dayOf(enteredAt)
    if (leftAt)
      return from === dayOf(leftAt)
        ? t('deal.on', { day: from })
        : t('deal.historyEntry', { from, to: dayOf(leftAt) })
    return t(status === 'open' ? 'deal.since' : 'deal.on', { day: from })
  }
  return (
    <details className={classes.history}>
      <summary>{t('deal.history')}</summary>
      <ul>
        {stays.toReversed().map((stay) => (
          <li key={`${stay.enteredAt} ${stay.stage}`} className={classes.stay}>
            <span className={classes.stayName}>{stay.name}</span>
            <span className={classes.stayDays}>
              {stay.days === null
                ? ''
                : stay.days < 1
                  ? t('deal.underADay')
                  : t('deal.days', { count: Math.floor(stay.days) })}
            </span>
            <span className={classes.stayWhen}>
              {when(stay)} {stay.actor && t('deal.by', { who: stay.actor })}
            </span>
          </li>
        ))}
      </ul>
    </details>
  )
}
