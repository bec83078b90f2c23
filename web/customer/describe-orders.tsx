import type { TimelineEntry } from '../../contract/customer/timeline.ts'
import type { Money } from '../../contract/values/money.ts'
import { eventLabel } from '../text/labels.ts'
import { t } from '../text/pages.ts'
import { Money as ShowMoney } from '../ui/manner.tsx'
import { Changes } from './describe-changes.tsx'
import { About } from './entry-parts.tsx'
import type { Describer } from './telling.ts'
import classes from './timeline.module.css'

const after = (event: TimelineEntry, field: string): Money | null =>
  (event.changes[field]?.[1] as Money | null | undefined) ?? null

const inData = (event: TimelineEntry) => (event.data['amount'] as Money | undefined) ?? null
const field = (name: string) => (event: TimelineEntry) => after(event, name)

/** What happened, to which record, over how much, and the words that were given with it. */
const told =
  (amountOf?: (event: TimelineEntry) => Money | null): Describer =>
  (event) => {
    const amount = amountOf?.(event)
    const reason = event.data['reason']
    return {
      what: eventLabel(event.type),
      more: (
        <>
          <About subject={event.subject} />
          {amount && (
            <>
              {' '}
              ·{' '}
              <strong className={classes.amount}>
                <ShowMoney value={amount} />
              </strong>
            </>
          )}
          {typeof reason === 'string' && ` · ${reason}`}
        </>
      ),
    }
  }

/** A credit note is an invoice of another kind, and is called what it is. */
const issued: Describer = (event, self) => ({
  ...told(field('total'))(event, self),
  ...(event.changes['kind']?.[1] === 'credit' && { what: t('event.creditIssued') }),
})

/** Below zero it went back to the customer. */
const paid: Describer = (event, self) => ({
  ...told(field('amount'))(event, self),
  ...(Number(after(event, 'amount')?.amount) < 0 && { what: t('event.paidBack') }),
})

const changed: Describer = (event) => ({
  what: eventLabel(event.type),
  more: <About subject={event.subject} />,
  body: <Changes event={event} />,
})

/** Orders and what follows from them, told where they touch the customer. */
export const orderDescribers: Partial<Record<string, Describer>> = {
  'order.created': told(),
  'order.updated': changed,
  'order.confirmed': told(),
  'order.delivered': told(),
  'order.part-delivered': told(),
  'order.cancelled': told(inData),
  'order.part-cancelled': told(inData),
  'order.refunded': told(inData),
  'order.part-refunded': told(inData),
  'invoice.created': issued,
  'payment.created': paid,
  'payment.matched': told(),
  'contract.created': told(field('monthly')),
  'contract.updated': changed,
  'contract.renewed': told(),
  'contract.price-changed': changed,
  'contract.cancelled': told(),
  'contract.ended': told(),
}
