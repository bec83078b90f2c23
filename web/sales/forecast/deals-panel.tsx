import { Button, NativeSelect, TextInput } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { forecastRoutes, openCategories } from '../../../contract/sales/forecast.ts'
import type { ForecastColumn, ForecastDeal, ForecastRow } from '../../../contract/sales/forecast.ts'
import { RecordLink } from '../../records/record-link.tsx'
import { call, messageOf } from '../../shell/api.ts'
import { t } from '../../text/seldom.ts'
import { day, moment, money } from '../../ui/format.ts'
import { useManner } from '../../ui/manner.tsx'
import { SidePanel } from '../../ui/side-panel.tsx'
import { RowsSkeleton } from '../../ui/skeleton.tsx'
import { toastDone, toastFailed } from '../../ui/toast.tsx'
import { dealsQuery, scopeOf } from './forecast-api.ts'
import type { Asked } from './forecast-api.ts'
import { rowName } from './rows.ts'
import classes from './deals-panel.module.css'

type Category = (typeof openCategories)[number]

const stages = 'stage'

/** A deal's category as a choice; another one asks why, and stands once that is said. */
function CategoryChoice({ deal }: { deal: ForecastDeal }) {
  const queries = useQueryClient()
  const [chosen, setChosen] = useState<string | null>(null)
  const [reason, setReason] = useState('')
  const value = chosen ?? deal.own ?? stages
  const label = (category: string) =>
    t(`forecast.${openCategories.find((one) => one === category) ?? 'pipeline'}`)
  const named = value === stages ? label(deal.stageCategory) : label(value)
  const keep = async () => {
    const category = value === stages ? null : (value as Category)
    try {
      await call(forecastRoutes.setCategory, { params: { id: deal.id }, body: { category, reason } })
      setChosen(null)
      setReason('')
      toastDone(t('forecast.categorySet'))
      await queries.invalidateQueries({ queryKey: ['forecast'] })
      await queries.invalidateQueries({ queryKey: ['records'] })
    } catch (error) {
      toastFailed(messageOf(error), () => void keep())
    }
  }
  return (
    <form
      className={classes.category}
      onSubmit={(event) => {
        event.preventDefault()
        if (reason.trim()) void keep()
      }}
    >
      <NativeSelect
        size="xs"
        aria-label={t('forecast.category', { deal: deal.title })}
        value={value}
        data={[
          { value: stages, label: t('forecast.stagesOwn', { category: label(deal.stageCategory) }) },
          ...openCategories.map((one) => ({ value: one, label: t(`forecast.${one}`) })),
        ]}
        onChange={({ target }) => setChosen(target.value === (deal.own ?? stages) ? null : target.value)}
      />
      {chosen !== null && (
        <>
          <TextInput
            size="xs"
            aria-label={t('forecast.why', { category: named })}
            placeholder={t('forecast.why', { category: named })}
            value={reason}
            onChange={({ target }) => setReason(target.value)}
          />
          <Button type="submit" size="xs" variant="filled" disabled={!reason.trim()}>
            {t('forecast.keep')}
          </Button>
        </>
      )}
    </form>
  )
}

interface DealsPanelProps {
  row: ForecastRow
  column: ForecastColumn
  asked: Asked
  onClose: () => void
}

/** The very deals that a figure counts, the largest first; open ones may be put into another category here. */
export function DealsPanel({ row, column, asked, onClose }: DealsPanelProps) {
  const manner = useManner()
  const { data, isPending, error } = useQuery(dealsQuery({ ...asked, ...scopeOf(row), column }))
  return (
    <SidePanel
      title={t('forecast.dealsOf', { who: rowName(row), column: t(`forecast.${column}`) })}
      onClose={onClose}
    >
      {isPending ? (
        <RowsSkeleton />
      ) : error ? (
        <p className={classes.aside}>{messageOf(error)}</p>
      ) : data.data.length === 0 ? (
        <p className={classes.aside}>{t('forecast.noDeals')}</p>
      ) : (
        <ul className={classes.deals}>
          {data.data.map((deal) => (
            <li key={deal.id} className={classes.deal}>
              <RecordLink type="deal" id={deal.id} className={classes.title}>
                {deal.title}
              </RecordLink>
              <strong className={classes.amount}>{money(deal.amount, manner)}</strong>
              <span className={classes.aside}>
                {[deal.owner?.title, deal.stage].filter(Boolean).join(' · ')}
              </span>
              <span className={`${classes.aside} ${classes.amount}`}>
                {deal.status === 'won'
                  ? t('forecast.wonOn', { day: day(deal.on, manner) })
                  : t('forecast.expectedOn', { day: day(deal.on, manner) })}
              </span>
              {deal.mayEdit && !asked.asOf && <CategoryChoice deal={deal} />}
              {deal.why && (
                <span className={`${classes.aside} ${classes.why}`}>
                  {t('forecast.saidBy', {
                    who: deal.why.by?.title ?? t('forecast.somebody'),
                    when: moment(deal.why.at, manner),
                    reason: deal.why.reason,
                  })}
                </span>
              )}
            </li>
          ))}
          {data.more && <li className={classes.aside}>{t('forecast.moreDeals')}</li>}
        </ul>
      )}
    </SidePanel>
  )
}
