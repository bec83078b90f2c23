import { Button, TextInput } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { useCallback, useState } from 'react'
import { forecastHistoryRoutes } from '../../../contract/sales/forecast-history.ts'
import type { ForecastChange } from '../../../contract/sales/forecast-history.ts'
import { forecastGrains } from '../../../contract/sales/forecast.ts'
import type { ForecastColumn, ForecastGrain, ForecastRow } from '../../../contract/sales/forecast.ts'
import { addDays, startOfDay } from '../../../contract/values/day.ts'
import { next, startOf } from '../../../contract/values/period.ts'
import { periodLabel } from '../../records/period-label.ts'
import { call, messageOf } from '../../shell/api.ts'
import { useLiveEvents } from '../../shell/live.ts'
import { useSession } from '../../shell/session.tsx'
import { t } from '../../text/seldom.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { day, dayIn } from '../../ui/format.ts'
import { useManner } from '../../ui/manner.tsx'
import { PageHeader } from '../../ui/page-header.tsx'
import { Page } from '../../ui/page.tsx'
import { RowsSkeleton } from '../../ui/skeleton.tsx'
import { toastDone, toastFailed } from '../../ui/toast.tsx'
import { useNow } from '../../ui/use-now.ts'
import { Accuracy } from './accuracy.tsx'
import { DealsPanel } from './deals-panel.tsx'
import { attainmentQuery, forecastQuery } from './forecast-api.ts'
import type { Asked, AskedChanges } from './forecast-api.ts'
import { ForecastTable } from './forecast-table.tsx'
import { rowKey } from './rows.ts'
import type { ForecastSearch } from './search.ts'
import { ChangedPanel, Waterfall } from './waterfall.tsx'
import classes from './forecast-page.module.css'

type Opened =
  | { is: 'deals'; row: ForecastRow; column: ForecastColumn }
  | { is: 'changed'; asked: AskedChanges; change: ForecastChange }

/** Which period, and as known when; what is chosen stands in the address. */
function Controls({
  grain,
  from,
  today,
  search,
  onChange,
}: {
  grain: ForecastGrain
  from: string
  today: string
  search: ForecastSearch
  onChange: (next: ForecastSearch) => void
}) {
  const running = startOf(today, grain) === from
  return (
    <div className={classes.controls} role="group" aria-label={t('forecast.grain')}>
      <Button.Group>
        {forecastGrains.map((one) => (
          <Button
            key={one}
            variant={one === grain ? 'filled' : 'default'}
            aria-pressed={one === grain}
            onClick={() => onChange({ grain: one })}
          >
            {t(`forecast.${one}`)}
          </Button>
        ))}
      </Button.Group>
      <Button.Group>
        <Button aria-label={t('forecast.earlier')} onClick={() => onChange({ day: next(from, grain, -1) })}>
          ←
        </Button>
        <Button disabled={running} onClick={() => onChange({ day: undefined })}>
          {t('forecast.now')}
        </Button>
        <Button aria-label={t('forecast.later')} onClick={() => onChange({ day: next(from, grain) })}>
          →
        </Button>
      </Button.Group>
      <TextInput
        type="date"
        aria-label={t('forecast.asOf')}
        title={t('forecast.asOfHelp')}
        leftSection={<span className={classes.asOf}>{t('forecast.asOf')}</span>}
        leftSectionWidth={104}
        value={search.asOf ?? ''}
        max={addDays(today, -1)}
        onChange={({ target }) =>
          (target.value === '' || target.value < today) && onChange({ asOf: target.value || undefined })
        }
      />
    </div>
  )
}

