import { Tooltip } from '@mantine/core'
import type { ReactNode } from 'react'
import { forecastColumns } from '../../../contract/sales/forecast.ts'
import type { Forecast, ForecastColumn, ForecastRow } from '../../../contract/sales/forecast.ts'
import type { Attainment, AttainmentRow, QuotaFigure } from '../../../contract/sales/quotas.ts'
import { t } from '../../text/seldom.ts'
import { moment, money, number, percent } from '../../ui/format.ts'
import type { Manner } from '../../ui/format.ts'
import { useManner } from '../../ui/manner.tsx'
import { figure, glance, rowKey, rowName } from './rows.ts'
import { Say } from './say.tsx'
import classes from './forecast-table.module.css'

const sizeOf = (value: QuotaFigure | null): number =>
  typeof value === 'number' ? value : Number(value?.amount ?? 0)

/** How far below the company each row stands. */
function depths(rows: readonly ForecastRow[]): Map<string, number> {
  const found = new Map<string, number>()
  const teams = new Map<string, number>()
  for (const row of rows) {
    const depth =
      row.kind === 'company' ? 0 : row.team && teams.has(row.team) ? (teams.get(row.team) ?? 0) + 1 : 1
    if (row.kind === 'team' && row.id) teams.set(row.id, depth)
    found.set(rowKey(row), depth)
  }
  return found
}

/** Won of quota as a bar, with a mark where it should be by today; in words it says how far off. */
function Attained({ row, manner, children }: { row: AttainmentRow; manner: Manner; children: ReactNode }) {
  const [won, quota, expected] = [sizeOf(row.won), sizeOf(row.quota), sizeOf(row.expected)]
  const off = won - expected
  const gap = money(
    { amount: String(Math.round(Math.abs(off))), currency: manner.currency },
    manner,
    'compact',
  )
  return (
    <div className={classes.attained}>
      {children}
      {quota > 0 && (
        <span className={classes.bar} aria-hidden>
          <span style={{ width: `${Math.min(100, (won / quota) * 100)}%` }} />
          <i style={{ insetInlineStart: `${Math.min(100, (expected / quota) * 100)}%` }} />
        </span>
      )}
      <span
        className={off < 0 ? classes.behind : classes.ahead}
        title={t('forecast.expected', { amount: figure(row.expected, manner) })}
      >
        {off < 0 ? t('forecast.behind', { amount: gap }) : t('forecast.ahead', { amount: gap })}
      </span>
    </div>
  )
}

interface ForecastTableProps {
  forecast: Forecast
  attainment: Attainment | undefined
  picked: string
  /** Whose changes are shown below. */
  onPick: (row: ForecastRow) => void
  onOpen: (row: ForecastRow, column: ForecastColumn) => void
}

