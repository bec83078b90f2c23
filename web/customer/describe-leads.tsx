import type { TimelineEntry } from '../../contract/customer/timeline.ts'
import { day } from '../ui/format.ts'
import { eventLabel } from '../text/labels.ts'
import { t } from '../text/t.ts'
import { useManner } from '../ui/manner.tsx'
import { About } from './entry-parts.tsx'
import { Changes } from './describe-changes.tsx'
import type { Describer } from './telling.ts'

const after = (event: TimelineEntry, field: string): unknown => event.changes[field]?.[1] ?? null

const Why = ({ event }: { event: TimelineEntry }) => {
  const reason = after(event, 'reason')
  return typeof reason === 'string' ? <> · {t('event.reason', { reason })}</> : null
}

function Back({ event }: { event: TimelineEntry }) {
  const manner = useManner()
  const on = after(event, 'recycleOn')
  return typeof on === 'string' ? <> · {day(on, manner)}</> : null
}

/** What follows from the step that is told, and would only repeat it. */
const known = [
  'status',
  'reason',
  'recycleOn',
  'respondBy',
  'warnAt',
  'assignedAt',
  'firstTouchedAt',
  'convertedAt',
  'deal',
]

const step: Describer = (event) => ({
  what: eventLabel(event.type),
  more: (
    <>
      <About subject={event.subject} />
      <Why event={event} />
      <Back event={event} />
    </>
  ),
  body: <Changes event={event} without={known} />,
})

const arrived: Describer = (event) => {
  const source = after(event, 'source')
  return {
    what: eventLabel(event.type),
    more: (
      <>
        <About subject={event.subject} />
        {typeof source === 'string' && ` · ${t('event.fromSource', { source })}`}
      </>
    ),
  }
}

/** Leads, told where they touch the customer: arrived, given to somebody, taken on, decided. */
export const leadDescribers: Partial<Record<string, Describer>> = {
  'lead.created': arrived,
  'lead.assigned': step,
  'lead.worked': step,
  'lead.touched': (event) => ({ what: eventLabel(event.type), more: <About subject={event.subject} /> }),
  'lead.qualified': step,
  'lead.disqualified': step,
  'lead.recycled': step,
  'lead.reopened': step,
  'lead.converted': (event) => ({ what: eventLabel(event.type), more: <About subject={event.subject} /> }),
}
