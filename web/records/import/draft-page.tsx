import { Button } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useCallback, useState } from 'react'
import { CallError } from '../../../contract/http/client.ts'
import { importRoutes } from '../../../contract/records/import-routes.ts'
import type { ImportDetail } from '../../../contract/records/import-routes.ts'
import { call, messageOf } from '../../shell/api.ts'
import { useCrumb } from '../../shell/crumbs.tsx'
import { useShortcuts } from '../../shell/shortcuts.ts'
import { inText, typeLabel } from '../../text/labels.ts'
import { t } from '../../text/seldom.ts'
import { KeyHint } from '../../ui/key-hint.tsx'
import { PageHeader } from '../../ui/page-header.tsx'
import { Page } from '../../ui/page.tsx'
import { lacksOf, mappingOf, uploadOf, withReading } from './draft.ts'
import type { Draft, Lack } from './draft.ts'
import { changeDraft, saveDraft, settleDraft, useHeldDraft } from './draft-store.ts'
import { ChooseFiles, DropTarget, Sendings } from './drop-area.tsx'
import { importQuery } from './import-api.ts'
import classes from './import.module.css'
import { ReadingEditor } from './reading-editor.tsx'
import { ReadingList } from './reading-list.tsx'
import { useRemoveImport } from './remove-import.ts'
import { SaveMapping } from './save-mapping.tsx'
import { TermsFields } from './terms-fields.tsx'
import { useSendings, useTakeFiles } from './uploads.ts'
import { targetTypeOf } from './target-types.ts'

const lackText = (lack: Lack): string => {
  switch (lack.kind) {
    case 'noReading':
      return t('import.lack.noReading', { file: lack.file.name })
    case 'noFile':
      return t('import.lack.noFile', { file: lack.reading.file.match })
    case 'noField':
      return t('import.lack.noField', {
        file: lack.reading.file.match,
        field: lack.label,
        one: inText(typeLabel(targetTypeOf(lack.reading.file.recordType)).one),
      })
    case 'twice':
      return t('import.lack.twice', { file: lack.reading.file.match, field: lack.label })
    default:
      return t(`import.lack.${lack.kind}`)
  }
}

/** The files of an import and what they mean, up to trying it out. All of it is kept as it is typed. */
export function DraftEditor({ detail }: { detail: ImportDetail }) {
  const { id } = detail
  const queries = useQueryClient()
  const { draft, theirs, failure } = useHeldDraft(queries, detail)
  const change = useCallback(
    (make: (before: Draft) => Draft) => changeDraft(queries, id, make),
    [queries, id],
  )
  const take = useTakeFiles(() => Promise.resolve(id))
  const sendings = useSendings()
  const navigate = useNavigate()
  const remove = useRemoveImport()
  const [tried, setTried] = useState(false)
  const [trying, setTrying] = useState(false)
  const [refused, setRefused] = useState<readonly string[]>([])
  useCrumb(draft.terms.name || t('import.draftTitle'))

  const lacks = lacksOf(draft)
  const chosen = draft.readings.find(({ key }) => key === draft.chosen)
  const file = chosen && uploadOf(draft, chosen)

  const tryOut = async () => {
    setTried(true)
    if (lacks.length > 0 || sendings.length > 0 || trying) return
    setTrying(true)
    setRefused([])
    try {
      if (!(await saveDraft(queries, id))) return
      const checking = await call(importRoutes.check, { params: { id } })
      queries.setQueryData(importQuery(id).queryKey, checking)
      await navigate({ to: '/import/$id', params: { id } })
    } catch (error) {
      const told =
        error instanceof CallError ? (error.problem.errors ?? []).map(({ message }) => message) : []
      setRefused(told.length > 0 ? [...new Set(told)] : [messageOf(error)])
    } finally {
      setTrying(false)
    }
  }
  useShortcuts([{ keys: 'mod+enter', label: t('import.try'), run: () => void tryOut() }])

  return (
    <DropTarget onFiles={(files) => void take(files)}>
      <Page>
        <PageHeader
          title={t('import.draftTitle')}
          subtitle={t('import.draftText')}
          actions={
            <>
              <Button
                variant="subtle"
                onClick={() => {
                  void remove(detail)
                  void navigate({ to: '/import' })
                }}
              >
                {t('records.delete')}
              </Button>
              <SaveMapping mapping={mappingOf(draft)} />
              <Button
                variant="filled"
                loading={trying}
                disabled={sendings.length > 0}
                aria-keyshortcuts="Control+Enter Meta+Enter"
                rightSection={<KeyHint keys="mod+enter" />}
                onClick={() => void tryOut()}
              >
                {t('import.try')}
              </Button>
            </>
          }
        />
        {(refused.length > 0 || (tried && lacks.length > 0)) && (
          <div role="alert" className={classes.failure}>
            <p className={classes.strong}>{t('import.lacks')}</p>
            <ul className={classes.bullets}>
              {(refused.length > 0 ? refused : lacks.map(lackText)).map((text) => (
                <li key={text}>{text}</li>
              ))}
            </ul>
          </div>
        )}
        {theirs && (
          <div role="alert" className={classes.failure}>
            <p className={classes.strong}>{t('import.changedElsewhere')}</p>
            <div className={classes.results}>
              <Button onClick={() => settleDraft(queries, id, 'mine')}>{t('import.keepMine')}</Button>
              <Button onClick={() => settleDraft(queries, id, 'theirs')}>{t('import.takeTheirs')}</Button>
            </div>
          </div>
        )}
        {failure && (
          <div role="alert" className={classes.failure}>
            {t('import.notKept', { reason: failure })}
          </div>
        )}
        <TermsFields draft={draft} onDraft={change} shown={tried} />
        <Sendings />
        <div className={classes.columns}>
          <div className={classes.side}>
            <ReadingList draft={draft} onDraft={change} />
            <ChooseFiles onFiles={(files) => void take(files)} label={t('import.addFiles')} />
          </div>
          {chosen ? (
            <ReadingEditor
              key={chosen.key}
              reading={chosen}
              file={file}
              draft={draft}
              onDraft={change}
              onReading={(next) => change((before) => withReading(before, chosen.key, next))}
            />
          ) : (
            sendings.length === 0 && (
              <div className={classes.dropArea}>
                <p className={classes.dropTitle}>{t('import.drop')}</p>
                <p className={classes.muted}>{t('import.dropText')}</p>
              </div>
            )
          )}
        </div>
      </Page>
    </DropTarget>
  )
}
