import { Button } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useId, useState } from 'react'
import { readAddresses } from '../../../contract/customer/mail-address.ts'
import type { TimelineEntry } from '../../../contract/customer/timeline.ts'
import type { RecordType } from '../../../contract/records/record-type.ts'
import { messageOf } from '../../shell/api.ts'
import { eventLabel } from '../../text/labels.ts'
import { t } from '../../text/seldom.ts'
import { moment } from '../../ui/format.ts'
import { useManner } from '../../ui/manner.tsx'
import { RowsSkeleton } from '../../ui/skeleton.tsx'
import { timelineQuery, type Narrowing } from '../customer-api.ts'
import EmailBody from './email-body.tsx'
import classes from './mail.module.css'

interface ThreadProps {
  /** The latest message, under which the others are folded. */
  entry: TimelineEntry & { thread: NonNullable<TimelineEntry['thread']> }
  type: RecordType
  self: string
  narrowing: Narrowing
}

const mostNamed = 3

/** What somebody is called in a message: by name, or else by address. */
const nameOf = (sender: string): string => {
  const [found] = readAddresses(sender)
  return found?.name || (found?.address.includes('@') ? found.address : sender)
}

/** The earlier messages of a conversation: how many and by whom, and unfolded each of them, back in time. */
export default function Thread({ entry, type, self, narrowing }: ThreadProps) {
  const [open, setOpen] = useState(false)
  const list = useId()
  const names = [...new Set(entry.thread.senders.map(nameOf))]
  const named = names.slice(0, mostNamed).join(', ')
  const who =
    names.length > mostNamed ? t('mail.andOthers', { names: named, count: names.length - mostNamed }) : named
  return (
    <div>
      <div className={classes.below}>
        <Button
          size="compact-sm"
          variant="subtle"
          aria-expanded={open}
          aria-controls={list}
          onClick={() => setOpen(!open)}
        >
          {open ? t('mail.fold') : t('mail.unfold', { count: entry.thread.count - 1 })}
        </Button>
        {who && <span className={classes.quiet}>{who}</span>}
      </div>
      <div id={list} hidden={!open}>
        {open && <Earlier entry={entry} type={type} self={self} narrowing={narrowing} />}
      </div>
    </div>
  )
}

function Earlier({ entry, type, self, narrowing }: ThreadProps) {
  const manner = useManner()
  const { data, error, hasNextPage, isFetchingNextPage, fetchNextPage } = useInfiniteQuery(
    timelineQuery(type, self, { ...narrowing, conversation: entry.subject.id }),
  )
  if (error) return <p role="alert">{messageOf(error)}</p>
  if (!data) return <RowsSkeleton rows={2} height={44} />
  const messages = data.pages.flatMap((page) => page.data).filter(({ id }) => id !== entry.id)
  return (
    <>
      <ol className={classes.messages} aria-label={t('mail.earlier')}>
        {messages.map(({ id, type: event, at, record }) => (
          <li key={id}>
            <p>
              <strong>{eventLabel(event)}</strong>{' '}
              <span className={classes.quiet}>
                {[typeof record?.['sender'] === 'string' && nameOf(record['sender']), moment(at, manner)]
                  .filter(Boolean)
                  .join(' · ')}
              </span>
            </p>
            {record && <EmailBody record={record} self={self} />}
          </li>
        ))}
      </ol>
      {hasNextPage && (
        <Button variant="subtle" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
          {t('timeline.older')}
        </Button>
      )}
    </>
  )
}
