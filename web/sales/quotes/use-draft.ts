import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react'
import { quoteRoutes, type Draft } from '../../../contract/sales/quote-routes.ts'
import type { Discount } from '../../../contract/sales/line.ts'
import type { Pricing } from '../../../contract/sales/line-totals.ts'
import { call, messageOf, statusOf } from '../../shell/api.ts'
import { t } from '../../text/seldom.ts'
import { toastFailed, toastWaiting } from '../../ui/toast.tsx'
import { draftTotals, faultsOf, isBlank, lineOf, linesFrom, type DraftLine } from './draft-lines.ts'
import { useContent } from './quote-api.ts'

/** What of a draft is written on the page. */
interface Written {
  lines: readonly DraftLine[]
  discount: Discount | null
  validUntil: string | null
  intro: string
  terms: string
}

const writtenIn = (draft: Draft): Written => ({
  lines: linesFrom(draft),
  discount: draft.discount,
  validUntil: draft.validUntil,
  intro: draft.intro,
  terms: draft.terms,
})

/** A draft being written: shown at once, kept when it is left or asked for, and never over what somebody else wrote. */
export function useDraft(id: string, draft: Draft, rates: ReadonlyMap<string, number>) {
  const [written, setWritten] = useState(() => writtenIn(draft))
  const [state, setState] = useState<'saved' | 'unsaved' | 'saving'>('saved')
  const [marked, setMarked] = useState(false)
  const [badDiscount, setBadDiscount] = useState(false)
  // How often it had been saved when it was read, and how often anything was typed: what is newer is not saved yet.
  const saves = useRef(draft.saves)
  const typed = useRef(0)
  const kept = useRef(0)
  const before = useRef<Promise<unknown>>(Promise.resolve())
  const keep = useContent(id)

  useEffect(() => {
    if (draft.saves === saves.current || state !== 'saved') return
    saves.current = draft.saves
    setWritten(writtenIn(draft))
  }, [draft, state])

  const change = useCallback((next: (written: Written) => Written) => {
    typed.current += 1
    setState('unsaved')
    setWritten(next)
  }, [])

  const { currency, inclusive, rounding } = draft
  const { discount } = written
  const pricing: Pricing = useMemo(
    () => ({ currency, inclusive, rounding, discount }),
    [currency, inclusive, rounding, discount],
  )
  const sums = useMemo(() => draftTotals(written.lines, rates, pricing), [written.lines, rates, pricing])
  const lines = written.lines.filter((line) => !isBlank(line))
  const complete = !badDiscount && lines.every((line) => faultsOf(line, currency).length === 0)

  const latest = useRef({ written, lines, complete })
  useLayoutEffect(() => {
    latest.current = { written, lines, complete }
  })

  const send = async (insist: boolean): Promise<boolean> => {
    const at = typed.current
    if (at === kept.current) return true
    const now = latest.current
    if (!now.complete) {
      if (insist) {
        setMarked(true)
        toastFailed(t('quote.fixFirst'))
      }
      return false
    }
    setState('saving')
    try {
      const body = { ...now.written, lines: now.lines.map(lineOf), saves: saves.current }
      const { draft: saved } = await keep(call(quoteRoutes.save, { params: { id }, body }))
      saves.current = saved?.saves ?? saves.current
      kept.current = at
      setState(at === typed.current ? 'saved' : 'unsaved')
      setMarked(false)
      return true
    } catch (error) {
      if (statusOf(error) === 412) {
        toastWaiting(t('quote.savedMeanwhile'), t('quote.putBack'), () => change(() => now.written))
        kept.current = typed.current
        setState('saved')
        await keep(call(quoteRoutes.content, { params: { id } }))
      } else {
        setState('unsaved')
        toastFailed(messageOf(error), () => void save(insist))
      }
      return false
    }
  }
  /** Answers whether what is written is kept now. One goes after the other: each says how often it was saved before. */
  const save = (insist: boolean): Promise<boolean> => {
    const turn = before.current.then(() => send(insist))
    before.current = turn
    return turn
  }

  return { written, change, state, marked, badDiscount, setBadDiscount, save, pricing, ...sums }
}
export type DraftInWork = ReturnType<typeof useDraft>
