import { Button, CloseButton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { lazy, Suspense, useState } from 'react'
import { mostNamed, type BulkSelection } from '../../contract/records/bulk-edit.ts'
import { mostMerged } from '../../contract/records/merge.ts'
import type { RecordType } from '../../contract/records/record-type.ts'
import { useMay } from '../shell/session.tsx'
import { useShortcuts } from '../shell/shortcuts.ts'
import { inText, typeLabel } from '../text/labels.ts'
import { t } from '../text/pages.ts'
import { number } from '../ui/format.ts'
import { useManner } from '../ui/manner.tsx'
import { useChanges } from './changes.ts'
import classes from './list-page.module.css'
import { countedAtMost, countQuery } from './record-api.ts'
import type { Listing } from './record-api.ts'
import type { Selection } from './selection.ts'

const BulkDialog = lazy(() => import('./bulk/bulk-dialog.tsx'))

interface SelectionBarProps {
  type: RecordType
  listing: Listing
  /** How many records are loaded. */
  loaded: number
  selection: Selection
}

/** What can be done to everything chosen. */
export function SelectionBar({ type, listing, loaded, selection }: SelectionBarProps) {
  const may = useMay(type.name)
  const manner = useManner()
  const { remove } = useChanges(type)
  const [edited, setEdited] = useState<{ selection: BulkSelection; count: number | null } | null>(null)
  const { data: matching } = useQuery(countQuery(type, listing))
  const navigate = useNavigate()
  const ids = [...selection.ids]
  const { whole } = selection
  const removeAll = () => {
    selection.clear()
    void remove(ids)
  }
  const mayDelete = may('delete') && !whole
  // Everything that is loaded is chosen, and there is more.
  const more =
    !whole &&
    ids.length >= loaded &&
    matching !== undefined &&
    (matching > ids.length || matching >= countedAtMost)
  const many = inText(typeLabel(type).many)
  useShortcuts(mayDelete ? [{ keys: 'delete', label: t('records.delete'), run: removeAll }] : [])
  const shown = whole ? t('bulk.all', { many }) : t('records.selected', { count: ids.length })
  const edit = () =>
    setEdited({
      selection: whole ? { filter: listing.filter, ...(listing.q && { q: listing.q }) } : { ids },
      count: whole ? null : ids.length,
    })
  return (
    <>
      {ids.length > 0 && (
        <div className={classes.selection} role="toolbar" aria-label={shown}>
          <span className={classes.selected} aria-live="polite">
            {shown}
          </span>
          {more && may('edit') && (
            <Button variant="subtle" onClick={selection.chooseWhole}>
              {t('bulk.chooseAll', {
                count:
                  matching >= countedAtMost
                    ? t('records.countCapped', { count: matching })
                    : number(matching, manner),
              })}
            </Button>
          )}
          {may('edit') && (
            <Button onClick={edit} disabled={!whole && ids.length > mostNamed}>
              {t('bulk.edit')}
            </Button>
          )}
          {ids.length > 1 && ids.length <= mostMerged + 1 && !whole && (
            <Button
              onClick={() =>
                void navigate({ to: `/compare/${type.plural}`, search: { ids: ids.join(',') } as never })
              }
            >
              {t('compare.compare')}
            </Button>
          )}
          {(type.name === 'person' || type.name === 'lead') && !whole && ids.length <= mostNamed && (
            <Button
              onClick={() =>
                void navigate({
                  to: '/call-queue/new',
                  search: { type: type.name, ids: ids.join(',') } as never,
                })
              }
            >
              {t('lists.callList')}
            </Button>
          )}
          {mayDelete && (
            <Button color="red" onClick={removeAll}>
              {t('records.delete')}
            </Button>
          )}
          <CloseButton aria-label={t('records.clearSelection')} onClick={selection.clear} />
        </div>
      )}
      {edited && (
        <Suspense>
          <BulkDialog type={type} {...edited} onStarted={selection.clear} onClose={() => setEdited(null)} />
        </Suspense>
      )}
    </>
  )
}
