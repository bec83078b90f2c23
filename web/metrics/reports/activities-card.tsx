import type { MetricSlug } from '../../../contract/metrics/metrics.ts'
import { t } from '../../text/seldom.ts'
import { number } from '../../ui/format.ts'
import { useManner } from '../../ui/manner.tsx'
import { metricOf } from '../definitions.ts'
import { useMetric } from '../use-metric.ts'
import { ReportCard } from './report-card.tsx'
import type { View } from './view.ts'
import classes from './reports.module.css'

const kinds = ['call', 'meeting', 'sent', 'received', 'note', 'task'] as const
const labels = {
  call: t('reports.calls'),
  meeting: t('reports.meetings'),
  sent: t('reports.emailsSent'),
  received: t('reports.emailsReceived'),
  note: t('reports.notes'),
  task: t('reports.tasks'),
}

/** How much was done on the deals that were won, and on those that were lost. */
export function ActivitiesCard({ view }: { view: View }) {
  const manner = useManner()
  const definition = metricOf('sales.activities-per-deal')
  if (!definition) throw new Error('Activities per deal is a metric')
  const { period, grain, whose, today } = view
  const { answer, error } = useMetric(definition, period, grain, whose, today)
  const of = (key: string) => {
    const value = answer?.beside?.find((one) => one.key === key)?.value
    return typeof value === 'number' ? value : null
  }
  const rows = [
    ...kinds.map((kind) => ({
      kind: kind as string,
      label: labels[kind],
      won: of(`won-${kind}`),
      lost: of(`lost-${kind}`),
    })),
    {
      kind: null,
      label: t('reports.everything'),
      won: typeof answer?.value === 'number' ? answer.value : null,
      lost: of('lost'),
    },
  ]
  const most = Math.max(1, ...rows.flatMap(({ won, lost }) => [won ?? 0, lost ?? 0]))
  const bar = (value: number | null, className: string | undefined, records: string | null, what: string) => (
    <td className={classes.barred}>
      <span className={classes.track} aria-hidden>
        <span className={className} style={{ width: `${((value ?? 0) / most) * 100}%` }} />
      </span>
      {records !== null && value ? (
        <button
          type="button"
          className={classes.value}
          aria-label={t('reports.show', { what, figure: number(value, manner, 1) })}
          onClick={() => view.open(definition.slug as MetricSlug, records)}
        >
          {number(value, manner, 1)}
        </button>
      ) : (
        <span className={classes.value}>{number(value, manner, 1)}</span>
      )}
    </td>
  )
  const part = (kind: string | null, status: 'won' | 'lost') => kind && `part:${status}-${kind}`
  const heads = [t('reports.activityKind'), t('reports.perWon'), t('reports.perLost')]
  return (
    <ReportCard
      title={t('reports.activities')}
      view={view}
      of={[{ definition, answer }]}
      error={error}
      csv={() => [
        heads,
        ...rows.map(({ label, won, lost }) => [label, String(won ?? ''), String(lost ?? '')]),
      ]}
    >
      <table className={classes.table}>
        <thead>
          <tr>
            {heads.map((head) => (
              <th key={head} scope="col">
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ kind, label, won, lost }) => (
            <tr key={label}>
              <th scope="row">{label}</th>
              {bar(won, classes.fill, part(kind, 'won'), `${label}, ${heads[1]}`)}
              {bar(lost, classes.pale, part(kind, 'lost'), `${label}, ${heads[2]}`)}
            </tr>
          ))}
        </tbody>
      </table>
    </ReportCard>
  )
}
