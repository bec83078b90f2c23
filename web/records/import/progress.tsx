import { recordTypeOf } from '../../../contract/record-types.ts'
import type { Import } from '../../../contract/records/import.ts'
import { t } from '../../text/t.ts'
import { Card } from '../../ui/card.tsx'
import { duration } from '../../ui/format.ts'
import { useManner } from '../../ui/manner.tsx'
import classes from './import.module.css'

/** How far an import has come, how fast it goes, and how long it will take. */
export function Progress({ of: one }: { of: Import }) {
  const manner = useManner()
  const pass = one.passes[one.atPass]
  const begun = one.state === 'running' || one.state === 'checking'
  return (
    <Card>
      <progress
        className={classes.progress}
        max={Math.max(1, one.total)}
        value={begun ? one.done : 0}
        aria-label={t(`import.state.${one.state}`)}
      />
      <div className={classes.spread}>
        <span className={classes.grow}>
          {begun ? t('import.progress', { done: one.done, total: one.total }) : t('import.waitingToBegin')}
          {begun && pass && (
            <span className={classes.muted}>
              {' '}
              ·{' '}
              {t('import.nowReading', {
                file: pass.name,
                many: recordTypeOf(pass.recordType).label.many.toLowerCase(),
              })}
            </span>
          )}
        </span>
        <span className={classes.figure}>
          {one.rowsPerSecond !== null && t('import.rate', { rate: one.rowsPerSecond })}
          {one.secondsLeft !== null &&
            ` · ${t('import.timeLeft', { time: duration(one.secondsLeft, manner) })}`}
        </span>
      </div>
    </Card>
  )
}
