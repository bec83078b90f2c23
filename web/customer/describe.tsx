import { lifecycleStages } from '../../contract/customer/lifecycle.ts'
import type { TimelineEntry } from '../../contract/customer/timeline.ts'
import { recordTypeOf, recordTypes } from '../../contract/record-types.ts'
import { choiceLabel, eventLabel, typeLabel } from '../text/labels.ts'
import { t } from '../text/t.ts'
import { day, dayIn } from '../ui/format.ts'
import { useManner } from '../ui/manner.tsx'
import { activityDescribers } from './describe-activities.tsx'
import { Changes } from './describe-changes.tsx'
import { dealDepthDescribers } from './describe-deal-depth.tsx'
import { dealDescribers } from './describe-deals.tsx'
import { leadDescribers } from './describe-leads.tsx'
import { orderDescribers } from './describe-orders.tsx'
import { quoteDescribers } from './describe-quotes.tsx'
import { About } from './entry-parts.tsx'
import type { Describer, Told } from './telling.ts'

const stageLabel = (stage: unknown) => choiceLabel(lifecycleStages, stage)
const other = (event: TimelineEntry, self: string) =>
  event.subject.id !== self && <About subject={event.subject} />
const typeOf = (event: TimelineEntry) => typeLabel(recordTypeOf(event.subject.type)).one

const created: Describer = (event, self) => {
  const source = event.changes['source']?.[1]
  return {
    what: event.origin === 'import' ? t('event.imported') : t('event.added'),
    more: (
      <>
        {other(event, self)}
        {typeof source === 'string' && ` · ${t('event.fromSource', { source })}`}
      </>
    ),
  }
}

const entered: Describer = (event, self) => {
  const stage = event.data['stage'] ?? event.changes['lifecycleStage']?.[1]
  return {
    what: stage
      ? t('event.became', { stage: stageLabel(stage).replace(/^(?!MQL)./, (letter) => letter.toLowerCase()) })
      : t('event.noStage'),
    more: other(event, self),
    body: <Changes event={event} without={['lifecycleStage']} />,
  }
}

const corrected: Describer = (event, self) => ({
  what: t('event.stageCorrected', { stage: stageLabel(event.data['stage']) }),
  more: (
    <>
      {other(event, self)} <EnteredAt change={event.changes['enteredAt']} />
    </>
  ),
})

function EnteredAt({ change }: { change: readonly unknown[] | undefined }) {
  const manner = useManner()
  if (!change) return null
  const [from, to] = change.map((at) => day(dayIn(String(at), manner), manner))
  return <>{t('event.fromTo', { from: from ?? '—', to: to ?? '—' })}</>
}

const identity =
  (key: 'event.identityAdded' | 'event.identityRemoved'): Describer =>
  (event, self) => ({
    what: t(key, { value: String(event.data['value'] ?? t('event.unknown')) }),
    more: other(event, self),
  })

const describers: Partial<Record<string, Describer>> = {
  'person.created': created,
  'company.created': created,
  'person.stage-entered': entered,
  'company.stage-entered': entered,
  'person.stage-corrected': corrected,
  'company.stage-corrected': corrected,
  'person.identity-added': identity('event.identityAdded'),
  'person.identity-removed': identity('event.identityRemoved'),
  'company.identity-added': identity('event.identityAdded'),
  'company.identity-removed': identity('event.identityRemoved'),
  'person.employment-changed': (event) => ({
    what: event.data['removed'] ? t('event.employmentRemoved') : t('event.employment'),
    more: event.company && <About subject={{ ...event.company, type: 'company', version: null }} />,
  }),
  ...activityDescribers,
  ...dealDescribers,
  ...dealDepthDescribers,
  ...quoteDescribers,
  ...orderDescribers,
  ...leadDescribers,
}

const titleIn = (event: TimelineEntry) => String(event.data['title'] ?? t('event.unknown'))

/** What can happen to a record of any type, for those that have no words of their own. */
const byVerb: Record<string, Describer> = {
  merged: (event, self) => ({
    what: t('event.mergedIn', { title: titleIn(event) }),
    more: other(event, self),
    body: <Changes event={event} />,
  }),
  unmerged: (event, self) => ({
    what: t('event.takenApart', {
      title: self === event.subject.id ? titleIn(event) : (event.subject.title ?? '—'),
    }),
    more: null,
  }),
  updated: (event, self) => ({
    what: t('event.changed'),
    more: other(event, self),
    body: <Changes event={event} />,
  }),
  deleted: (event) => ({
    what: t('event.binned', { type: typeOf(event) }),
    more: <About subject={event.subject} />,
  }),
  restored: (event) => ({
    what: t('event.restored', { type: typeOf(event) }),
    more: <About subject={event.subject} />,
  }),
}

/** Every event has words: its own, its verb's, or its name in the catalogue. */
export function describe(event: TimelineEntry, self: string): Told {
  const [subject, verb = ''] = event.type.split('.')
  const isRecord = recordTypes.some(({ name }) => name === subject)
  const own = describers[event.type] ?? (isRecord ? byVerb[verb] : undefined)
  return (
    own?.(event, self) ?? {
      what: eventLabel(event.type),
      more: other(event, self),
      body: <Changes event={event} />,
    }
  )
}
