import { ActionIcon, Button, NumberInput, Select } from '@mantine/core'
import { queryOptions, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate, useSearch } from '@tanstack/react-router'
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react'
import { useState } from 'react'
import { channels, type Channel } from '../../../contract/customer/channel.ts'
import { CallError } from '../../../contract/http/client.ts'
import { salesCostRoutes, type CostChange } from '../../../contract/sales/sales-costs.ts'
import { next } from '../../../contract/values/period.ts'
import { call, messageOf } from '../../shell/api.ts'
import { useCrumb } from '../../shell/crumbs.tsx'
import { useSession } from '../../shell/session.tsx'
import { done } from '../../shell/undo.ts'
import { choicesFrom } from '../../text/labels.ts'
import { t } from '../../text/seldom.ts'
import { Card } from '../../ui/card.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { number } from '../../ui/format.ts'
import { useManner } from '../../ui/manner.tsx'
import { PageHeader } from '../../ui/page-header.tsx'
import { Page } from '../../ui/page.tsx'
import { RowsSkeleton } from '../../ui/skeleton.tsx'
import { toastFailed } from '../../ui/toast.tsx'
import { todayIn, unitName } from '../period.ts'
import { copied, costAt, monthsOf, type CostLine } from './cost-cells.ts'
import { CostGrid } from './cost-grid.tsx'
import classes from './costs.module.css'

const costsQuery = queryOptions({
  queryKey: ['sales-costs'],
  queryFn: ({ signal }) => call(salesCostRoutes.list, { query: {}, signal }),
  retry: false,
})

/** What selling costs, month by month: the other half of what a new customer costs. */
export default function CostsPage() {
  const { company } = useSession()
  const manner = useManner()
  const queries = useQueryClient()
  const navigate = useNavigate()
  const today = todayIn(company.timeZone)
  const { year = Number(today.slice(0, 4)) } = useSearch({ strict: false }) as { year?: number }
  const { data, error } = useQuery(costsQuery)
  const [added, setAdded] = useState<readonly Channel[]>([])
  useCrumb(t('costs.title'))

  const back = (
    <Button component={Link} to="/reports" variant="default">
      {t('costs.back')}
    </Button>
  )
  if (error)
    return (
      <Page>
        <PageHeader title={t('costs.title')} actions={back} />
        {error instanceof CallError && error.problem.status === 403 ? (
          <EmptyState title={t('costs.forbidden')}>{t('costs.forbiddenText')}</EmptyState>
        ) : (
          <Card>{messageOf(error)}</Card>
        )}
      </Page>
    )
  if (!data)
    return (
      <Page>
        <RowsSkeleton />
      </Page>
    )

  const { currency, data: costs, lagDays } = data
  const refresh = async () => {
    await queries.invalidateQueries({ queryKey: costsQuery.queryKey })
    await queries.invalidateQueries({ queryKey: ['metrics'] })
  }
  const write = async (changes: CostChange[]) => {
    await call(salesCostRoutes.set, { body: { costs: changes } })
    await refresh()
  }
  const change = async (changes: CostChange[], said = t('costs.saved')) => {
    const before = changes.map((one) => ({ ...one, amount: costAt(costs, one.month, one) }))
    try {
      await write(changes)
      done(said, () => write(before))
    } catch (failure) {
      toastFailed(messageOf(failure), () => void change(changes, said))
    }
  }
  const setLag = async (days: number | null) => {
    try {
      await call(salesCostRoutes.lag, { body: { lagDays: days } })
      await refresh()
    } catch (failure) {
      toastFailed(messageOf(failure), () => void setLag(days))
    }
  }

  const told = new Set<Channel>([
    ...costs.flatMap(({ channel, month }) => (channel && month.startsWith(`${year}`) ? [channel] : [])),
    ...added,
  ])
  const lines: CostLine[] = [
    { kind: 'salaries', channel: null },
    { kind: 'tools', channel: null },
    { kind: 'other', channel: null },
    { kind: 'marketing', channel: null },
    ...channels
      .filter(({ value }) => told.has(value))
      .map(({ value }) => ({ kind: 'marketing' as const, channel: value })),
  ]
  const last = costs.findLast(({ month }) => month < `${year + 1}`)?.month
  const to = last && next(last, 'month')
  const name = (month: string) => unitName(month, 'month', manner)
  const turn = (by: number) => void navigate({ to: '.', search: { year: year + by } as never, replace: true })

  return (
    <Page>
      <PageHeader title={t('costs.title')} subtitle={t('costs.text', { currency })} actions={back} />
      <Card>
        <div className={classes.bar}>
          <div className={classes.year} role="group" aria-label={t('costs.year')}>
            <ActionIcon aria-label={t('costs.before')} onClick={() => turn(-1)}>
              <IconChevronLeft size={16} />
            </ActionIcon>
            <strong>{year}</strong>
            <ActionIcon aria-label={t('costs.after')} onClick={() => turn(1)}>
              <IconChevronRight size={16} />
            </ActionIcon>
          </div>
          {last && to && monthsOf(year).includes(to) && (
            <Button
              variant="default"
              onClick={() => void change(copied(costs, last, to), t('costs.copied', { month: name(to) }))}
            >
              {t('costs.copy', { from: name(last), to: name(to) })}
            </Button>
          )}
          <Select
            aria-label={t('costs.addChannelLabel')}
            placeholder={t('costs.addChannel')}
            className={classes.channel}
            data={choicesFrom(channels).filter(({ value }) => !told.has(value as Channel))}
            value={null}
            searchable
            onChange={(channel) => channel && setAdded([...added, channel as Channel])}
          />
        </div>
        <CostGrid
          year={year}
          lines={lines}
          costs={costs}
          currency={currency}
          onChange={(changes, said) => void change(changes, said)}
          onWrong={(typed) => toastFailed(t('costs.wrong', { typed, example: number(18400.5, manner) }))}
        />
        <p className={classes.hint}>{t('costs.keys')}</p>
      </Card>
      <Card className={classes.lag ?? ''}>
        <NumberInput
          key={lagDays}
          label={t('costs.lag')}
          description={t('costs.lagText')}
          placeholder={t('costs.lagMedian')}
          defaultValue={lagDays ?? ''}
          min={0}
          max={1095}
          allowDecimal={false}
          onBlur={({ target }) => {
            const days = target.value === '' ? null : Number(target.value)
            if (days !== lagDays) void setLag(days)
          }}
        />
      </Card>
    </Page>
  )
}
