import { t } from '../../text/seldom.ts'
import { number, percent } from '../../ui/format.ts'
import { useManner } from '../../ui/manner.tsx'
import { metricOf } from '../definitions.ts'
import { useMetric } from '../use-metric.ts'
import { ReportCard } from './report-card.tsx'
import type { View } from './view.ts'
import classes from './reports.module.css'

const labels = [t('reports.qualified'), t('reports.opportunity'), t('reports.customer')]

/** What became of the leads that arrived: each step with its own rate, and the time that the cohort has had. */
export function LeadSteps({ view }: { view: View }) {
  const manner = useManner()
  const definition = metricOf('sales.lead-conversion')
  if (!definition) throw new Error('Lead conversion is a metric')
  const { period, grain, whose, today } = view
  const { answer, error } = useMetric(definition, period, grain, whose, today, 'source')
  const steps = [
    { label: t('reports.arrived'), count: answer?.n ?? 0, share: null as number | null },
    ...(answer?.beside ?? []).map(({ numerator, value }, at) => ({
      label: labels[at] ?? '',
      count: Number(numerator ?? 0),
      share: typeof value === 'number' ? value : null,
    })),
  ]
  const most = Math.max(1, steps[0]?.count ?? 0)
  return (
    <ReportCard
      title={t('reports.steps')}
      view={view}
      of={[{ definition, answer }]}
      error={error}
      csv={() => steps.map(({ label, count, share }) => [label, String(count), String(share ?? '')])}
    >
      {answer?.n === 0 ? (
        <p className={classes.hint}>{t('reports.noLeads')}</p>
      ) : (
        <ol className={classes.steps}>
          {steps.map(({ label, count, share }) => (
            <li key={label}>
              <span>{label}</span>
              <span className={classes.track} aria-hidden>
                <span className={classes.fill} style={{ width: `${(count / most) * 100}%` }} />
              </span>
              <span className={classes.value}>{number(count, manner)}</span>
              <span className={classes.same}>
                {share === null ? '' : t('reports.ofStep', { share: percent(share, manner) })}
              </span>
            </li>
          ))}
        </ol>
      )}
      {answer?.age && <p className={classes.hint}>{t('reports.stepsAge', answer.age)}</p>}
    </ReportCard>
  )
}
