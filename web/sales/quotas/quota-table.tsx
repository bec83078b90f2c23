import { useRef, useState } from 'react'
import type { ClipboardEvent, KeyboardEvent } from 'react'
import { quotaRoutes } from '../../../contract/sales/quotas.ts'
import type { QuotaFigure, QuotaGrid, QuotaRow } from '../../../contract/sales/quotas.ts'
import { periodLabel } from '../../records/period-label.ts'
import { call, messageOf } from '../../shell/api.ts'
import { done } from '../../shell/undo.ts'
import { t } from '../../text/seldom.ts'
import { money, number } from '../../ui/format.ts'
import { useManner } from '../../ui/manner.tsx'
import { toastFailed } from '../../ui/toast.tsx'
import { amountTyped, cellsPasted } from './typed.ts'
import classes from './quota-table.module.css'

interface Cell {
  row: number
  column: number
}

interface Change extends Cell {
  target: string | null
}

const plain = (figure: QuotaFigure | null | undefined): string | null =>
  figure == null ? null : typeof figure === 'number' ? String(figure) : figure.amount

/** How far below the company each row stands. */
function depthOf(rows: readonly QuotaRow[], row: QuotaRow): number {
  const above = rows.find(({ kind, id }) => kind === 'team' && id === row.team)
  return above && above !== row ? depthOf(rows, above) + 1 : 0
}

/**
 * Quotas as in a spreadsheet: arrows move, typing replaces what is there, Enter keeps it and goes down, a block is pasted
 * where the cursor stands, and Ctrl R repeats a cell to the right of it.
 */
