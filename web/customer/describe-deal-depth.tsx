import { Link } from '@tanstack/react-router'
import type { TimelineEntry } from '../../contract/customer/timeline.ts'
import { addressOf } from '../records/address.ts'
import { eventLabel } from '../text/labels.ts'
import { About } from './entry-parts.tsx'
import type { Describer } from './telling.ts'

interface Named {
  id: string
  title: string
}

/** What the event names besides its deal: a competitor, an objection. */
function Other({ event, type }: { event: TimelineEntry; type: 'competitor' | 'objection' }) {
  const named = event.data[type] as Named | undefined
  if (!named) return null
  return (
    <>
      {' '}
      · <Link to={addressOf(type, named.id)}>{named.title}</Link>
    </>
  )
}

const about =
  (type?: 'competitor' | 'objection'): Describer =>
  (event) => ({
    what: eventLabel(event.type),
    more: (
      <>
        <About subject={event.subject} />
        {type && <Other event={event} type={type} />}
        {typeof event.data['item'] === 'string' && ` · ${event.data['item']}`}
      </>
    ),
    ...(typeof event.data['answer'] === 'string' && { body: <p>{event.data['answer']}</p> }),
  })

/** What happens around a deal: who has a say, who else is after it, what is said against it. */
export const dealDepthDescribers: Partial<Record<string, Describer>> = {
  'deal.item-checked': about(),
  'deal.item-unchecked': about(),
  'deal.person-added': about(),
  'deal.person-changed': about(),
  'deal.person-removed': about(),
  'deal.competitor-set': about('competitor'),
  'deal.competitor-removed': about('competitor'),
  'deal.objection-raised': about('objection'),
  'deal.objection-answered': about('objection'),
  'deal.objection-removed': about('objection'),
}
