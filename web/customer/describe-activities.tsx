import { lazy, Suspense } from 'react'
import { call, meeting } from '../../contract/customer/activities.ts'
import type { AnyRecord } from '../../contract/records/value.ts'
import { choiceLabel, eventLabel } from '../text/labels.ts'
import { t } from '../text/pages.ts'
import { DateTime } from '../ui/manner.tsx'
import { duration } from '../ui/format.ts'
import { useManner } from '../ui/manner.tsx'
import { About } from './entry-parts.tsx'
import { TaskBody } from './task-body.tsx'
import type { Describer } from './telling.ts'

const parts = (...words: (string | null | undefined | false)[]) => words.filter(Boolean).join(' · ')

function Call({ record }: { record: AnyRecord }) {
  const manner = useManner()
  const seconds = record['duration'] as number | null
  return (
    <>
      {parts(
        record['subject'] as string | null,
        record['outcome'] !== null && choiceLabel(call.fields.outcome.options, record['outcome']),
        seconds !== null && duration(seconds, manner),
      )}
    </>
  )
}

function Meeting({ record }: { record: AnyRecord }) {
  const place = record['location'] as string | null
  const rest = parts(
    record['outcome'] !== null && choiceLabel(meeting.fields.outcome.options, record['outcome']),
    place && t('entry.at', { place }),
  )
  return (
    <>
      {record.title} · <DateTime value={record['startsAt'] as string} />
      {rest && ` · ${rest}`}
    </>
  )
}

const link = (event: Parameters<Describer>[0]) => <About subject={event.subject} />

const EmailBody = lazy(() => import('./mail/email-body.tsx'))

const emailed: Describer = (event, self) => ({
  what: eventLabel(event.type),
  more: link(event),
  body: event.record && (
    <Suspense>
      <EmailBody record={event.record} self={self} />
    </Suspense>
  ),
})

/** Notes, calls, meetings and tasks, as they stand now; what is written in them is shown and edited in place. */
export const activityDescribers: Partial<Record<string, Describer>> = {
  'note.created': () => ({ what: t('event.noteWritten') }),
  'call.created': ({ record }) => ({
    what: record?.['direction'] === 'inbound' ? t('event.calledIn') : t('event.called'),
    more: record && <Call record={record} />,
  }),
  'meeting.created': ({ record }) => ({ what: t('event.met'), more: record && <Meeting record={record} /> }),
  'task.created': ({ record }) => ({
    what: t('event.taskGiven'),
    body: record && <TaskBody record={record} />,
  }),
  'email.sent': emailed,
  'email.received': emailed,
  'task.done': (event) => ({ what: t('event.taskDone'), more: link(event) }),
  'task.reopened': (event) => ({ what: t('event.taskReopened'), more: link(event) }),
}
