import { Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { RecordType } from '../../contract/records/record-type.ts'
import { messageOf } from '../shell/api.ts'
import { useMay } from '../shell/session.tsx'
import { inText, typeLabel } from '../text/labels.ts'
import { t } from '../text/t.ts'
import { EmptyState } from '../ui/empty-state.tsx'

interface NoRecordsProps {
  type: RecordType
  narrowed?: boolean
  error?: unknown
  onRetry?: () => void
  onClear?: () => void
  onCreate?: () => void
}

/** Why the list shows nothing, and the one thing to do. */
export function NoRecords({ type, narrowed, error, onRetry, onClear, onCreate }: NoRecordsProps) {
  const may = useMay(type.name)
  const many = inText(typeLabel(type).many)
  if (error)
    return (
      <EmptyState title={t('error.page')} actions={<Button onClick={onRetry}>{t('ui.tryAgain')}</Button>}>
        {messageOf(error)}
      </EmptyState>
    )
  if (narrowed)
    return (
      <EmptyState
        title={t('records.noneMatch', { many })}
        actions={<Button onClick={onClear}>{t('records.clearFilter')}</Button>}
      >
        {t('records.noneMatchText')}
      </EmptyState>
    )
  return (
    <EmptyState
      title={t('records.none', { many })}
      actions={
        may('create') && (
          <>
            <Button variant="filled" onClick={onCreate}>
              {t('records.new', { type: inText(typeLabel(type).one) })}
            </Button>
            <Button component={Link} to="/import">
              {t('nav.import')}
            </Button>
          </>
        )
      }
    >
      {t('records.noneText')}
    </EmptyState>
  )
}
