import { Button, NativeSelect, TextInput } from '@mantine/core'
import { infiniteQueryOptions, useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { urlOf } from '../../contract/http/client.ts'
import { eventKinds, origins } from '../../contract/ledger/event-type.ts'
import { auditRoutes, type AuditEntry, type AuditFilter } from '../../contract/team/audit.ts'
import { user as userType } from '../../contract/team/user.ts'
import { addressOf } from '../records/address.ts'
import { someQuery } from '../records/record-api.ts'
import { call, messageOf } from '../shell/api.ts'
import { useTypes } from '../shell/types.ts'
import { eventLabel, typeLabel } from '../text/labels.ts'
import { t } from '../text/seldom.ts'
import { Card } from '../ui/card.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { DateTime } from '../ui/manner.tsx'
import { PageHeader } from '../ui/page-header.tsx'
import { Page } from '../ui/page.tsx'
import { SimpleTable } from '../ui/simple-table.tsx'
import { RowsSkeleton } from '../ui/skeleton.tsx'
import { auditDetail } from './audit-detail.ts'
import classes from './settings.module.css'

const logQuery = (filter: Partial<AuditFilter>) =>
  infiniteQueryOptions({
    queryKey: ['audit', filter],
    queryFn: ({ pageParam, signal }) =>
      call(auditRoutes.list, {
        query: { ...filter, limit: 60, ...(pageParam && { after: pageParam }) },
        signal,
      }),
    initialPageParam: null as string | null,
    getNextPageParam: ({ next }) => next,
  })

/** The beginning of a day in the reader's zone, as a moment. */
const startOf = (day: string, more = 0) => {
  const date = new Date(`${day}T00:00:00`)
  date.setDate(date.getDate() + more)
  return date.toISOString()
}

/** What is no record and has entries of its own. */
const others = [
  'organisation',
  'role',
  'invitation',
  'sign-in-provider',
  'key',
  'webhook',
  'outgoing-address',
  'field',
  'backup',
  'export',
] as const

/** Everything that was done, for administrators: narrowed by who, what and how, and to be taken away. */
export default function Audit() {
  const types = useTypes()
  const [choice, setChoice] = useState({ actor: '', subject: '', kind: '', origin: '', from: '', to: '' })
  const filter = {
    ...(choice.actor && { actor: choice.actor }),
    ...(choice.subject && { subject: choice.subject }),
    ...(choice.kind && { kind: choice.kind as AuditFilter['kind'] }),
    ...(choice.origin && { origin: choice.origin as AuditFilter['origin'] }),
    ...(choice.from && { from: startOf(choice.from) }),
    ...(choice.to && { to: startOf(choice.to, 1) }),
  }
  const log = useInfiniteQuery(logQuery(filter))
  const { data: members } = useQuery(
    someQuery(userType, { filter: null, sort: 'name', fields: ['name'] }, 200),
  )
  const field = (name: keyof typeof choice) => ({
    value: choice[name],
    onChange: (event: { currentTarget: { value: string } }) =>
      setChoice({ ...choice, [name]: event.currentTarget.value }),
  })
  const entries = log.data?.pages.flatMap(({ data }) => data) ?? []
  return (
    <Page>
      <PageHeader
        title={t('audit.title')}
        subtitle={t('audit.text')}
        actions={
          <Button component="a" href={urlOf(auditRoutes.export, { query: filter })} download>
            {t('audit.export')}
          </Button>
        }
      />
      <div className={classes.filters} role="search">
        <NativeSelect
          label={t('audit.who')}
          data={[
            { value: '', label: t('audit.anyone') },
            ...(members?.data ?? []).map(({ id, title }) => ({ value: id, label: title })),
          ]}
          {...field('actor')}
        />
        <NativeSelect
          label={t('audit.subject')}
          data={[
            { value: '', label: t('audit.anything') },
            ...types.all.map((type) => ({ value: type.name, label: typeLabel(type).many })),
            ...others.map((name) => ({ value: name, label: t(`audit.of.${name}`) })),
          ]}
          {...field('subject')}
        />
        <NativeSelect
          label={t('audit.kind')}
          data={[
            { value: '', label: t('audit.anyKind') },
            ...eventKinds.map((kind) => ({ value: kind, label: t(`audit.kind.${kind}`) })),
          ]}
          {...field('kind')}
        />
        <NativeSelect
          label={t('audit.origin')}
          data={[
            { value: '', label: t('audit.anyOrigin') },
            ...origins.map((origin) => ({ value: origin, label: t(`audit.origin.${origin}`) })),
          ]}
          {...field('origin')}
        />
        <TextInput label={t('audit.from')} type="date" {...field('from')} />
        <TextInput label={t('audit.to')} type="date" {...field('to')} />
      </div>
      <Card className={classes.flush ?? ''}>
        {log.error ? (
          <EmptyState title={messageOf(log.error)} />
        ) : log.isPending ? (
          <RowsSkeleton />
        ) : entries.length === 0 ? (
          <EmptyState title={t('audit.none')}>{t('audit.noneText')}</EmptyState>
        ) : (
          <SimpleTable
            label={t('audit.title')}
            heads={[t('audit.when'), t('audit.who'), t('audit.what'), t('audit.subject'), t('audit.changes')]}
          >
            {entries.map((entry) => (
              <Entry key={entry.id} entry={entry} />
            ))}
          </SimpleTable>
        )}
      </Card>
      {log.hasNextPage && (
        <div className={classes.actions}>
          <Button loading={log.isFetchingNextPage} onClick={() => void log.fetchNextPage()}>
            {t('audit.more')}
          </Button>
        </div>
      )}
    </Page>
  )
}

function Entry({ entry }: { entry: AuditEntry }) {
  const types = useTypes()
  const { subject, actor, key } = entry
  const type = types.all.find(({ name }) => name === subject.type)
  return (
    <tr>
      <td className={classes.when}>
        <DateTime value={entry.recordedAt} />
      </td>
      <td>
        {actor?.title ?? (key ? t('audit.key', { name: key.title }) : t('audit.system'))}{' '}
        <span className={classes.muted}>{t(`audit.origin.${entry.origin}`)}</span>
      </td>
      <td>{eventLabel(entry.type)}</td>
      <td>
        {type && subject.title !== null ? (
          <a href={addressOf(type.name, subject.id)} className={classes.name}>
            {subject.title}
          </a>
        ) : (
          (subject.title ?? '—')
        )}
      </td>
      <td className={classes.muted}>{auditDetail(entry, types)}</td>
    </tr>
  )
}
