import { useRef, useState } from 'react'
import type { CostChange, SalesCost } from '../../../contract/sales/sales-costs.ts'
import { channels } from '../../../contract/customer/channel.ts'
import { moneyOf, toMinor } from '../../../contract/values/money.ts'
import { choiceLabel } from '../../text/labels.ts'
import { t } from '../../text/seldom.ts'
import { money, number } from '../../ui/format.ts'
import { useManner } from '../../ui/manner.tsx'
import { amountIn, cellsIn, costAt, monthsOf, pasted, type CostLine } from './cost-cells.ts'
import { unitName } from '../period.ts'
import classes from './costs.module.css'

interface CostGridProps {
  year: number
  lines: readonly CostLine[]
  costs: readonly SalesCost[]
  currency: string
  onChange: (changes: CostChange[], said?: string) => void
  onWrong: (typed: string) => void
}

const kinds = {
  salaries: t('costs.salaries'),
  tools: t('costs.tools'),
  other: t('costs.other'),
  marketing: t('costs.marketing'),
} as const

export const lineName = ({ kind, channel }: CostLine): string =>
  channel === null ? kinds[kind] : t('costs.marketingOf', { channel: choiceLabel(channels, channel) })

/** The costs of a year, written like a sheet: arrow keys, Enter, and what was copied from another sheet. */
export function CostGrid({ year, lines, costs, currency, onChange, onWrong }: CostGridProps) {
  const manner = useManner()
  const table = useRef<HTMLTableElement>(null)
  const months = monthsOf(year)
  const focus = (row: number, column: number): boolean => {
    const cell = table.current?.querySelector<HTMLInputElement>(
      `[data-row="${row}"][data-column="${column}"]`,
    )
    cell?.focus()
    return cell != null
  }
  const sum = (of: readonly SalesCost[]) =>
    of.length === 0
      ? null
      : moneyOf(
          of.reduce((all, { amount }) => all + toMinor(amount.amount, currency), 0n),
          currency,
        )
  const total = (of: readonly SalesCost[]) => money(sum(of), manner)
  const inYear = costs.filter(({ month }) => months.includes(month))

  return (
    <div className={classes.scroll}>
      <table ref={table} className={classes.grid} aria-label={t('costs.grid', { year })}>
        <thead>
          <tr>
            <th scope="col">{t('costs.kind')}</th>
            {months.map((month) => (
              <th key={month} scope="col">
                <abbr title={unitName(month, 'month', manner)}>
                  {new Intl.DateTimeFormat(manner.locale, { month: 'short', timeZone: 'UTC' }).format(
                    new Date(`${month}T00:00:00Z`),
                  )}
                </abbr>
              </th>
            ))}
            <th scope="col">{t('costs.total')}</th>
          </tr>
        </thead>
        <tbody>
          {lines.map((line, row) => (
            <tr key={`${line.kind} ${line.channel}`}>
              <th scope="row">{lineName(line)}</th>
              {months.map((month, column) => {
                const known = costAt(costs, month, line)
                return (
                  <td key={month}>
                    <Cell
                      key={known?.amount ?? ''}
                      label={`${lineName(line)}, ${unitName(month, 'month', manner)}`}
                      value={known === null ? '' : number(Number(known.amount), manner)}
                      row={row}
                      column={column}
                      onMove={(down, right) => focus(row + down, column + right)}
                      onPaste={(text) => {
                        const { changes, wrong } = pasted(
                          cellsIn(text),
                          { row, column },
                          lines,
                          months,
                          currency,
                        )
                        if (wrong !== null) onWrong(wrong)
                        else onChange(changes, t('costs.pasted', { count: changes.length }))
                      }}
                      onType={(typed) => {
                        const amount = amountIn(typed, currency)
                        if (amount === undefined) {
                          onWrong(typed)
                          return false
                        }
                        onChange([{ month, ...line, amount: amount === null ? null : { amount, currency } }])
                        return true
                      }}
                    />
                  </td>
                )
              })}
              <td className={classes.total}>
                {total(inYear.filter((cost) => cost.kind === line.kind && cost.channel === line.channel))}
              </td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">{t('costs.total')}</th>
            {months.map((month) => (
              <td key={month} className={classes.total}>
                {total(costs.filter((cost) => cost.month === month))}
              </td>
            ))}
            <td className={classes.total}>{total(inYear)}</td>
          </tr>
        </tfoot>
      </table>
    </div>
  )
}

interface CellProps {
  label: string
  value: string
  row: number
  column: number
  /** Tells whether there was somewhere to go. */
  onMove: (down: number, right: number) => boolean
  onPaste: (text: string) => void
  /** Tells whether what was typed is taken. */
  onType: (typed: string) => boolean
}

const moves: Record<string, [down: number, right: number]> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  Enter: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
}

/** One amount. It is kept when the cell is left; Escape takes back what was typed. */
function Cell({ label, value, row, column, onMove, onPaste, onType }: CellProps) {
  const [typed, setTyped] = useState<string | null>(null)
  const [faulty, setFaulty] = useState(false)
  return (
    <input
      className={classes.cell}
      aria-label={label}
      aria-invalid={faulty || undefined}
      data-row={row}
      data-column={column}
      inputMode="decimal"
      autoComplete="off"
      value={typed ?? value}
      onFocus={(event) => event.currentTarget.select()}
      onChange={(event) => {
        setTyped(event.currentTarget.value)
        setFaulty(false)
      }}
      onBlur={() => {
        if (typed === null || typed === value) return setTyped(null)
        setFaulty(!onType(typed))
      }}
      onPaste={(event) => {
        const text = event.clipboardData.getData('text')
        if (!/[\t\n]/.test(text)) return
        event.preventDefault()
        onPaste(text)
      }}
      onKeyDown={(event) => {
        if (event.key === 'Escape') {
          setTyped(null)
          setFaulty(false)
          return
        }
        const move = moves[event.key]
        const field = event.currentTarget
        // Sideways the caret moves first, unless all of it is selected, as it is on entering.
        const selected = field.selectionStart === 0 && field.selectionEnd === field.value.length
        if (!move || (move[1] !== 0 && !selected)) return
        event.preventDefault()
        // Below the last cell there is none to go to: leaving it keeps what was typed.
        if (!onMove(...move) && event.key === 'Enter') field.blur()
      }}
    />
  )
}