/** The company, its teams and their people, with what each column counts; a figure opens onto its deals. */
export function ForecastTable({ forecast, attainment, picked, onPick, onOpen }: ForecastTableProps) {
  const manner = useManner()
  const depth = depths(forecast.rows)
  const targets = new Map((attainment?.rows ?? []).map((row) => [rowKey(row), row]))
  const quotas = (attainment?.rows ?? []).some(({ quota }) => quota !== null)
  const heads = [
    ...forecastColumns.map((column) => ({ name: t(`forecast.${column}`), is: t(`forecast.${column}Is`) })),
    ...(quotas
      ? [
          { name: t('forecast.quota'), is: t('quota.text') },
          { name: t('forecast.attainment'), is: t('forecast.attainmentIs') },
          { name: t('forecast.needed'), is: t('forecast.neededIs') },
          { name: t('forecast.coverage'), is: t('forecast.coverageIs') },
        ]
      : []),
  ]
  /** A figure that opens onto the deals of a column. */
  const opening = (
    row: ForecastRow,
    column: ForecastColumn,
    { name, amount, title }: { name: string; amount: string; title?: string },
  ) => (
    <button
      type="button"
      className={classes.open}
      disabled={row.deals[column] === 0}
      title={title}
      aria-label={t('forecast.cell', { who: rowName(row), column: name, amount })}
      onClick={() => onOpen(row, column)}
    >
      {amount}
    </button>
  )
  return (
    <div className={classes.scroll}>
      <table className={classes.table} aria-label={t('forecast.title')}>
        <thead>
          <tr>
            <th scope="col">{t('forecast.who')}</th>
            {heads.map(({ name, is }) => (
              <th key={name} scope="col" aria-label={name} className={classes.figure}>
                <Tooltip label={is} multiline w={260} events={{ hover: true, focus: true, touch: true }}>
                  <button type="button" className={classes.head}>
                    {name}
                  </button>
                </Tooltip>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {forecast.rows.map((row) => {
            const key = rowKey(row)
            const target = targets.get(key)
            return (
              <tr key={key} data-kind={row.kind} aria-current={picked === key || undefined}>
                <th scope="row" style={{ paddingInlineStart: 12 + (depth.get(key) ?? 0) * 16 }}>
                  <button type="button" className={classes.name} onClick={() => onPick(row)}>
                    {rowName(row)}
                  </button>
                  {row.maySubmit && !forecast.asOf && <Say forecast={forecast} row={row} />}
                </th>
                {forecastColumns.map((column) => {
                  const said = row.submitted.find((one) => one.column === column)
                  const amount = glance(row.columns[column], manner)
                  return (
                    <td key={column} className={classes.figure} data-label={t(`forecast.${column}`)}>
                      {opening(row, column, {
                        name: t(`forecast.${column}`),
                        amount,
                        title: money(row.columns[column], manner),
                      })}
                      {said && (
                        <span
                          className={classes.said}
                          title={t('forecast.saidBy', {
                            who: said.by?.title ?? t('forecast.somebody'),
                            when: moment(said.at, manner),
                            reason: said.reason,
                          })}
                        >
                          {t('forecast.said', { amount: glance(said.amount, manner) })}
                        </span>
                      )}
                    </td>
                  )
                })}
                {quotas && (
                  <>
                    <td className={classes.figure} data-label={t('forecast.quota')}>
                      {target ? figure(target.quota, manner) : '—'}
                      {target?.ofMembers != null &&
                        target.kind === 'team' &&
                        sizeOf(target.ofMembers) !== sizeOf(target.quota) && (
                          <span className={classes.said}>
                            {t('forecast.ofMembers', { amount: figure(target.ofMembers, manner) })}
                          </span>
                        )}
                    </td>
                    <td className={classes.figure} data-label={t('forecast.attainment')}>
                      {target && target.quota !== null ? (
                        <Attained row={target} manner={manner}>
                          {opening(row, 'closed', {
                            name: t('forecast.attainment'),
                            amount: percent(target.attainment, manner, 0),
                          })}
                        </Attained>
                      ) : (
                        '—'
                      )}
                    </td>
                    <td className={classes.figure} data-label={t('forecast.needed')}>
                      {target ? figure(target.needed, manner) : '—'}
                    </td>
                    <td className={classes.figure} data-label={t('forecast.coverage')}>
                      {target?.met ? (
                        <span className={classes.ahead}>{t('forecast.met')}</span>
                      ) : (
                        <>
                          {target?.coverage == null
                            ? '—'
                            : opening(row, 'pipeline', {
                                name: t('forecast.coverage'),
                                amount: `${number(target.coverage, manner, 1)} ×`,
                              })}
                          {target?.coverage != null && target.required !== null && (
                            <span
                              className={target.coverage < target.required ? classes.behind : classes.said}
                            >
                              {t('forecast.required', {
                                required: `${number(target.required, manner, 1)} ×`,
                              })}
                            </span>
                          )}
                        </>
                      )}
                    </td>
                  </>
                )}
              </tr>
            )
          })}
        </tbody>
      </table>
    </div>
  )
}
