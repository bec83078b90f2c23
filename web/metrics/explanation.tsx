import { Button } from '@mantine/core'
import type { MetricDefinition } from '../../contract/metrics/metric.ts'
import type { MetricAnswer } from '../../contract/metrics/routes.ts'
import { inText } from '../text/labels.ts'
import { t } from '../text/seldom.ts'
import { Line } from '../ui/card.tsx'
import { number } from '../ui/format.ts'
import { useManner } from '../ui/manner.tsx'
import { formulaOf, written } from './figures.ts'
import classes from './explanation.module.css'

interface ExplanationProps {
  definition: MetricDefinition
  answer: MetricAnswer
  onRecords: (which: 'all' | 'out') => void
}

/** From the formula to the records: what the figure is, with this period's numbers, and what it leaves out. */
export function Explanation({ definition, answer, onRecords }: ExplanationProps) {
  const manner = useManner()
  const leftOut = answer.leftOut.reduce((sum, { n }) => sum + n, 0)
  return (
    <div className={classes.explanation}>
      <p className={classes.definition}>{definition.definition}</p>
      <p className={classes.formula}>{formulaOf(definition, answer, manner)}</p>
      {answer.mean != null && (
        <p className={classes.definition}>
          {t('metrics.meanAndP90', {
            mean: written(answer.mean, definition.unit, manner, 'full'),
            p90: written(answer.p90 ?? answer.mean, definition.unit, manner, 'full'),
          })}
        </p>
      )}
      <div>
        {answer.beside?.map(({ key, label, unit, value }) => (
          <Line key={key} label={label}>
            {written(value, unit, manner, 'full')}
          </Line>
        ))}
        {answer.age && (
          <Line label={t('metrics.age')}>
            {t('metrics.ageDays', { youngest: answer.age.youngest, oldest: answer.age.oldest })}
          </Line>
        )}
        {definition.anchor && <Line label={t('metrics.anchor')}>{definition.anchor}</Line>}
        {answer.leftOut.map(({ reason, label, n }) => (
          <Line key={reason} label={`${t('metrics.leftOut')}: ${inText(label)}`}>
            {number(n, manner)}
          </Line>
        ))}
        {leftOut === 0 && <Line label={t('metrics.leftOut')}>{t('metrics.leftOutNone')}</Line>}
      </div>
      <div className={classes.actions}>
        {answer.n > 0 && (
          <Button onClick={() => onRecords('all')}>{t('metrics.records', { count: answer.n })}</Button>
        )}
        {leftOut > 0 && (
          <Button variant="subtle" onClick={() => onRecords('out')}>
            {t('metrics.leftOut')}: {number(leftOut, manner)}
          </Button>
        )}
      </div>
    </div>
  )
}
