import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react'
import { orderRoutes, type OrderContent } from '../../../contract/sales/order-routes.ts'
import { call, messageOf, statusOf } from '../../shell/api.ts'
import { t } from '../../text/seldom.ts'
import { toastFailed, toastWaiting } from '../../ui/toast.tsx'
import { draftTotals, faultsOf, isBlank, lineOf, type DraftLine } from '../quotes/draft-lines.ts'
import { useContent } from './order-api.ts'

const linesIn = (content: OrderContent): readonly DraftLine[] =>
  content.lines.map(
    ({ id, product, name, description, unit, quantity, price, discount, tax, charged, term }) => ({
      key: id,
      product,
      name,
      description,
      unit,
      quantity,
      price,
      discount,
      tax,
      charged,
      term,
      cost: null,
      found: null,
      offers: null,
    }),
  )

/** The lines of an order that is not confirmed yet, being written: kept when they are left or asked for. */
export function useLines(id: string, content: OrderContent, rates: ReadonlyMap<string, number>) {
  const [lines, setLines] = useState(() => linesIn(content))
  const [state, setState] = useState<'saved' | 'unsaved' | 'saving'>('saved')
  const [marked, setMarked] = useState(false)
  const saves = useRef(content.saves)
  const turns = useRef<Promise<unknown>>(Promise.resolve())
  const keep = useContent(id)
  const { currency, inclusive, rounding, discount } = content
  const latest = useRef({ lines, state })
  useLayoutEffect(() => {
    latest.current = { lines, state }
  })
  useEffect(() => {
    if (content.saves === saves.current || state !== 'saved') return
    saves.current = content.saves
    setLines(linesIn(content))
  }, [content, state])

  const sums = useMemo(
    () => draftTotals(lines, rates, { currency, inclusive, rounding, discount }),
    [lines, rates, currency, inclusive, rounding, discount],
  )
  const send = async (insist: boolean): Promise<boolean> => {
    if (latest.current.state === 'saved') return true
    const sent = latest.current.lines
    const filled = sent.filter((line) => !isBlank(line))
    if (filled.some((line) => faultsOf(line, currency).length > 0)) {
      if (insist) {
        setMarked(true)
        toastFailed(t('quote.fixFirst'))
      }
      return false
    }
    setState('saving')
    try {
      const body = { lines: filled.map(lineOf), discount, saves: saves.current }
      const saved = await keep(call(orderRoutes.lines, { params: { id }, body }))
      saves.current = saved.saves
      setState(latest.current.lines === sent ? 'saved' : 'unsaved')
      setMarked(false)
      return true
    } catch (error) {
      setState('unsaved')
      if (statusOf(error) === 412) {
        toastWaiting(t('quote.savedMeanwhile'), t('quote.putBack'), () => change(() => sent))
        const now = await keep(call(orderRoutes.content, { params: { id } }))
        saves.current = now.saves
        setLines(linesIn(now))
        setState('saved')
      } else toastFailed(messageOf(error), () => void save(insist))
      return false
    }
  }
  /** Answers whether what is written is kept now; one goes after the other. */
  const save = (insist: boolean): Promise<boolean> => {
    const turn = turns.current.then(() => send(insist))
    turns.current = turn
    return turn
  }
  const change = (next: (before: readonly DraftLine[]) => readonly DraftLine[]) => {
    setState('unsaved')
    setLines(next)
  }
  return { lines, change, state, marked, save, ...sums }
}
export type LinesInWork = ReturnType<typeof useLines>
