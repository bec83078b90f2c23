import { Button } from '@mantine/core'
import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { useRef } from 'react'
import type { ImportMapping } from '../../../contract/records/import-mapping.ts'
import { importRoutes } from '../../../contract/records/import-routes.ts'
import type { Import } from '../../../contract/records/import.ts'
import { call, messageOf } from '../../shell/api.ts'
import { done } from '../../shell/undo.ts'
import { t } from '../../text/seldom.ts'
import { Card } from '../../ui/card.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { number } from '../../ui/format.ts'
import { Relative, useManner } from '../../ui/manner.tsx'
import { PageHeader } from '../../ui/page-header.tsx'
import { Page } from '../../ui/page.tsx'
import { SimpleTable } from '../../ui/simple-table.tsx'
import { RowsSkeleton } from '../../ui/skeleton.tsx'
import { toastFailed } from '../../ui/toast.tsx'
import { emptyDraft, mappingOf } from './draft.ts'
import { holdDraft } from './draft-store.ts'
import { ChooseFiles, DropTarget, Sendings } from './drop-area.tsx'
import { importQuery, importsQuery, mappingsQuery } from './import-api.ts'
import classes from './import.module.css'
import { useRemoveImport } from './remove-import.ts'
import { useTakeFiles } from './uploads.ts'

/** Where an import begins, and what came of those before. */
export default function StartPage() {
  const { begin, open } = useBegin()
  return (
    <DropTarget onFiles={begin}>
      <Page>
        <PageHeader title={t('import.title')} subtitle={t('import.text')} />
        <div className={classes.stack}>
          <div className={classes.dropArea}>
            <p className={classes.dropTitle}>{t('import.drop')}</p>
            <p className={classes.muted}>{t('import.dropText')}</p>
            <ChooseFiles onFiles={begin} label={t('import.choose')} filled />
          </div>
          <Sendings />
          <Mappings onUse={(mapping) => void open(mapping)} />
          <PastImports />
        </div>
      </Page>
    </DropTarget>
  )
}

/** A draft begins with the first file that arrives, or with a mapping, and its page opens. */
function useBegin() {
  const navigate = useNavigate()
  const queries = useQueryClient()
  const begun = useRef<Promise<string> | null>(null)
  const open = async (mapping: ImportMapping = mappingOf(emptyDraft)) => {
    const made = await call(importRoutes.create, { body: { mapping, files: [], draft: true } })
    queries.setQueryData(importQuery(made.id).queryKey, made)
    holdDraft(queries, made)
    await navigate({ to: '/import/$id', params: { id: made.id } })
    return made.id
  }
  // Of files that are sent together the first to arrive begins it for all.
  const take = useTakeFiles(() => (begun.current ??= open()))
  const begin = (files: readonly File[]) => {
    begun.current = null
    void take(files)
  }
  return {
    begin,
    open: (mapping: ImportMapping) => open(mapping).catch((error: unknown) => toastFailed(messageOf(error))),
  }
}

function Mappings({ onUse }: { onUse: (mapping: ImportMapping) => void }) {
  const { data } = useQuery(mappingsQuery)
  const queries = useQueryClient()
  if (!data || data.data.length === 0) return null
  const remove = async (id: string, name: string) => {
    const kept = data.data.find((saved) => saved.id === id)?.mapping
    try {
      await call(importRoutes.deleteMapping, { params: { id } })
      done(t('import.mappingDeleted', { name }), async () => {
        if (kept) await call(importRoutes.saveMapping, { body: kept })
        await queries.invalidateQueries({ queryKey: mappingsQuery.queryKey })
      })
      await queries.invalidateQueries({ queryKey: mappingsQuery.queryKey })
    } catch (error) {
      toastFailed(messageOf(error), () => void remove(id, name))
    }
  }
  return (
    <Card title={t('import.mappings')}>
      <ul>
        {data.data.map(({ id, name, mapping }) => (
          <li key={id} className={classes.saved}>
            <span className={classes.grow}>
              <span className={classes.strong}>{name}</span>{' '}
              <span className={classes.muted}>
                {t('import.mappingFiles', {
                  files: [...new Set(mapping.files.map(({ match }) => match))].join(', '),
                })}
              </span>
            </span>
            <Button
              variant="subtle"
              aria-label={t('import.mappingDelete', { name })}
              onClick={() => void remove(id, name)}
            >
              {t('records.delete')}
            </Button>
            <Button aria-label={t('import.mappingUseOf', { name })} onClick={() => onUse(mapping)}>
              {t('import.mappingUse')}
            </Button>
          </li>
        ))}
      </ul>
    </Card>
  )
}

function PastImports() {
  const list = useInfiniteQuery(importsQuery)
  const remove = useRemoveImport()
  const manner = useManner()
  const rows = list.data?.pages.flatMap((page) => page.data) ?? []
  const refused = (one: Import) => one.passes.reduce((sum, pass) => sum + pass.counts.refused, 0)
  return (
    <Card title={t('import.past')} className={classes.flush ?? ''}>
      {list.isPending ? (
        <RowsSkeleton rows={3} />
      ) : list.isError ? (
        <p className={classes.failure}>{messageOf(list.error)}</p>
      ) : rows.length === 0 ? (
        <EmptyState title={t('import.none')}>{t('import.noneText')}</EmptyState>
      ) : (
        <SimpleTable
          label={t('import.past')}
          heads={[
            t('import.name'),
            t('import.state'),
            t('import.rows'),
            t('import.count.refused'),
            t('import.when'),
            t('records.delete'),
          ]}
          actions
        >
          {rows.map((one) => (
            <tr key={one.id}>
              <td>
                <Link to="/import/$id" params={{ id: one.id }} className={classes.link}>
                  {one.name || t('import.unnamed')}
                </Link>
              </td>
              <td>{t(`import.state.${one.state}`)}</td>
              <td>
                {number(one.done, manner)}
                <span className={classes.unit}> {t('import.rows').toLowerCase()}</span>
              </td>
              <td>
                {number(refused(one), manner)}
                <span className={classes.unit}> {t('import.count.refused').toLowerCase()}</span>
              </td>
              <td>
                <Relative value={one.finishedAt ?? one.createdAt} />
              </td>
              <td>
                {one.editable && (
                  <Button
                    variant="subtle"
                    aria-label={t('import.deleteOf', { name: one.name || t('import.unnamed') })}
                    onClick={() => void remove(one)}
                  >
                    {t('records.delete')}
                  </Button>
                )}
              </td>
            </tr>
          ))}
        </SimpleTable>
      )}
      {list.hasNextPage && (
        <Button variant="subtle" className={classes.more ?? ''} onClick={() => void list.fetchNextPage()}>
          {t('import.more')}
        </Button>
      )}
    </Card>
  )
}
