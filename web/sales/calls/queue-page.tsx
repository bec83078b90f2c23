import { Button } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate, useParams } from '@tanstack/react-router'
import { useCallback, useEffect, useRef, useState } from 'react'
import { call as callType, meeting, note } from '../../../contract/customer/activities.ts'
import { callListRoutes, type NextCall, type QueueEntry } from '../../../contract/sales/call-lists.ts'
import { lead as leadType } from '../../../contract/sales/lead.ts'
import { addressOf } from '../../records/address.ts'
import { recordQuery } from '../../records/record-api.ts'
import { call, messageOf } from '../../shell/api.ts'
import { useLiveEvents } from '../../shell/live.ts'
import { useMay } from '../../shell/session.tsx'
import { useShortcuts } from '../../shell/shortcuts.ts'
import { choiceLabel, typeLabel } from '../../text/labels.ts'
import { t } from '../../text/seldom.ts'
import { Card } from '../../ui/card.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { clock, day, dayIn } from '../../ui/format.ts'
import { KeyHint } from '../../ui/key-hint.tsx'
import { Relative, useManner } from '../../ui/manner.tsx'
import { PageHeader } from '../../ui/page-header.tsx'
import { Page } from '../../ui/page.tsx'
import { CardSkeleton } from '../../ui/skeleton.tsx'
import { useNow } from '../../ui/use-now.ts'
import { Guide } from '../leads/guide.tsx'
import { nextQuery } from './call-list-api.ts'
import { OutcomeForm } from './outcome-form.tsx'
import classes from './calls.module.css'

/** Calls a list through: who is next and why, what was before, what to say, what came of it, and the next person at once. */
export default function QueuePage() {
  const { id = '' } = useParams({ strict: false })
  return <Queue key={id} id={id} />
}

function Queue({ id }: { id: string }) {
  const queries = useQueryClient()
  const navigate = useNavigate()
  const [anyHour, setAnyHour] = useState(false)
  const query = nextQuery(id, anyHour)
  const { data, error, refetch } = useQuery(query)
  const entry = data?.entry ?? null
  const whom = entry?.person.id
  // They may have asked just now not to be called.
  useLiveEvents(
    useCallback(
      (events) => {
        if (events.some(({ type, subjectId }) => type === 'person.updated' && subjectId === whom))
          void refetch()
      },
      [whom, refetch],
    ),
  )
  const pause = async () => {
    if (entry) await call(callListRoutes.release, { params: { id, entry: entry.id } }).catch(() => undefined)
    queries.removeQueries({ queryKey: ['call-queue', id] })
    await navigate({ to: '/call-queue' })
  }
  if (error)
    return (
      <Page>
        <PageHeader title={t('calls.title')} />
        <EmptyState
          title={messageOf(error)}
          actions={
            <Button component={Link} to="/call-queue">
              {t('calls.toLists')}
            </Button>
          }
        />
      </Page>
    )
  if (!data)
    return (
      <Page>
        <CardSkeleton lines={8} />
      </Page>
    )
  const { list } = data
  return (
    <Page>
      <PageHeader
        title={list.name}
        subtitle={[
          t('calls.progress', { done: list.called + list.skipped, total: list.total }),
          list.later > 0 && t('calls.later', { count: list.later }),
        ]
          .filter(Boolean)
          .join(' · ')}
        actions={<Button onClick={() => void pause()}>{t('calls.stop')}</Button>}
      />
      <Told next={data} />
      {entry ? (
        <div className={classes.columns}>
          <div className={classes.column}>
            <Whom key={`whom ${entry.id}`} entry={entry} reason={list.reason} />
            <OutcomeForm
              key={entry.id}
              listId={id}
              entry={entry}
              onNext={() => refetch().then(() => undefined)}
            />
          </div>
          <div className={classes.column}>
            {list.script && (
              <Card title={t('calls.script')}>
                <p className={classes.script}>{list.script}</p>
              </Card>
            )}
            {entry.lead && <LeadGuide key={entry.lead.id} id={entry.lead.id} />}
            <History entry={entry} />
          </div>
        </div>
      ) : (
        <Nobody next={data} onAnyHour={() => setAnyHour(true)} />
      )}
    </Page>
  )
}

