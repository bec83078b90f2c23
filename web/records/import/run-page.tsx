import { Button } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { useEffect, useRef, useState } from 'react'
import type { Import } from '../../../contract/records/import.ts'
import type { ImportMapping } from '../../../contract/records/import-mapping.ts'
import { importRoutes } from '../../../contract/records/import-routes.ts'
import type { ImportDetail } from '../../../contract/records/import-routes.ts'
import { isRecordTarget } from '../../../contract/import-targets.ts'
import { call, messageOf } from '../../shell/api.ts'
import { useCrumb } from '../../shell/crumbs.tsx'
import { useShortcuts } from '../../shell/shortcuts.ts'
import { inText, typeLabel } from '../../text/labels.ts'
import { t } from '../../text/seldom.ts'
import { duration } from '../../ui/format.ts'
import { KeyHint } from '../../ui/key-hint.tsx'
import { useManner } from '../../ui/manner.tsx'
import { PageHeader } from '../../ui/page-header.tsx'
import { Page } from '../../ui/page.tsx'
import { toastFailed } from '../../ui/toast.tsx'
import { DuplicatesMade } from './duplicates-made.tsx'
import { CountsTable } from './counts-table.tsx'
import { importQuery, isBusy } from './import-api.ts'
import classes from './import.module.css'
import { DuplicatesFound, RefusedRows } from './findings.tsx'
import { Progress } from './progress.tsx'
import { SaveMapping } from './save-mapping.tsx'
import { UndoPreview, WhatIsUndone } from './undo-import.tsx'
import { UnknownWords } from './unknown-words.tsx'
import { targetTypeOf } from './target-types.ts'

const secondsOf = ({ startedAt, finishedAt }: Import): number =>
  startedAt && finishedAt
    ? Math.max(1, Math.round((Date.parse(finishedAt) - Date.parse(startedAt)) / 1000))
    : 0

interface RunProps {
  of: ImportDetail
  trying: boolean
  onTrying: (trying: boolean) => void
}

/** One import: being tried out, waiting to be started, under way, done, or undone. It goes on without this page. */
export function Run({ of: one, trying, onTrying }: RunProps) {
  const { id, state } = one
  const queries = useQueryClient()
  const navigate = useNavigate()
  const manner = useManner()
  const [undoing, setUndoing] = useState(false)
  const asking = useRef(false)
  useCrumb(one.name)

  const busy = isBusy(one)
  const refused = one.passes.reduce((sum, pass) => sum + pass.counts.refused, 0)
  const types = [...new Set(one.passes.map(({ recordType }) => recordType))]
  const undone = state === 'undoing' || state === 'half-undone' || state === 'undone'

  useEffect(() => {
    for (const part of ['refusals', 'kept'])
      void queries.invalidateQueries({ queryKey: ['imports', part, id] })
    void queries.invalidateQueries({ queryKey: ['imports', 'list'] })
    if (state === 'done' || state === 'undone') void queries.invalidateQueries({ queryKey: ['records'] })
  }, [state, id, queries])

  const ask = async (what: 'check' | 'start' | 'cancel' | 'undo') => {
    // A second click means the first, which is not answered yet.
    if (asking.current) return
    asking.current = true
    try {
      queries.setQueryData(importQuery(id).queryKey, await call(importRoutes[what], { params: { id } }))
    } catch (error) {
      toastFailed(messageOf(error), () => void ask(what))
    } finally {
      asking.current = false
    }
  }
  /** What has begun stays as it is on record: the same is prepared once more. */
  const again = async () => {
    const { mapping, files } = one
    try {
      const made = await call(importRoutes.create, {
        body: { mapping, files: files.map((file) => file.id), draft: true },
      })
      await navigate({ to: '/import/$id', params: { id: made.id } })
    } catch (error) {
      toastFailed(messageOf(error), () => void again())
    }
  }
  const goesOn = state === 'checked' || state === 'cancelled' || state === 'failed'
  useShortcuts(goesOn ? [{ keys: 'mod+enter', label: t('import.run'), run: () => void ask('start') }] : [])

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
            {one.undoable && state !== 'half-undone' && !undoing && (
              <Button variant="subtle" onClick={() => setUndoing(true)}>
                {t('import.undo')}
              </Button>
            )}
            {one.editable ? (
              <Button
                disabled={trying}
                onClick={() => void navigate({ to: '/import/$id', params: { id }, search: { edit: true } })}
              >
                {t('import.change')}
              </Button>
            ) : (
              !busy && <Button onClick={() => void again()}>{t('import.prepareAgain')}</Button>
            )}
            {state === 'done' && <SaveMapping mapping={one.mapping as ImportMapping} />}
            {goesOn && (
              <Button
                variant="filled"
                disabled={trying}
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
            {state === 'half-undone' && (
              <Button variant="filled" onClick={() => void ask('undo')}>
                {t('import.undoOn')}
              </Button>
            )}
            {busy && (
              <Button disabled={one.stopping} onClick={() => void ask('cancel')}>
                {t(one.stopping ? 'import.stopping' : 'import.cancel')}
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
        {busy && <Progress of={one} />}
        {undoing && one.undoable && (
          <UndoPreview of={one} onUndo={() => void ask('undo')} onLeave={() => setUndoing(false)} />
        )}
        {undone && <WhatIsUndone of={one} />}
        {state === 'done' && (
          <div className={classes.results}>
            {types.map((name) => (
              <Button
                key={name}
                component={Link}
                to={isRecordTarget(name) ? `/${targetTypeOf(name).plural}` : '/settings/exchange-rates'}
                variant="default"
              >
                {t('import.openList', { many: inText(typeLabel(targetTypeOf(name)).many) })}
              </Button>
            ))}
            <Button component={Link} to="/import" variant="subtle">
              {t('import.newImport')}
            </Button>
          </div>
        )}
        {state === 'done' && <DuplicatesMade of={one} />}
        <CountsTable of={one} />
        {state === 'checked' && one.report && one.report.unknown.length > 0 && (
          <UnknownWords
            key={one.version}
            of={one}
            words={one.report.unknown}
            trying={trying}
            onTrying={onTrying}
          />
        )}
        {!busy && refused > 0 && <RefusedRows of={one} />}
        {!busy && one.report && one.report.duplicates.length > 0 && (
          <DuplicatesFound duplicates={one.report.duplicates} />
        )}
      </div>
    </Page>
  )
}
