import { lazy, Suspense, useEffect, useRef, useState } from 'react'
import type { AnyRecord } from '../../contract/records/value.ts'
import { deal as dealType } from '../../contract/sales/deal.ts'
import { followSaves } from '../records/after-save.ts'
import { useShortcuts } from '../shell/shortcuts.ts'
import { t } from '../text/t.ts'
import { reasonField } from './closing.ts'
import type { Outcome } from './closing.ts'
import classes from './closing.module.css'

/** Every page listens, few ever ask. */
const WhyItEnded = lazy(async () => ({ default: (await import('./asking-dialog.tsx')).WhyItEnded }))

/** A deal that was only moved, as a card on a board, into a stage that closes it. */
const closedBy = (asked: Readonly<Record<string, unknown>>, deal: AnyRecord): Outcome | null => {
  const status = deal['status'] as Outcome | 'open'
  return 'stage' in asked && !('closedOn' in asked) && status !== 'open' && !deal[reasonField[status]]
    ? status
    : null
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
      ? [
          {
            keys: 'y',
            label: t('closing.giveReason'),
            run: () => panel.current?.querySelector<HTMLInputElement>('[data-reason]')?.focus(),
          },
          { keys: 'escape', label: t('closing.later'), run: () => setClosed(null) },
        ]
      : [],
  )
  if (!closed) return null
  const { deal, outcome } = closed
  const title = t(outcome === 'won' ? 'closing.wonTitle' : 'closing.lostTitle', { deal: deal.title })
  return (
    <aside ref={panel} className={classes.after} aria-label={title}>
      <div role="status">
        <h2 className={classes.afterTitle}>{title}</h2>
      </div>
      <Suspense>
        <WhyItEnded key={deal.id} deal={deal} outcome={outcome} onDone={() => setClosed(null)} />
      </Suspense>
    </aside>
  )
}
