import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import type { MetricSlug } from '../../../contract/metrics/metrics.ts'
import { useShortcuts } from '../../shell/shortcuts.ts'
import { t } from '../../text/seldom.ts'
import { useManner } from '../../ui/manner.tsx'
import { PageHeader } from '../../ui/page-header.tsx'
import { Page } from '../../ui/page.tsx'
import { BehindPanel } from '../behind-panel.tsx'
import { Controls } from '../controls.tsx'
import { metricOf } from '../definitions.ts'
import { metricQuery, metricsQuery, type Behind } from '../metric-api.ts'
import { useFreshFigures, useSubtitle } from '../metrics-page.tsx'
import { grainFor, periodName } from '../period.ts'
import type { ReportsSearch } from '../search.ts'
import { useAsked } from '../use-metric.ts'
import { ActivitiesCard } from './activities-card.tsx'
import { CutCard } from './cut-card.tsx'
import { LeaderBoard } from './leader-board.tsx'
import { LeadSteps } from './lead-steps.tsx'
import { StageFunnel } from './stage-funnel.tsx'
import { StatCard, VelocityCard } from './stat-card.tsx'
import type { View } from './view.ts'
import classes from './reports.module.css'

/** What a win rate is worth breaking down by. A further one of deals only has to be named here. */
const winRateBy = [
  'source',
  'channel',
  'segment',
  'competitor',
  'company.sizeBand',
  'company.industry',
  'company.country',
  'company.region',
  'product.family',
  'product',
  'activities',
  'owner',
  'team',
]

const revenueBy = [
  'product',
  'productFamily',
  'company',
  'person',
  'company.country',
  'company.region',
  'company.sizeBand',
  'owner',
  'team',
]

/** What a manager asks on a Monday: where deals get stuck, what wins them, why they are lost, who did it, at what cost. */
export default function ReportsPage() {
  const { search, period, today, whose } = useAsked()
  const navigate = useNavigate()
  const manner = useManner()
  const subtitle = useSubtitle()
  const listed = useQuery(metricsQuery).data?.data
  useFreshFigures()
  const change = (next: ReportsSearch) =>
    void navigate({
      to: '.',
      search: ((before: ReportsSearch) => ({ ...before, ...next })) as never,
      replace: true,
    })
  const sees = (slug: MetricSlug) => listed?.some((metric) => metric.slug === slug) ?? false
  const view: View = {
    period,
    whose,
    today,
    grain: grainFor(period),
    search,
    sees,
    open: (of, records, by) => change({ of, records, by }),
    change,
  }
  const close = () => change({ of: undefined, records: undefined, by: undefined })
  const picked = search.records !== undefined && view.search.of !== undefined
  useShortcuts(picked ? [{ keys: 'escape', label: t('keys.leave'), run: close }] : [])
  const stats = (
    ['sales.win-rate', 'sales.won-amount', 'sales.cycle-length', 'sales.lead-response-time'] as const
  ).filter(sees)

  return (
    <div className={classes.frame}>
      <div className={classes.main}>
        <Page>
          <PageHeader
            title={t('reports.title')}
            subtitle={`${periodName(period, manner)} · ${subtitle}`}
            actions={<Controls search={search} period={period} onChange={change} asOf />}
          />
          {listed && (
            <div className={classes.parts}>
              <div className={classes.stats}>
                {sees('sales.velocity') && <VelocityCard view={view} />}
                {stats.map((slug) => (
                  <StatCard key={slug} slug={slug} view={view} />
                ))}
              </div>
              {sees('sales.stage-conversion') && <StageFunnel view={view} />}
              <div className={classes.column}>
                {sees('sales.win-rate') && <CutCard slug="sales.win-rate" by={winRateBy} view={view} />}
                {sees('sales.activities-per-deal') && <ActivitiesCard view={view} />}
                {sees('sales.lead-conversion') && <LeadSteps view={view} />}
                {sees('sales.win-rate') && <CutCard slug="sales.win-rate" by={['activities']} view={view} />}
              </div>
              <div className={classes.column}>
                {sees('sales.deals-lost') && (
                  <CutCard
                    slug="sales.deals-lost"
                    by={['lossReason', 'lostTo', 'competitor', 'stage', 'source', 'owner']}
                    view={view}
                  />
                )}
                {sees('sales.revenue') && <CutCard slug="sales.revenue" by={revenueBy} view={view} />}
                {sees('sales.won-amount') && sees('sales.deals-won') && <LeaderBoard view={view} />}
              </div>
              {sees('sales.acquisition-cost') && <Acquisition view={view} />}
            </div>
          )}
        </Page>
      </div>
      {picked && <Records view={view} onClose={close} />}
    </div>
  )
}

/** What a new customer costs, for those who know the costs. */
function Acquisition({ view }: { view: View }) {
  return (
    <section className={classes.wide} aria-label={t('reports.costs')}>
      <h2 className={classes.heading}>
        {t('reports.costs')}
        <Button component={Link} to="/reports/costs" variant="default">
          {t('reports.enterCosts')}
        </Button>
      </h2>
      <div className={classes.parts}>
        <div className={classes.column}>
          <StatCard slug="sales.acquisition-cost" view={view} />
          {view.sees('sales.acquisition-payback') && (
            <StatCard slug="sales.acquisition-payback" view={view} />
          )}
        </div>
        <CutCard slug="sales.acquisition-cost" by={['channel']} view={view} />
      </div>
    </section>
  )
}

/** The records behind the row that was chosen, whichever part it stands in. */
function Records({ view, onClose }: { view: View; onClose: () => void }) {
  const { search, period, whose, grain } = view
  const { of = '', records = '', by } = search
  const all: Behind = { ...period, ...whose }
  const group = records.startsWith('group:') ? records.slice(6) : undefined
  const part = records.startsWith('part:') ? records.slice(5) : undefined
  const { data } = useQuery({
    ...metricQuery(of, { ...all, grain, ...(by && { by }) }),
    enabled: group !== undefined || part !== undefined,
  })
  const definition = metricOf(of)
  if (!definition) return null
  const what =
    part !== undefined
      ? (data?.beside?.find(({ key }) => key === part)?.label ?? '')
      : group === undefined
        ? t(records === 'out' ? 'metrics.recordsLeftOut' : 'metrics.recordsAll')
        : (data?.groups.find(({ key }) => (key ?? '') === group)?.label ?? '')
  return (
    <BehindPanel
      key={`${of} ${by} ${records}`}
      definition={definition}
      what={what}
      behind={{
        ...all,
        ...(group !== undefined && { group, ...(by && { by }) }),
        ...(part !== undefined && { part }),
        ...(records === 'out' && { leftOut: true }),
      }}
      onClose={onClose}
    />
  )
}
