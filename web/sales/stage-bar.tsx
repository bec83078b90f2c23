import type { AnyRecord } from '../../contract/records/value.ts'
import type { DealStage } from '../../contract/sales/deal-stages.ts'
import { t } from '../text/t.ts'
import { ofKind } from './closing.ts'
import classes from './deal-head.module.css'

interface StageBarProps {
  deal: AnyRecord
  stages: readonly AnyRecord[]
  stays: readonly DealStage[]
  onMove?: (stage: AnyRecord) => void
}

/** Days in a stage over all stays; whole ones, since nobody waits for hours here. */
const daysIn = (stays: readonly DealStage[], stage: string): number | null => {
  const known = stays.filter((stay) => stay.stage === stage && stay.days !== null)
  return known.length > 0 ? known.reduce((sum, stay) => sum + (stay.days ?? 0), 0) : null
}

/** The open stages from left to right, those behind filled; one click moves the deal. */
export function StageBar({ deal, stages, stays, onMove }: StageBarProps) {
  const status = String(deal['status'])
  const open = ofKind(stages, 'open')
  const here = open.findIndex(({ id }) => id === deal['stage'])
  const end = stages.find(({ id }) => id === deal['stage'] && here < 0)
  // A closed deal has been as far as its history says.
  const reached =
    status === 'won'
      ? open.length
      : here >= 0
        ? here
        : Math.max(-1, ...stays.map((stay) => open.findIndex(({ id }) => id === stay.stage)))
  return (
    <ol className={classes.bar} data-status={status} aria-label={t('deal.stages', { deal: deal.title })}>
      {open.map((stage, index) => {
        const days = daysIn(stays, stage.id)
        const current = index === here
        const content = (
          <>
            <span className={classes.stageName}>{stage.title}</span>
            <span className={classes.days}>
              {days === null
                ? ''
                : days < 1
                  ? t('deal.underADay')
                  : t('deal.days', { count: Math.floor(days) })}
            </span>
          </>
        )
        return (
          <li
            key={stage.id}
            className={classes.stage}
            data-reached={index <= reached || undefined}
            data-here={current || undefined}
          >
            {onMove && !current ? (
              <button
                type="button"
                title={t('deal.moveTo', { stage: stage.title })}
                onClick={() => onMove(stage)}
              >
                {content}
              </button>
            ) : (
              <span aria-current={current ? 'step' : undefined}>{content}</span>
            )}
          </li>
        )
      })}
      {end && (
        <li className={classes.stage} data-end={status}>
          <span aria-current="step">
            <span className={classes.stageName}>{end.title}</span>
          </span>
        </li>
      )}
    </ol>
  )
}
