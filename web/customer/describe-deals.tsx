import type { TimelineEntry } from '../../contract/customer/timeline.ts'
import type { Money } from '../../contract/values/money.ts'
import { t } from '../text/t.ts'
import { Money as ShowMoney } from '../ui/manner.tsx'
import { Changes } from './describe-changes.tsx'
import { About } from './entry-parts.tsx'
import type { Describer } from './telling.ts'
import classes from './timeline.module.css'

const after = (event: TimelineEntry, field: string): unknown => event.changes[field]?.[1] ?? null

const Amount = ({ event }: { event: TimelineEntry }) => {
  // What it was worth at the time, where the event says so; otherwise today.
  const amount = (after(event, 'amount') as Money | null) ?? event.amount
  return (
    amount && (
      <>
        {' '}
        ·{' '}
        <strong className={classes.amount}>
          <ShowMoney value={amount} />
        </strong>
      </>
    )
  )
}

const Reason = ({ event, field }: { event: TimelineEntry; field: string }) => {
  const reason = after(event, field)
  return typeof reason === 'string' ? <> · {t('event.reason', { reason })}</> : null
}

/** Deals, told where they touch the customer: opened, moved on, won, lost. */
export const dealDescribers: Partial<Record<string, Describer>> = {
  'deal.created': (event) => ({
    what: t('event.dealOpened'),
    more: (
      <>
        <About subject={event.subject} />
        <Amount event={event} />
      </>
    ),
  }),
  'deal.stage-changed': (event) => ({
    what: t('event.dealMoved'),
    more: <About subject={event.subject} />,
    // What follows from the move would only repeat it.
    body: <Changes event={event} without={['stageSince', 'touchedAt', 'quietOn']} />,
  }),
  'deal.won': (event) => ({
    what: t('event.dealWon'),
    more: (
      <>
        <About subject={event.subject} />
        <Amount event={event} />
        <Reason event={event} field="wonReason" />
      </>
    ),
    passage: { from: 'sales', to: 'service' },
  }),
  'deal.lost': (event) => ({
    what: t('event.dealLost'),
    more: (
      <>
        <About subject={event.subject} />
        <Amount event={event} />
        <Reason event={event} field="lossReason" />
      </>
    ),
  }),
  'deal.reopened': (event) => ({ what: t('event.dealReopened'), more: <About subject={event.subject} /> }),
}
