import { NativeSelect } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { ForecastRow } from '../../../contract/sales/forecast.ts'
import { periodLabel } from '../../records/period-label.ts'
import { t } from '../../text/seldom.ts'
import { Card } from '../../ui/card.tsx'
import { dayIn, day, money, percent } from '../../ui/format.ts'
import { useManner } from '../../ui/manner.tsx'
import { accuracyQuery, scopeOf } from './forecast-api.ts'
import type { Asked } from './forecast-api.ts'
import { rowName } from './rows.ts'
import classes from './accuracy.module.css'

const columns = ['commit', 'best_case', 'pipeline'] as const

/** What was said in each week of past periods, as a share of what was won in them. */
export function Accuracy({ row, asked }: { row: ForecastRow; asked: Asked }) {
  const manner = useManner()
  const [column, setColumn] = useState<(typeof columns)[number]>('commit')
  const { data } = useQuery(accuracyQuery({ grain: asked.grain, ...scopeOf(row) }))
  const periods = (data?.periods ?? []).filter(({ weeks }) => weeks.length > 0).toReversed()
  const weeks = [...new Set(periods.flatMap((period) => period.weeks.map(({ week }) => week)))].sort(
    (a, b) => a - b,
  )
  return (
    <Card
      title={`${t('forecast.accuracy')} · ${rowName(row)}`}
      aside={
        <NativeSelect
          size="xs"
          aria-label={t('forecast.sayColumn')}
          value={column}
          data={columns.map((one) => ({ value: one, label: t(`forecast.${one}`) }))}
          onChange={({ target }) => setColumn(columns.find((one) => one === target.value) ?? 'commit')}
        />
      }
    >
      <p className={classes.aside}>{t('forecast.accuracyIs')}</p>
      {data && periods.length === 0 && <p className={classes.aside}>{t('forecast.noAccuracy')}</p>}
      {periods.length > 0 && (
        // What scrolls sideways can be scrolled by keyboard.
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        <div className={classes.scroll} tabIndex={0} role="region" aria-label={t('forecast.accuracy')}>
          <table className={classes.table}>
            <thead>
              <tr>
                <th scope="col">{t('forecast.grain')}</th>
                {weeks.map((week) => (
                  <th key={week} scope="col">
                    {t('forecast.accuracyWeek', { week })}
                  </th>
                ))}
                <th scope="col">{t('forecast.accuracyWon')}</th>
              </tr>
            </thead>
            <tbody>
              {periods.map(({ from, closed, weeks: said }) => (
                <tr key={from}>
                  <th scope="row">{periodLabel(from, asked.grain, manner)}</th>
                  {weeks.map((week) => {
                    const one = said.find((each) => each.week === week)
                    const won = Number(closed.amount)
                    const share = one && won > 0 ? Number(one[column].amount) / won : null
                    return (
                      <td
                        key={week}
                        data-near={share !== null && Math.abs(share - 1) <= 0.1}
                        title={
                          one &&
                          t('forecast.accuracySaid', {
                            column: t(`forecast.${column}`),
                            day: day(dayIn(one.takenAt, manner), manner),
                            amount: money(one[column], manner),
                            won: money(closed, manner),
                          })
                        }
                      >
                        {percent(share, manner, 0)}
                      </td>
                    )
                  })}
                  <td className={classes.won}>{money(closed, manner, 'compact')}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Card>
  )
}