export function QuotaTable({ grid, onSaved }: { grid: QuotaGrid; onSaved: () => Promise<void> }) {
  const manner = useManner()
  const frame = useRef<HTMLDivElement>(null)
  const [at, setAt] = useState<Cell>({ row: 0, column: 0 })
  const [typed, setTyped] = useState<string | null>(null)
  const written = (figure: QuotaFigure | null | undefined) =>
    typeof figure === 'number' ? number(figure, manner) : money(figure ?? null, manner)

  const focus = (cell: Cell) => {
    const row = Math.min(grid.rows.length - 1, Math.max(0, cell.row))
    const column = Math.min(grid.periods.length - 1, Math.max(0, cell.column))
    setAt({ row, column })
    frame.current?.querySelector<HTMLElement>(`[data-cell="${row} ${column}"]`)?.focus()
  }
  const save = async (changes: readonly Change[]) => {
    const fitting = changes.filter(({ row, column }) => grid.rows[row]?.mayEdit && grid.periods[column])
    if (fitting.length === 0) return
    const write = (pick: (change: Change) => string | null) =>
      call(quotaRoutes.set, {
        body: {
          grain: grid.grain,
          measure: grid.measure,
          ...(grid.family && { family: grid.family }),
          cells: fitting.map((change) => {
            const { kind, id } = grid.rows[change.row] as QuotaRow
            return {
              ...(kind === 'team' ? { team: id } : { user: id }),
              from: grid.periods[change.column] ?? '',
              target: pick(change),
            }
          }),
        },
      })
    try {
      const { set } = await write(({ target }) => target)
      await onSaved()
      if (set > 0)
        done(t('quota.saved', { count: set }), async () => {
          await write(({ row, column }) => plain(grid.rows[row]?.targets[column]))
          await onSaved()
        })
    } catch (error) {
      toastFailed(messageOf(error), () => void save(changes))
    }
  }
  /** Undefined where it cannot be read, which is said. */
  const read = (text: string): string | null | undefined => {
    if (text.trim() === '') return null
    const amount = amountTyped(text, manner.locale)
    if (amount !== null) return amount
    toastFailed(t('quota.unread', { text }))
    return undefined
  }
  const keep = (step: Cell) => {
    if (typed !== null) {
      const target = read(typed)
      if (target === undefined) return
      if (target !== plain(grid.rows[at.row]?.targets[at.column])) void save([{ ...at, target }])
    }
    setTyped(null)
    focus({ row: at.row + step.row, column: at.column + step.column })
  }
  const paste = (event: ClipboardEvent) => {
    if (typed !== null) return
    event.preventDefault()
    const changes = cellsPasted(event.clipboardData.getData('text/plain')).flatMap((line, row) =>
      line.map((text, column) => ({ row: at.row + row, column: at.column + column, target: read(text) })),
    )
    if (changes.every(({ target }) => target !== undefined)) void save(changes as Change[])
  }
  const moves: Partial<Record<string, Cell>> = {
    ArrowUp: { row: -1, column: 0 },
    ArrowDown: { row: 1, column: 0 },
    ArrowLeft: { row: 0, column: -1 },
    ArrowRight: { row: 0, column: 1 },
    Enter: { row: 1, column: 0 },
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const { key } = event
    const mod = event.ctrlKey || event.metaKey
    const sideways = key === 'ArrowLeft' || key === 'ArrowRight'
    const move = moves[key]
    const target = plain(grid.rows[at.row]?.targets[at.column])
    if (mod && key.toLowerCase() === 'r') {
      event.preventDefault()
      void save(
        grid.periods.slice(at.column + 1).map((_, i) => ({ row: at.row, column: at.column + 1 + i, target })),
      )
    } else if (move && !mod && !(typed !== null && sideways)) {
      event.preventDefault()
      event.stopPropagation()
      keep(move)
    } else if (key === 'Escape' && typed !== null) {
      event.stopPropagation()
      setTyped(null)
      focus(at)
    } else if ((key === 'Delete' || key === 'Backspace') && typed === null) {
      event.preventDefault()
      void save([{ ...at, target: null }])
    } else if (key === 'F2' && typed === null) setTyped(target ?? '')
    else if (!mod && typed === null && /^[\d.,]$/.test(key) && grid.rows[at.row]?.mayEdit) {
      event.preventDefault()
      setTyped(key)
    } else if (typed === null && key.length === 1 && !mod) event.stopPropagation()
  }
  return (
    <div className={classes.scroll}>
      <div
        ref={frame}
        role="grid"
        tabIndex={-1}
        className={classes.table}
        aria-label={t('quota.title')}
        onKeyDown={onKeyDown}
        onPaste={paste}
      >
        <div role="rowgroup" className={classes.heads}>
          <div role="row">
            <div role="columnheader">{t('forecast.who')}</div>
            {grid.periods.map((from) => (
              <div key={from} role="columnheader">
                {periodLabel(from, grid.grain, manner)}
              </div>
            ))}
          </div>
        </div>
        <div role="rowgroup">
          {grid.rows.map((row, r) => (
            <div role="row" key={`${row.kind} ${row.id}`} data-kind={row.kind}>
              <div role="rowheader" style={{ paddingInlineStart: 12 + depthOf(grid.rows, row) * 16 }}>
                {row.name}
              </div>
              {grid.periods.map((from, c) => {
                const here = at.row === r && at.column === c
                const sum = row.sums[c]
                return (
                  <div
                    key={from}
                    role="gridcell"
                    data-cell={`${r} ${c}`}
                    tabIndex={here ? 0 : -1}
                    aria-label={`${t('quota.cell', { who: row.name, period: periodLabel(from, grid.grain, manner) })}: ${written(row.targets[c])}`}
                    onFocus={() => !here && setAt({ row: r, column: c })}
                    onDoubleClick={() => row.mayEdit && setTyped(plain(row.targets[c]) ?? '')}
                  >
                    {here && typed !== null ? (
                      <input
                        autoFocus
                        inputMode="decimal"
                        aria-label={t('quota.cell', {
                          who: row.name,
                          period: periodLabel(from, grid.grain, manner),
                        })}
                        value={typed}
                        onChange={({ target }) => setTyped(target.value)}
                        onBlur={() => keep({ row: 0, column: 0 })}
                      />
                    ) : (
                      written(row.targets[c])
                    )}
                    {row.kind === 'team' && sum != null && (
                      <span className={classes.sum}>{t('quota.together', { amount: written(sum) })}</span>
                    )}
                  </div>
                )
              })}
            </div>
          ))}
        </div>
      </div>
    </div>
  )
}
