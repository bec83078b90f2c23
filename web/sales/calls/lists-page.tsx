import { Button, Progress } from '@mantine/core'
import '@mantine/core/styles/Progress.layer.css'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { callListRoutes, type CallList } from '../../../contract/sales/call-lists.ts'
import { call, messageOf } from '../../shell/api.ts'
import { t } from '../../text/seldom.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { PageHeader } from '../../ui/page-header.tsx'
import { Page } from '../../ui/page.tsx'
import { RowsSkeleton } from '../../ui/skeleton.tsx'
import { toastFailed } from '../../ui/toast.tsx'
import { callListsQuery } from './call-list-api.ts'
import { EditList } from './edit-list.tsx'
import classes from './calls.module.css'

/** One's own call lists and those that are shared, with how far each has come. */
export default function ListsPage() {
  const { data, error } = useQuery(callListsQuery)
  return (
    <Page>
      <PageHeader title={t('calls.title')} subtitle={t('calls.about')} />
      {error ? (
        messageOf(error)
      ) : !data ? (
        <RowsSkeleton rows={4} />
      ) : data.length === 0 ? (
        <EmptyState
          title={t('calls.none')}
          actions={
            <>
              <Button component={Link} to="/people">
                {t('calls.toPeople')}
              </Button>
              <Button component={Link} to="/leads">
                {t('calls.toLeads')}
              </Button>
            </>
          }
        >
          {t('calls.noneText')}
        </EmptyState>
      ) : (
        <ul className={classes.lists}>
          {data.map((list) => (
            <Row key={list.id} list={list} />
          ))}
        </ul>
      )}
    </Page>
  )
}

function Row({ list }: { list: CallList }) {
  const queries = useQueryClient()
  const [editing, setEditing] = useState(false)
  const attempt = async (run: () => Promise<unknown>): Promise<void> => {
    try {
      await run()
      await queries.invalidateQueries({ queryKey: callListsQuery.queryKey })
    } catch (error) {
      toastFailed(messageOf(error), () => void attempt(run))
    }
  }
  const params = { id: list.id }
  const paused = list.pausedAt !== null
  const done = list.called + list.skipped
  return (
    <li className={classes.list}>
      <div className={classes.words}>
        <Link to="/call-queue/$id" params={params} className={classes.name}>
          {list.name}
        </Link>
        <span className={classes.quiet}>
          {[
            t('calls.progress', { done, total: list.total }),
            list.later > 0 && t('calls.later', { count: list.later }),
            list.owner?.title,
            list.shared && t('calls.shared'),
            paused && t('calls.paused'),
          ]
            .filter(Boolean)
            .join(' · ')}
        </span>
        <Progress value={list.total === 0 ? 0 : (100 * done) / list.total} aria-label={list.name} />
      </div>
      {list.mayChange && (
        <>
          <Button onClick={() => setEditing(true)} aria-label={t('calls.editNamed', { name: list.name })}>
            {t('calls.edit')}
          </Button>
          {editing && <EditList list={list} onDone={() => setEditing(false)} />}
          <Button
            onClick={() =>
              void attempt(() => call(callListRoutes.change, { params, body: { paused: !paused } }))
            }
          >
            {t(paused ? 'calls.resume' : 'calls.pause')}
          </Button>
          <Button
            variant="subtle"
            onClick={() => void attempt(() => call(callListRoutes.remove, { params }))}
            aria-label={t('calls.deleteNamed', { name: list.name })}
          >
            {t('calls.delete')}
          </Button>
        </>
      )}
    </li>
  )
}
