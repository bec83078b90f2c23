import { Button } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useLayoutEffect, useRef, useState } from 'react'
import type { Totals } from '../../../contract/sales/line-totals.ts'
import { messageOf } from '../../shell/api.ts'
import { t } from '../../text/seldom.ts'
import { toastFailed } from '../../ui/toast.tsx'
import { emptyLine, withProduct, type Asking, type DraftLine } from './draft-lines.ts'
import classes from './line-grid.module.css'
import { LineRow, type TaxChoice } from './line-row.tsx'
import { offersQuery } from './quote-api.ts'

interface LineGridProps {
  lines: readonly DraftLine[]
  onLines: (change: (before: readonly DraftLine[]) => readonly DraftLine[]) => void
  asking: Asking
  inclusive: boolean
  taxes: readonly TaxChoice[]
  /** What a new line falls under. */
  standardTax: string | null
  byKey: ReadonlyMap<string, Totals['lines'][number]>
  marked: boolean
  showCost: boolean
  canEdit: boolean
}

/** The lines of a draft, written like a sheet: by keyboard from cell to cell. */
export function LineGrid({ lines, onLines, asking, standardTax, byKey, ...shared }: LineGridProps) {
  const { canEdit } = shared
  const table = useRef<HTMLTableElement>(null)
  const queries = useQueryClient()

  const goal = useRef<{ at: number; column: string } | null>(null)
  // As soon as the line is there, so that what is typed next is typed into it.
  useLayoutEffect(() => {
    const to = goal.current
    const row = to && table.current?.querySelectorAll('tr[data-line]')[to.at]
    if (!row) return
    goal.current = null
    row.querySelector<HTMLElement>(`[data-column="${to.column}"]`)?.focus()
  })
  const [, show] = useState(0)
  const focus = (at: number, column: string) => {
    goal.current = { at, column }
    show((times) => times + 1)
  }
  const change = (key: string, next: DraftLine) =>
    onLines((before) => before.map((line) => (line.key === key ? next : line)))
  const add = () => {
    onLines((before) => [...before, emptyLine(standardTax)])
    focus(lines.length, 'item')
  }
  const remove = (at: number) => {
    onLines((before) => before.toSpliced(at, 1))
    focus(Math.max(0, at - 1), 'item')
  }
  const move = (at: number, by: number) => {
    const to = at + by
    if (to < 0 || to >= lines.length) return
    onLines((before) => {
      const [line] = before.slice(at, at + 1)
      return line ? before.toSpliced(at, 1).toSpliced(to, 0, line) : before
    })
  }
  const choose = async (key: string, id: string) => {
    try {
      const offers = await queries.ensureQueryData(offersQuery(id, asking.currency))
      onLines((before) => before.map((line) => (line.key === key ? withProduct(line, offers, asking) : line)))
      focus(
        lines.findIndex((line) => line.key === key),
        'quantity',
      )
    } catch (error) {
      toastFailed(messageOf(error), () => void choose(key, id))
    }
  }

  const onKeyDown = (event: KeyboardEvent) => {
    const cell = event.target as HTMLElement
    const { column, open } = cell.dataset
    const key = cell.closest<HTMLElement>('tr[data-line]')?.dataset['line']
    const at = lines.findIndex((line) => line.key === key)
    if (!column || at < 0 || !canEdit) return
    const stop = () => event.preventDefault()
    if (event.key === 'Backspace' && (event.ctrlKey || event.metaKey)) {
      stop()
      remove(at)
    } else if (event.altKey && (event.key === 'ArrowUp' || event.key === 'ArrowDown')) {
      stop()
      const by = event.key === 'ArrowUp' ? -1 : 1
      move(at, by)
      focus(Math.min(lines.length - 1, Math.max(0, at + by)), column)
    } else if (event.key === 'Enter' && !open) {
      stop()
      if (at === lines.length - 1) add()
      else focus(at + 1, column)
    } else if (/^Arrow(Up|Down)$/.test(event.key) && column !== 'tax' && column !== 'item') {
      stop()
      focus(at + (event.key === 'ArrowUp' ? -1 : 1), column)
    }
  }

  // All cells are heard in one place, whatever they are made of.
  const heard = useRef(onKeyDown)
  useEffect(() => {
    heard.current = onKeyDown
  })
  useEffect(() => {
    const element = table.current
    const hear = (event: KeyboardEvent) => heard.current(event)
    element?.addEventListener('keydown', hear)
    return () => element?.removeEventListener('keydown', hear)
  }, [table, heard])

  const heads = ['item', 'quantity', 'price', 'discount', 'tax', 'lineTotal'] as const
  return (
    <>
      <table ref={table} className={classes.grid} aria-label={t('quote.lines')}>
        <thead>
          <tr>
            {heads.map((head) => (
              <th key={head} scope="col" data-numeric={!['item', 'tax'].includes(head) || undefined}>
                {t(`quote.${head}`)}
              </th>
            ))}
            <th scope="col">
              <span className="visually-hidden">{t('quoting.remove')}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {lines.map((line, at) => (
            <LineRow
              key={line.key}
              {...shared}
              line={line}
              at={at}
              asking={asking}
              totals={byKey.get(line.key)}
              onChange={(next) => change(line.key, next)}
              onProduct={(id) => void choose(line.key, id)}
              onRemove={() => remove(at)}
            />
          ))}
        </tbody>
      </table>
      {lines.length === 0 && <p className={classes.none}>{t('quote.empty')}</p>}
      {canEdit && (
        <div className={classes.foot}>
          <Button variant="subtle" onClick={add}>
            {t('quote.addLine')}
          </Button>
          <span className={classes.keys}>{t('quote.keys', { currency: asking.currency })}</span>
        </div>
      )}
    </>
  )
}