/** Who was skipped on the way, and why: said, so that nobody wonders. */
function Told({ next: { skipped } }: { next: NextCall }) {
  if (skipped.length === 0) return null
  const named = (reason: string) => skipped.filter((one) => one.reason === reason).map(({ title }) => title)
  const [no, none] = [named('do_not_contact'), named('no_phone')]
  return (
    <p role="status" className={classes.quiet}>
      {no.length > 0 && t('calls.skippedWish', { names: no.join(', ') })}{' '}
      {none.length > 0 && t('calls.skippedPhone', { names: none.join(', ') })}
    </p>
  )
}

function Nobody({
  next: { asleep, asleepUntil, list },
  onAnyHour,
}: {
  next: NextCall
  onAnyHour: () => void
}) {
  const manner = useManner()
  if (asleep > 0 && asleepUntil)
    return (
      <EmptyState
        title={t('calls.asleep', { count: asleep })}
        actions={<Button onClick={onAnyHour}>{t('calls.anyHour')}</Button>}
      >
        {t('calls.asleepUntil', {
          when: `${day(dayIn(asleepUntil, manner), manner)} ${clock(asleepUntil, manner)}`,
        })}
      </EmptyState>
    )
  return (
    <EmptyState
      title={t(list.later > 0 ? 'calls.allForNow' : 'calls.allDone')}
      actions={
        <Button component={Link} to="/call-queue">
          {t('calls.toLists')}
        </Button>
      }
    >
      {list.later > 0 && t('calls.later', { count: list.later })}
    </EmptyState>
  )
}

/** The person, why they are called, the number, and what time it is where they are. */
function Whom({ entry, reason }: { entry: QueueEntry; reason: string }) {
  const manner = useManner()
  const now = useNow()
  const dial = useRef<HTMLAnchorElement>(null)
  const there = clock(now.toISOString(), { ...manner, zone: entry.zone })
  useEffect(() => dial.current?.focus(), [])
  useShortcuts([{ keys: 'c', label: t('calls.dial'), run: () => dial.current?.click() }])
  return (
    <Card
      title={
        <Link to={addressOf('person', entry.person.id)} className={classes.name}>
          {entry.person.title}
        </Link>
      }
      aside={[entry.jobTitle, entry.company?.title].filter(Boolean).join(' · ')}
    >
      <p className={classes.number}>
        <a ref={dial} href={`tel:${entry.phone}`}>
          {entry.phone}
        </a>{' '}
        <KeyHint keys="c" />
      </p>
      <p className={classes.quiet}>
        {entry.zoneKnown ? t('calls.there', { time: there }) : t('calls.zoneUnknown', { time: there })}
        {entry.tries > 0 && ` · ${t('calls.tries', { count: entry.tries })}`}
      </p>
      {(reason || entry.lead) && (
        <p className={classes.why}>
          {[reason, entry.lead?.title, entry.lead?.interest].filter(Boolean).join(' · ')}
        </p>
      )}
    </Card>
  )
}

function LeadGuide({ id }: { id: string }) {
  const may = useMay(leadType.name)
  const { data } = useQuery(recordQuery(leadType, id))
  return data ? <Guide lead={data} canEdit={may('edit', data)} /> : null
}

const touchTypes = { call: callType, note, meeting } as const

function History({ entry: { history } }: { entry: QueueEntry }) {
  return (
    <Card title={t('calls.history')}>
      {history.length === 0 ? (
        <p className={classes.quiet}>{t('calls.noHistory')}</p>
      ) : (
        <ul>
          {history.map(({ type, id, at, title, outcome }) => (
            <li key={id} className={classes.touch}>
              <Link to={addressOf(type, id)} className={classes.name}>
                {title}
              </Link>
              <span className={classes.quiet}>
                {typeLabel(touchTypes[type]).one}
                {outcome &&
                  type !== 'note' &&
                  ` · ${choiceLabel(touchTypes[type].fields.outcome.options, outcome)}`}{' '}
                · <Relative value={at} />
              </span>
            </li>
          ))}
        </ul>
      )}
    </Card>
  )
}