/** A manager's Monday: what will come of the period, who stands where, and what changed since. */
export default function ForecastPage() {
  const { company, permissions } = useSession()
  const manner = useManner()
  const queries = useQueryClient()
  const navigate = useNavigate()
  const search: ForecastSearch = useSearch({ strict: false })
  const [opened, setOpened] = useState<Opened | null>(null)
  useLiveEvents(useCallback(() => void queries.invalidateQueries({ queryKey: ['forecast'] }), [queries]))
  const now = useNow()
  const today = dayIn(now, { ...manner, zone: company.timeZone })
  const grain = search.grain ?? 'quarter'
  const from = startOf(search.day ?? today, grain)
  const asked: Asked = {
    grain,
    day: from,
    ...(search.asOf && { asOf: startOfDay(addDays(search.asOf, 1), company.timeZone) }),
  }
  const forecast = useQuery(forecastQuery(asked))
  const attainment = useQuery(attainmentQuery(asked))
  const change = (given: ForecastSearch) => {
    setOpened(null)
    void navigate({
      to: '.',
      search: ((before: ForecastSearch) => ({ ...before, ...given })) as never,
      replace: true,
    })
  }
  const take = async () => {
    try {
      await call(forecastHistoryRoutes.take)
      await queries.invalidateQueries({ queryKey: ['forecast'] })
      toastDone(t('forecast.taken'))
    } catch (error) {
      toastFailed(messageOf(error), () => void take())
    }
  }
  const rows = forecast.data?.rows ?? []
  const row = rows.find((one) => rowKey(one) === (search.of ?? 'company')) ?? rows[0]
  const leads = permissions['deal']?.edit === 'all'
  const days = attainment.data?.days
  return (
    <div className={classes.frame}>
      <div className={classes.main}>
        <Page>
          <PageHeader
            title={`${t('forecast.title')} · ${periodLabel(from, grain, manner)}`}
            subtitle={[
              `${day(from, manner)} – ${day(addDays(next(from, grain), -1), manner)}`,
              ...(days ? [t('forecast.days', days)] : []),
              company.timeZone,
            ].join(' · ')}
            actions={
              <>
                {leads && !search.asOf && <Button onClick={() => void take()}>{t('forecast.take')}</Button>}
                <Button component={Link} to="/quotas">
                  {t('quota.edit')}
                </Button>
              </>
            }
          />
          <Controls grain={grain} from={from} today={today} search={search} onChange={change} />
          {search.asOf && (
            <div role="status" className={classes.banner}>
              <span>{t('forecast.asOfSaid', { day: day(search.asOf, manner) })}</span>
              <Button onClick={() => change({ asOf: undefined })}>{t('forecast.asOfNow')}</Button>
            </div>
          )}
          {forecast.isPending ? (
            <RowsSkeleton />
          ) : forecast.error ? (
            <p role="alert">{messageOf(forecast.error)}</p>
          ) : (
            <>
              <ForecastTable
                forecast={forecast.data}
                attainment={attainment.data}
                picked={row ? rowKey(row) : ''}
                onPick={(one) => change({ of: one.kind === 'company' ? undefined : rowKey(one) })}
                onOpen={(one, column) => setOpened({ is: 'deals', row: one, column })}
              />
              {forecast.data.leftOut.map(({ reason, n }) => (
                <p key={reason} className={classes.aside}>
                  {t(`forecast.leftOut.${reason}`, { count: n })}
                </p>
              ))}
              {row?.kind === 'company' && row.deals.pipeline === 0 && (
                <EmptyState
                  title={t('forecast.nothing')}
                  actions={
                    <Button component={Link} to="/deals" variant="filled">
                      {t('forecast.toDeals')}
                    </Button>
                  }
                >
                  {t('forecast.nothingText')}
                </EmptyState>
              )}
              {row && !search.asOf && (
                <div className={classes.below}>
                  <Waterfall
                    row={row}
                    asked={asked}
                    from={from}
                    onOpen={(of, one) => setOpened({ is: 'changed', asked: of, change: one })}
                  />
                  <Accuracy row={row} asked={asked} />
                </div>
              )}
            </>
          )}
        </Page>
      </div>
      {opened?.is === 'deals' && (
        <DealsPanel row={opened.row} column={opened.column} asked={asked} onClose={() => setOpened(null)} />
      )}
      {opened?.is === 'changed' && (
        <ChangedPanel asked={opened.asked} change={opened.change} onClose={() => setOpened(null)} />
      )}
    </div>
  )
}
