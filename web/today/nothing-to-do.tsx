import { Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { useMay } from '../shell/session.tsx'
import { t } from '../text/t.ts'
import { EmptyState } from '../ui/empty-state.tsx'

/** Nothing is due: what could be done first, by who may do it. */
export function NothingToDo() {
  const may = useMay('deal')
  return (
    <EmptyState
      title={t('today.nothing')}
      actions={
        <>
          {may('see') && (
            <Button component={Link} to="/deals">
              {t('today.toDeals')}
            </Button>
          )}
          <Button component={Link} to="/call-queue">
            {t('nav.callLists')}
          </Button>
          <Button component={Link} to="/metrics">
            {t('today.toMetrics')}
          </Button>
        </>
      }
    >
      {t('today.nothingText')}
    </EmptyState>
  )
}
