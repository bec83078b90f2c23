import { Button } from '@mantine/core'
import { useQueryErrorResetBoundary } from '@tanstack/react-query'
import { Link, useRouter } from '@tanstack/react-router'
import type { ErrorComponentProps } from '@tanstack/react-router'
import { t } from '../text/t.ts'
import { EmptyState } from '../ui/empty-state.tsx'
import { messageOf, statusOf } from './api.ts'

/** What a page shows when it could not be made: what happened, and what to do. */
export function ErrorPage({ error, reset }: ErrorComponentProps) {
  const router = useRouter()
  const { reset: resetQueries } = useQueryErrorResetBoundary()
  if (statusOf(error) === 404) return <NotFound />
  const again = () => {
    resetQueries()
    reset()
    void router.invalidate()
  }
  return (
    <div role="alert">
      <EmptyState
        title={t('error.page')}
        actions={
          <Button variant="filled" onClick={again}>
            {t('ui.tryAgain')}
          </Button>
        }
      >
        {messageOf(error)}
      </EmptyState>
    </div>
  )
}

export function NotFound() {
  return (
    <EmptyState
      title={t('error.notFound')}
      actions={
        <Button component={Link} to="/today">
          {t('error.toToday')}
        </Button>
      }
    >
      {t('error.notFoundText')}
    </EmptyState>
  )
}
