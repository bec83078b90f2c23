import type { MetricDefinition } from '../../contract/metrics/metric.ts'
import type { Figure, Measure } from '../../contract/metrics/routes.ts'
import { phrase } from '../text/labels.ts'
import { t } from '../text/seldom.ts'
import { number, percent } from '../ui/format.ts'
import { useManner } from '../ui/manner.tsx'
import { comparisonOf, hasShare, sizeOf, written } from './figures.ts'
import classes from './breakdown.module.css'

export interface Row extends Measure {
  /** What `records` in the address says of it; null for all smaller groups together, which has no records to open. */
  at: string | null
  label: string
  before?: Figure | undefined
}

interface BreakdownProps {
  definition: MetricDefinition
  /** What there is to know of the groups. */
  help: string | null
  heading: string
  rows: readonly Row[]
  total: Figure
  compared: boolean
  colour: string
  picked: string | undefined
  onPick: (at: string) => void
}

/** What the records counted are worth, where the figure tells. */
const amountOf = (row: Row) => row.beside?.find(({ key }) => key === 'amount')?.value

/** Groups or units of time as rows with a bar; each opens onto its records. */
export function Breakdown({
  definition,
  help,
  heading,
  rows,
  total,
  compared,
  colour,
  picked,
  onPick,
}: BreakdownProps) {
  const manner = useManner()
  const { unit } = definition
  const most = Math.max(0, ...rows.map(({ at, value }) => (at === null ? 0 : (sizeOf(value) ?? 0)))) || 1
  const whole = hasShare(definition) ? sizeOf(total) : null
  const priced = rows.some((row) => amountOf(row) !== undefined)
  const { terms: counted, rolledUp } = definition
  const terms = 'of' in counted ? counted.of : rolledUp ? phrase('deals') : counted.denominator
  return (
    <table className={classes.table}>
      {help && <caption className={classes.help}>{help}</caption>}
      <thead>
        <tr>
          <th scope="col">{heading}</th>
          <th scope="col" className={classes.figure}>
            {definition.name}
          </th>
          {whole !== null && (
            <th scope="col" className={classes.aside}>
              {t('metrics.share')}
            </th>
          )}
          {priced && (
            <th scope="col" className={classes.aside}>
              {phrase('Amount')}
            </th>
          )}
          {unit !== 'number' && (
            <th scope="col" className={classes.aside}>
              {terms[0]?.toUpperCase() + terms.slice(1)}
            </th>
          )}
          {compared && (
            <th scope="col" className={classes.aside}>
              {t('metrics.change')}
            </th>
          )}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => {
          const { at } = row
          const size = sizeOf(row.value)
          const comparison = comparisonOf(row.value, row.before, definition, manner)
          return (
            <tr key={at} aria-current={(at !== null && picked === at) || undefined}>
              <th scope="row">
                {at === null ? (
                  <span className={classes.others}>{row.label}</span>
                ) : (
                  <button
                    type="button"
                    className={classes.pick}
                    disabled={row.n === 0}
                    onClick={() => onPick(at)}
                  >
                    {row.label}
                  </button>
                )}
              </th>
              <td className={classes.figure}>
                <span className={classes.bar} aria-hidden>
                  {at !== null && (
                    <span
                      style={{ width: `${(Math.max(0, size ?? 0) / most) * 100}%`, background: colour }}
                    />
                  )}
                </span>
                <span className={classes.value}>{row.none?.label ?? written(row.value, unit, manner)}</span>
              </td>
              {whole !== null && (
                <td className={classes.aside}>{whole === 0 ? '—' : percent((size ?? 0) / whole, manner)}</td>
              )}
              {priced && <td className={classes.aside}>{written(amountOf(row), 'money', manner)}</td>}
              {unit !== 'number' && <td className={classes.aside}>{number(row.n, manner)}</td>}
              {compared && (
                <td className={`${classes.aside} ${classes[comparison?.tone ?? 'same']}`}>
                  {comparison?.words ?? '—'}
                </td>
              )}
            </tr>
          )
        })}
      </tbody>
    </table>
  )
}
