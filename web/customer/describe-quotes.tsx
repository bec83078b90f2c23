import type { TimelineEntry } from '../../contract/customer/timeline.ts'
import type { Money } from '../../contract/values/money.ts'
import { eventLabel } from '../text/labels.ts'
import { Money as ShowMoney } from '../ui/manner.tsx'
import { Changes } from './describe-changes.tsx'
import { About } from './entry-parts.tsx'
import type { Describer } from './telling.ts'
import classes from './timeline.module.css'

const after = (event: TimelineEntry, field: string): unknown => event.changes[field]?.[1] ?? null

/** What happened, to which quote, and the words that the customer gave with it. */
const told =
  (words?: (event: TimelineEntry) => unknown): Describer =>
  (event) => {
    const total = after(event, 'total') as Money | null
    const said = words?.(event)
    return {
      what: eventLabel(event.type),
      more: (
        <>
          <About subject={event.subject} />
          {total && (
            <>
              {' '}
              ·{' '}
              <strong className={classes.amount}>
                <ShowMoney value={total} />
              </strong>
            </>
          )}
          {typeof said === 'string' && ` · ${said}`}
        </>
      ),
    }
  }

/** Quotes, told where they touch the customer. */
export const quoteDescribers: Partial<Record<string, Describer>> = {
  'quote.created': told(),
  'quote.updated': (event) => ({
    what: eventLabel(event.type),
    more: <About subject={event.subject} />,
    body: <Changes event={event} />,
  }),
  'quote.sent': told(),
  'quote.unsent': told(),
  'quote.viewed': told(),
  'quote.asked': told((event) => [event.data['name'], event.data['question']].filter(Boolean).join(': ')),
  'quote.accepted': told((event) => after(event, 'signedBy')),
  'quote.declined': told((event) => after(event, 'declineReason')),
  'quote.expired': told(),
  'quote.superseded': told(),
  'quote.withdrawn': told(),
  'quote.approval-requested': told(),
  'quote.approved': told(),
  'quote.refused': told(),
}
