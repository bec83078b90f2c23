import { Button } from '@mantine/core'
import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { importRoutes } from '../../../contract/records/import-routes.ts'
import type { Import } from '../../../contract/records/import.ts'
import { call, messageOf } from '../../shell/api.ts'
import { useShortcuts } from '../../shell/shortcuts.ts'
import { done } from '../../shell/undo.ts'
import { t } from '../../text/t.ts'
import { Card } from '../../ui/card.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { number } from '../../ui/format.ts'
import { Relative, useManner } from '../../ui/manner.tsx'
import { PageHeader } from '../../ui/page-header.tsx'
import { Page } from '../../ui/page.tsx'
import { SimpleTable } from '../../ui/simple-table.tsx'
import { RowsSkeleton } from '../../ui/skeleton.tsx'
import { toastFailed } from '../../ui/toast.tsx'
import { emptyDraft, isEmpty, withMapping } from './draft.ts'
import { useDraft } from './draft-store.ts'
import { ChooseFiles, DropTarget, Sendings } from './drop-area.tsx'
import { importsQuery, mappingsQuery } from './import-api.ts'
import classes from './import.module.css'
import { useTakeFiles } from './uploads.ts'

/** Where an import begins, and what came of those before. */
export default function StartPage() {
  const navigate = useNavigate()
  const [draft, change] = useDraft()
  const take = useTakeFiles()
  const goOn = () => void navigate({ to: '/import/draft' })
  const begin = (files: readonly File[]) => {
    void take(files)
    goOn()
  }
  useShortcuts(
    isEmpty(draft)
      ? []
      : [{ keys: 'enter', label: t('import.continue', { name: draft.terms.name }), run: goOn }],
  )

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
          {!isEmpty(draft) && (
            <Card>
              <div className={classes.spread}>
                <div className={classes.grow}>
                  <p className={classes.strong}>
                    {t('import.continue', { name: draft.terms.name || draft.files[0]?.name || '…' })}
                  </p>
                  <p className={classes.muted}>{t('import.continueText', { count: draft.files.length })}</p>
                </div>
                <Button
                  variant="subtle"
                  onClick={() => {
                    const before = draft
                    change(() => emptyDraft)
                    done(t('import.discarded'), async () => change(() => before))
                  }}
                >
                  {t('import.discard')}
                </Button>
                <Button variant="filled" onClick={goOn}>
                  {t('import.resume')}
                </Button>
              </div>
            </Card>
          )}
          <Mappings onUse={goOn} />
          <PastImports />
        </div>
      </Page>
    </DropTarget>
  )
}

function Mappings({ onUse }: { onUse: () => void }) {
  const { data } = useQuery(mappingsQuery)
  const queries = useQueryClient()
  const [, change] = useDraft()
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
            <Button
              aria-label={t('import.mappingUseOf', { name })}
              onClick={() => {
                change((draft) => withMapping(draft, mapping))
                onUse()
              }}
            >
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
          ]}
        >
          {rows.map((one) => (
            <tr key={one.id}>
              <td>
                <Link to="/import/$id" params={{ id: one.id }} className={classes.link}>
                  {one.name}
                </Link>
              </td>
              <td>{t(`import.state.${one.state}`)}</td>
              <td>{number(one.done, manner)}</td>
              <td>{number(refused(one), manner)}</td>
              <td>
                <Relative value={one.finishedAt ?? one.createdAt} />
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
