import type { Import } from '../../../contract/records/import.ts'
import { inText, typeLabel } from '../../text/labels.ts'
import { t } from '../../text/seldom.ts'
import { Card } from '../../ui/card.tsx'
import { duration } from '../../ui/format.ts'
import { useManner } from '../../ui/manner.tsx'
import classes from './import.module.css'
import { targetTypeOf } from './target-types.ts'

/** How far an import, or the undoing of one, has come, how fast it goes, and how long it will take. */
export function Progress({ of: one }: { of: Import }) {
  const manner = useManner()
  const pass = one.passes[one.atPass]
  const undoing = one.state === 'undoing'
  const total = undoing ? (one.undo?.total ?? 0) : one.total
  const done = undoing ? (one.undo?.done ?? 0) : one.done
  const waiting = done === 0 && one.rowsPerSecond === null
  return (
    <Card>
      <progress
        className={classes.progress}
        max={Math.max(1, total)}
        value={done}
        aria-label={t(`import.state.${one.state}`)}
      />
      <div className={classes.spread}>
        <span className={classes.grow}>
          {waiting
            ? t('import.waitingToBegin')
            : t(undoing ? 'import.undoProgress' : 'import.progress', { done, total })}
          {!undoing && !waiting && pass && (
            <span className={classes.muted}>
              {' '}
              ·{' '}
              {t('import.nowReading', {
                file: pass.name,
                many: inText(typeLabel(targetTypeOf(pass.recordType)).many),
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
