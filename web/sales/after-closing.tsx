import { useEffect, useRef, useState } from 'react'
import type { AnyRecord } from '../../contract/records/value.ts'
import { deal as dealType } from '../../contract/sales/deal.ts'
import { followSaves } from '../records/after-save.ts'
import { useShortcuts } from '../shell/shortcuts.ts'
import { t } from '../text/t.ts'
import { ClosingForm } from './closing-form.tsx'
import { reasonField } from './closing.ts'
import type { Outcome } from './closing.ts'
import classes from './closing.module.css'

/** A deal that was only moved, as a card on a board, into a stage that closes it. */
const closedBy = (asked: Readonly<Record<string, unknown>>, deal: AnyRecord): Outcome | null => {
  const status = deal['status'] as Outcome | 'open'
  return 'stage' in asked && !('closedOn' in asked) && status !== 'open' && !deal[reasonField[status]] ? status : null
}

/** Asks why a deal ended after it was moved there. It stands beside the work and takes neither focus nor click. */
export default function AfterClosing() {
  const [closed, setClosed] = useState<{ deal: AnyRecord; outcome: Outcome } | null>(null)
  const panel = useRef<HTMLElement>(null)
  useEffect(
    () =>
      followSaves((type, asked, deal) => {
        if (type.name !== dealType.name) return
        const outcome = closedBy(asked, deal)
        // What happens to the same deal afterwards, such as its being moved back, settles the question.
        setClosed((before) => (outcome ? { deal, outcome } : before?.deal.id === deal.id ? null : before))
      }),
    [],
  )
  useShortcuts(
    closed
      ? [{ keys: 'r', label: t('closing.giveReason'), run: () => panel.current?.querySelector<HTMLInputElement>('[data-reason]')?.focus() }]
      : [],
  )
  if (!closed) return null
  const { deal, outcome } = closed
  const title = t(outcome === 'won' ? 'closing.wonTitle' : 'closing.lostTitle', { deal: deal.title })
  return (
    <aside
      ref={panel}
      className={classes.after}
      aria-label={title}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || event.defaultPrevented) return
        event.stopPropagation()
        setClosed(null)
      }}
    >
      <div role="status">
        <h2 className={classes.afterTitle}>{title}</h2>
      </div>
      <ClosingForm key={deal.id} deal={deal} outcome={outcome} stages={[]} closed onDone={() => setClosed(null)} />
    </aside>
  )
}
