import { Button } from '@mantine/core'
import { useQueryClient, useSuspenseQuery } from '@tanstack/react-query'
import { Link, useNavigate, useParams } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import type { Import, ImportState } from '../../../contract/records/import.ts'
import { importRoutes } from '../../../contract/records/import-routes.ts'
import { recordTypeOf } from '../../../contract/record-types.ts'
import { call, messageOf } from '../../shell/api.ts'
import { useCrumb } from '../../shell/crumbs.tsx'
import { useShortcuts } from '../../shell/shortcuts.ts'
import { t } from '../../text/t.ts'
import { duration } from '../../ui/format.ts'
import { KeyHint } from '../../ui/key-hint.tsx'
import { useManner } from '../../ui/manner.tsx'
import { PageHeader } from '../../ui/page-header.tsx'
import { Page } from '../../ui/page.tsx'
import { toastFailed } from '../../ui/toast.tsx'
import { CountsTable } from './counts-table.tsx'
import { useDraft } from './draft-store.ts'
import { importQuery, isBusy, refusalsQuery } from './import-api.ts'
import classes from './import.module.css'
import { DuplicatesFound, RefusedRows } from './findings.tsx'
import { Progress } from './progress.tsx'
import { SaveMapping } from './save-mapping.tsx'
import { UnknownWords } from './unknown-words.tsx'

export default function RunPage() {
  const { id = '' } = useParams({ strict: false }) as { id?: string }
  return <Run key={id} id={id} />
}

const secondsOf = ({ startedAt, finishedAt }: Import): number =>
  startedAt && finishedAt
    ? Math.max(1, Math.round((Date.parse(finishedAt) - Date.parse(startedAt)) / 1000))
    : 0

/** One import: being tried out, waiting to be started, under way, or done. It goes on without this page. */
function Run({ id }: { id: string }) {
  const { data: one } = useSuspenseQuery(importQuery(id))
  const [draft, change] = useDraft()
  const queries = useQueryClient()
  const navigate = useNavigate()
  const manner = useManner()
  const [stoppedAt, setStoppedAt] = useState<ImportState | null>(null)
  useCrumb(one.name)

  const { state } = one
  const busy = isBusy(one)
  const mine = draft.importId === id
  // Work that was asked for is queued first: until it begins, the state is still the one in which it was asked for.
  const [askedAt, setAskedAt] = useState<ImportState | null>(mine && state === 'draft' ? state : null)
  const refused = one.passes.reduce((sum, pass) => sum + pass.counts.refused, 0)
  const types = [...new Set(one.passes.map(({ recordType }) => recordType))]

  useEffect(() => {
    void queries.invalidateQueries({ queryKey: refusalsQuery(id).queryKey })
    void queries.invalidateQueries({ queryKey: ['imports', 'list'] })
    if (state === 'done') void queries.invalidateQueries({ queryKey: ['records'] })
  }, [state, id, queries])
  useEffect(() => {
    if (state === 'done' && mine && !draft.finished) change((before) => ({ ...before, finished: true }))
  }, [state, mine, draft.finished, change])

  const ask = async (what: 'check' | 'start' | 'cancel') => {
    if (what === 'cancel') setStoppedAt(state)
    else setAskedAt(state)
    try {
      queries.setQueryData(importQuery(id).queryKey, await call(importRoutes[what], { params: { id } }))
    } catch (error) {
      setAskedAt(null)
      setStoppedAt(null)
      toastFailed(messageOf(error), () => void ask(what))
    }
  }
  const goOn = state === 'checked' || state === 'draft' || state === 'cancelled' || state === 'failed'
  const waiting = askedAt === state
  const stopping = stoppedAt === state
  useShortcuts(
    goOn && !waiting ? [{ keys: 'mod+enter', label: t('import.run'), run: () => void ask('start') }] : [],
  )
  useEffect(() => {
    if (!waiting) return
    const timer = setInterval(
      () => void queries.invalidateQueries({ queryKey: importQuery(id).queryKey }),
      300,
    )
    return () => clearInterval(timer)
  }, [waiting, id, queries])

  return (
    <Page>
      <PageHeader
        title={one.name}
        subtitle={
          state === 'checked' ? (
            <>
              {t('import.checkedTitle')}. {t('import.checkedText')}
            </>
          ) : state === 'done' ? (
            t('import.doneText', { count: one.done, time: duration(secondsOf(one), manner) })
          ) : (
            t(`import.state.${state}`)
          )
        }
        actions={
          <>
            {mine && !busy && state !== 'done' && (
              <Button onClick={() => void navigate({ to: '/import/draft' })}>{t('import.change')}</Button>
            )}
            {state === 'done' && mine && <SaveMapping draft={draft} />}
            {goOn && !(waiting && state === 'draft') && (
              <Button
                variant="filled"
                loading={waiting}
                aria-keyshortcuts="Control+Enter Meta+Enter"
                rightSection={<KeyHint keys="mod+enter" />}
                onClick={() => void ask('start')}
              >
                {t(
                  state === 'cancelled'
                    ? 'import.resume'
                    : state === 'failed'
                      ? 'import.startAgain'
                      : refused > 0
                        ? 'import.runAnyway'
                        : 'import.run',
                )}
              </Button>
            )}
            {busy && (
              <Button disabled={stopping} onClick={() => void ask('cancel')}>
                {t(stopping ? 'import.stopping' : 'import.cancel')}
              </Button>
            )}
          </>
        }
      />
      <div className={classes.stack}>
        {state === 'failed' && (
          <div role="alert" className={classes.failure}>
            {t('import.failedText', { reason: one.error ?? '—' })}
          </div>
        )}
        {state === 'cancelled' && <p className={classes.muted}>{t('import.stoppedText')}</p>}
        {(busy || waiting) && <Progress of={one} />}
        {state === 'done' && (
          <div className={classes.results}>
            {types.map((name) => {
              const type = recordTypeOf(name)
              return (
                <Button key={name} component={Link} to={`/${type.plural}`} variant="default">
                  {t('import.openList', { many: type.label.many.toLowerCase() })}
                </Button>
              )
            })}
            <Button component={Link} to="/import" variant="subtle">
              {t('import.newImport')}
            </Button>
          </div>
        )}
        <CountsTable of={one} />
        {mine && state === 'checked' && one.report && one.report.unknown.length > 0 && (
          <UnknownWords key={id} of={one} words={one.report.unknown} />
        )}
        {!busy && refused > 0 && <RefusedRows of={one} />}
        {!busy && one.report && one.report.duplicates.length > 0 && (
          <DuplicatesFound duplicates={one.report.duplicates} />
        )}
      </div>
    </Page>
  )
}
