import { Button } from '@mantine/core'
import { queryOptions, useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import { operationRoutes } from '../../contract/team/operations.ts'
import { call, messageOf } from '../shell/api.ts'
import { t } from '../text/pages.ts'
import { Card } from '../ui/card.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { Relative } from '../ui/manner.tsx'
import { PageHeader } from '../ui/page-header.tsx'
import { Page } from '../ui/page.tsx'
import { SimpleTable } from '../ui/simple-table.tsx'
import { toastDone, toastFailed } from '../ui/toast.tsx'
import classes from './settings.module.css'

const failedJobs = queryOptions({
  queryKey: ['jobs', 'failed'],
  queryFn: ({ signal }) => call(operationRoutes.failedJobs, { signal }),
  refetchInterval: 10_000,
})

/** Work in the background that did not succeed, with its reason, to be tried again. */
export default function Jobs() {
  const { data } = useSuspenseQuery(failedJobs)
  const queries = useQueryClient()
  const retry = async (id: string) => {
    try {
      await call(operationRoutes.retryJob, { params: { id } })
      toastDone(t('jobs.retried'))
      await queries.invalidateQueries({ queryKey: ['jobs'] })
    } catch (error) {
      toastFailed(messageOf(error), () => void retry(id))
    }
  }
  return (
    <Page>
      <PageHeader title={t('jobs.title')} subtitle={t('jobs.text')} />
      <Card className={classes.flush ?? ''}>
        {data.data.length === 0 ? (
          <EmptyState title={t('jobs.none')}>{t('jobs.noneText')}</EmptyState>
        ) : (
          <SimpleTable
            label={t('jobs.title')}
            actions
            heads={[t('jobs.task'), t('jobs.error'), t('jobs.attempts'), t('jobs.next'), t('jobs.retry')]}
          >
            {data.data.map((job) => (
              <tr key={job.id}>
                <td className={classes.name}>{job.name}</td>
                <td>
                  <pre className={classes.error}>{job.error}</pre>
                </td>
                <td>
                  {job.attempts} / {job.maxAttempts}
                </td>
                <td className={classes.muted}>
                  {job.nextAt ? <Relative value={job.nextAt} /> : t('jobs.never')}
                </td>
                <td>
                  <Button
                    onClick={() => void retry(job.id)}
                    aria-label={t('jobs.retryOf', { job: job.name })}
                  >
                    {t('jobs.retry')}
                  </Button>
                </td>
              </tr>
            ))}
          </SimpleTable>
        )}
      </Card>
    </Page>
  )
}
